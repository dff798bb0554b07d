"""The sections `ref_rules` and `classic_protection`, joined from lists, single rulesets and what applies to a branch.

`/rules/branches/{branch}` states what applies to one branch and not which other refs a ruleset names or excludes, nor
who may bypass it; what only it shows is a part of a definition.
"""

from checker.domain.json_shape import field_of, objects_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.release_refs import HEADS
from checker.errors import InputRefusedError
from checker.formats.github.answers import Answer, Answers, keyed, not_asked
from checker.formats.github.classic_rule import classic_rule, no_classic_rule
from checker.formats.github.fields import required_text
from checker.formats.github.repository import PROTECTION, cut_down
from checker.formats.github.ruleset import (
    NEEDS_BYPASS,
    NEEDS_DEFINITION,
    bypass_actors,
    definition_of,
    definition_unread,
    read_definition,
    ruleset_entry,
)
from checker.formats.github.status import MISSING

LIST, ONE, OF_BRANCH = "rulesets", "rulesets/{ruleset}", "rules/branches/{branch}"
_TARGETS = frozenset({"branch", "tag"})
_KNOWN_TARGETS = frozenset({*_TARGETS, "push"})
_OF_PUSHES = frozenset({"file_path_restriction", "max_file_path_length", "file_extension_restriction", "max_file_size"})
"""The rules that only rulesets for pushes have (the provider's page on available rules, "Push rulesets")."""


def classic_protection_section(answers: Answers) -> Observation | None:
    """The protection of every branch that was asked about."""
    found = answers.all(PROTECTION)
    if not found:
        return None
    entries: list[dict[str, Json]] = []
    for answer in found:
        seen = answers.observe(answer, lambda one: classic_rule(one.body), absent=no_classic_rule())
        entries.append({"ref": HEADS + answer.address.parameter("branch"), "protection": seen.to_json()})
    return collected(keyed(entries, "ref"), evidence=tuple(answer.evidence for answer in found))


def ref_rules_section(answers: Answers) -> Observation | None:
    """The rulesets: complete when their list is, each with what its own answer shows."""
    listing = answers.find(LIST)
    if listing is None:
        return _without_list(answers)
    applied, _ = _applied(answers)
    seen = answers.observe(listing, lambda one: keyed([_joined(item, answers, applied) for item in one.items], "id"))
    if why := _narrowed(listing):
        return cut_down(seen, why)
    if seen.status is Status.COLLECTED and (why := _unlisted(answers, applied, listing, _ids(seen.value))):
        return cut_down(seen, why)
    return seen


def _unlisted(answers: Answers, applied: dict[str, dict[str, Json]], listing: Answer, listed: set[str]) -> str:
    """Which ruleset shows that the list is not whole; empty when none does.

    A ruleset that was asked for and not found may have been deleted, so it shows nothing; nor does one of a target
    that the list was not asked for.
    """
    applying = {name for name, entry in applied.items() if _is_asked_for(listing, entry["target"])}
    if unlisted := applying - listed:
        return f"ruleset {min(unlisted)} applies to a branch, but is not in the list"
    found = [one for one in answers.all(ONE) if one.http != MISSING and _is_asked_for(listing, _target(one))]
    if unlisted := {one.address.parameter("ruleset") for one in found} - listed:
        return f"ruleset {min(unlisted)} was captured, but is not in the list"
    return ""


def _target(answer: Answer) -> Json:
    """What a single ruleset says it targets; nothing when it does not say."""
    page = answer.pages[0] if answer.is_given and answer.pages else None
    return page.get("target") if isinstance(page, dict) else None


def _is_asked_for(listing: Answer, target: Json) -> bool:
    """Whether the list would name a ruleset of this target; it would unless the opposite is known."""
    asked = listing.address.question("targets")
    return not asked or target not in _KNOWN_TARGETS or target in asked.split(",")


def _narrowed(listing: Answer) -> str:
    targets = listing.address.question("targets")
    if targets and not set(targets.split(",")) >= _TARGETS:
        return "not all targets were asked for"
    if listing.address.question("includes_parents") == "false":
        return "rulesets of the organization were not asked for"
    return ""


def _ids(listed: Json) -> set[str]:
    return {str(entry["id"]) for entry in objects_of(listed or [], LIST)}


