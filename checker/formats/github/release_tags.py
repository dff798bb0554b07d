"""The section `release_tags`: the newest tags, who signed each, and whether the branch they were compared with has it.

The query tells the ten newest tags, what each leads to, and how it stands to a branch; REST tells what the provider
says of the signature of a tag that is an object of its own. Of a tag that the branch does not have it is open which
other branch does, unless there is no other that releases come from.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from checker.domain.json_shape import field_of, object_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.proof_steps import ProofSteps, StepsSpentError
from checker.domain.ref_pattern import matches
from checker.domain.release_refs import HEADS
from checker.errors import InputRefusedError
from checker.formats.github.answers import Answer, Answers, keyed
from checker.formats.github.fields import required_flag, required_text
from checker.formats.github.git_objects import is_oid
from checker.formats.github.lists_query import RELEASED
from checker.formats.github.query_answer import QueryAnswer
from checker.formats.github.tag_targets import TagTarget, target_of_tag

TAG_OBJECT = "git/tags/{object}"
_TAGS = "refs/tags/"
_MOST = 10
_UNSIGNED: dict[str, Json] = {"verified": False, "reason": "unsigned"}
_HELD = {"AHEAD": True, "IDENTICAL": True, "BEHIND": False, "DIVERGED": False}
"""How a branch stands to a tag it is compared with, and whether it has the tag's commit then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseNames:
    """What releases are cut from: patterns of tags, of which none means all; branches, of which none means that one."""

    tags: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tag:
    name: str
    target: TagTarget
    held: str


def tag_requests(answers: Sequence[QueryAnswer], names: ReleaseNames | None) -> tuple[str, ...]:
    """The paths that tell the signatures of the tags an answer names; none where they are not wanted, or not read."""
    found: list[str] = []
    for answer in answers if names else ():
        try:
            pages = answer.pages_of(RELEASED) if answer.refusal("") is None else []
            tags = [] if isinstance(pages, Observation) else _tags(pages, names or ReleaseNames())
        except InputRefusedError:
            continue
        found += [f"git/tags/{tag.target.own}" for tag in tags if is_oid(tag.target.own)]
    return tuple(dict.fromkeys(found))


def release_tags_section(answer: QueryAnswer, answers: Answers, names: ReleaseNames) -> Observation:
    """The section, of one answer of the query and what REST says of the tags in it."""
    seen = answer.refusal(str(RELEASED.permission)) or _section(answer, answers, names)
    return replace(seen, evidence=(*seen.evidence, answer.evidence))


def _section(answer: QueryAnswer, answers: Answers, names: ReleaseNames) -> Observation:
    try:
        pages = answer.pages_of(RELEASED)
        if isinstance(pages, Observation):
            return pages
        if len(pages) != 1:
            return unread(Status.ERROR, why=f"the answer says nothing of {RELEASED.shown}")
        branch = _branch(pages[0])
        entries = keyed([_entry(tag, answers, branch, names) for tag in _tags(pages, names)], "ref")
        evidence = tuple(one.evidence for one in answers.all(TAG_OBJECT))
        if missing := _missing(pages[0]):
            return replace(incomplete(entries, why=missing), evidence=evidence)
        return collected(entries, evidence=evidence)
    except InputRefusedError as error:
        return unread(Status.ERROR, why=error.message)


def _missing(fields: dict[str, Json]) -> str:
    """What is wrong where the answer holds fewer tags than it says there are, up to the ten that were asked for."""
    listed = object_of(fields[RELEASED.field], "refs")
    told = min(whole_of(field_of(listed, "totalCount"), "totalCount"), _MOST)
    seen = len(objects_of(field_of(listed, "nodes"), "nodes"))
    return "" if seen == told else f"{seen} of {told} tags were in the answer"


def _tags(pages: Iterable[dict[str, Json]], names: ReleaseNames) -> list[_Tag]:
    """The tags that lead to a commit and that releases are cut from."""
    found = []
    for fields in pages:
        for item in objects_of(field_of(object_of(fields[RELEASED.field], "refs"), "nodes"), "nodes"):
            name, target = required_text(item, "name"), target_of_tag(item)
            if target.commit and _is_released(name, names.tags):
                against = field_of(item, "againstHead")
                held = "" if against is None else required_text(object_of(against, "compare"), "status")
                found.append(_Tag(name=name, target=target, held=held))
    return found


def _is_released(name: str, patterns: Collection[str]) -> bool:
    steps = ProofSteps()
    try:
        return not patterns or any(matches(pattern, name, steps=steps) for pattern in patterns)
    except StepsSpentError:
        return True


def _branch(fields: dict[str, Json]) -> str:
    """The branch that tags were compared with; empty where it is none."""
    compared = fields.get("comparedWith")
    if not isinstance(compared, dict) or compared.get("prefix") != HEADS:
        return ""
    return required_text(compared, "name")


def _entry(tag: _Tag, answers: Answers, branch: str, names: ReleaseNames) -> dict[str, Json]:
    signature = collected(_UNSIGNED)
    if tag.target.own:
        signature = answers.asked(TAG_OBJECT, _signature, object=tag.target.own)
    return {
        "ref": f"{_TAGS}{tag.name}",
        "commit": tag.target.commit,
        "annotated": bool(tag.target.own),
        "signature": signature.to_json(),
        "reachable_from": _reached(tag, branch, names).to_json(),
    }


def _signature(answer: Answer) -> Json:
    told = object_of(field_of(answer.body, "verification"), "verification")
    return {"verified": required_flag(told, "verified"), "reason": required_text(told, "reason")}


def _reached(tag: _Tag, branch: str, names: ReleaseNames) -> Observation:
    if not branch:
        needs = "nothing: leave --ref out, or name a branch"
        return unread(Status.NOT_REQUESTED, why="the tag was compared with no branch", needs=needs)
    if tag.held not in _HELD:
        return unread(Status.ERROR, why="the answer does not say how the tag stands to the branch")
    if _HELD[tag.held]:
        return collected([branch])
    others = [one for one in names.branches if one != branch]
    if names.branches and not others:
        return collected([])
    why = f"{branch} does not have the commit, and with no other branch it was compared"
    return incomplete([], why=why, needs="a checkout: run audit workspace with --target")