def _joined(item: dict[str, Json], answers: Answers, applied: dict[str, dict[str, Json]]) -> dict[str, Json]:
    ruleset_id = str(whole_of(field_of(item, "id"), "id"))
    answer = answers.find(ONE, ruleset=ruleset_id)
    if answer is not None:
        return _from_answer(answer, answers, item)
    if ruleset_id in applied:
        return {**applied[ruleset_id], **_named(item)}
    unasked = definition_unread(Status.NOT_REQUESTED, "only the list of rulesets was read")
    bypass = unread(Status.NOT_REQUESTED, why="only the list of rulesets was read", needs=NEEDS_BYPASS)
    return ruleset_entry(item, definition=unasked, bypass=bypass)


def _named(item: dict[str, Json]) -> dict[str, Json]:
    nothing = definition_unread(Status.NOT_REQUESTED, "")
    entry = ruleset_entry(item, definition=nothing, bypass=nothing)
    return {name: entry[name] for name in ("id", "name", "level", "target", "enforcement")}


def _refuse_contradiction(own: dict[str, Json], item: dict[str, Json]) -> None:
    """Let no ruleset through that counts by the list and does not by its own answer, or the other way round."""
    for key in ("target", "enforcement"):
        if own.get(key) != item.get(key):
            says = f"the list says {item.get(key)!r}, its own answer {own.get(key)!r}"
            raise InputRefusedError(f"the {key} of ruleset {item.get('id')} is not known: {says}")


def _from_answer(answer: Answer, answers: Answers, item: dict[str, Json]) -> dict[str, Json]:
    """One ruleset by its own answer; by the list's entry where that answer could not be read."""
    definition = answers.observe(answer, lambda one: read_definition(one.body).value)
    if definition.status is not Status.COLLECTED:
        return ruleset_entry(item, definition=definition, bypass=definition)
    _refuse_contradiction(answer.body, item)
    bypass = bypass_actors(answer.body)
    return ruleset_entry(answer.body, definition=definition, bypass=bypass)


def _without_list(answers: Answers) -> Observation | None:
    """What single rulesets and branches show when nobody asked which rulesets there are."""
    found = [*answers.all(ONE), *answers.all(OF_BRANCH)]
    if not found:
        return None
    entries, failed = _applied(answers)
    for answer in answers.all(ONE):
        seen = answers.observe(answer, lambda one: _from_answer(one, answers, one.body))
        if isinstance(seen.value, dict):
            entries[str(seen.value["id"])] = seen.value
        else:
            failed.append(seen)
    if failed and not entries:
        return failed[0]
    return Observation(
        status=Status.INCOMPLETE,
        partial=[entries[name] for name in sorted(entries)],
        detail=not_asked(LIST).detail,
        evidence=tuple(answer.evidence for answer in found),
    )


def _applied(answers: Answers) -> tuple[dict[str, dict[str, Json]], list[Observation]]:
    """What rulesets demand of the branches that were asked about, by ruleset, and what of it could not be read.

    `evaluate` and `disabled` rulesets never apply.
    """
    found: dict[str, dict[str, Json]] = {}
    failed = []
    for answer in answers.all(OF_BRANCH):
        seen = answers.observe(answer, _rulesets_of_branch)
        if seen.status is not Status.COLLECTED:
            failed.append(seen)
        for entry in objects_of(seen.value or seen.partial or [], OF_BRANCH):
            found.setdefault(str(entry["id"]), entry)
    return found, failed


def _rulesets_of_branch(answer: Answer) -> Json:
    rules: dict[int, list[dict[str, Json]]] = {}
    for item in answer.items:
        rules.setdefault(whole_of(field_of(item, "ruleset_id"), "ruleset_id"), []).append(item)
    return [_applied_entry(ruleset_id, rules[ruleset_id], answer) for ruleset_id in sorted(rules)]


def _applied_entry(ruleset_id: int, rules: list[dict[str, Json]], answer: Answer) -> dict[str, Json]:
    branch = answer.address.parameter("branch")
    part = definition_of(rules, include=[HEADS + branch], exclude=[])
    definition = incomplete(
        part,
        why=f"only what applies to {branch} was read, not which other refs the ruleset names or excludes",
        needs=NEEDS_DEFINITION,
        evidence=(answer.evidence,),
    )
    bypass = unread(Status.NOT_REQUESTED, why="the rules of a branch do not show it", needs=NEEDS_BYPASS)
    body: dict[str, Json] = {
        "id": ruleset_id,
        "name": "",
        "source_type": required_text(rules[0], "ruleset_source_type"),
        "target": "push" if {required_text(rule, "type") for rule in rules} <= _OF_PUSHES else "branch",
        "enforcement": "active",
    }
    return ruleset_entry(body, definition=definition, bypass=bypass)
