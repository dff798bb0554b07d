"""What the host adds to settings before rules see them: which release refs a pattern of a setting reaches.

Rules never match patterns of settings themselves; the host does it as the provider does, into `matches`, `partly` and
`punctured` of a ruleset's definition and `only_release_refs` of a deployment pattern. Where the answer hangs on
something that could not be read, the observation that would have carried it becomes unread with the same reason.
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from checker.domain.json_shape import field_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status
from checker.domain.proof_steps import TOO_MANY_STEPS, ProofSteps, StepsSpentError
from checker.domain.reading import read_observation
from checker.domain.ref_covering import Covering, covering_of
from checker.domain.ref_pattern import covers
from checker.domain.release_refs import HEADS, TAGS, RefKind, ReleaseRef, default_branch, release_refs_of
from checker.domain.ruleset_sources import conditions_of

_PREFIXES = {RefKind.BRANCH: HEADS, RefKind.TAG: TAGS}
_TARGETS = frozenset(map(str, RefKind))
_UNKNOWN = "unknown"
_SPENT = Observation(status=Status.ERROR, detail=Detail(why=TOO_MANY_STEPS))

_Edit: TypeAlias = Callable[[dict[str, Json]], Json]
_Judged: TypeAlias = "Json | Observation"


def with_matches(ref_rules: Json, *, release_refs: Observation, repository: Json) -> Json:
    """The section `ref_rules` with `matches`, `partly` and `punctured` in every definition that was read.

    `matches` are the release refs a ruleset of their kind covers, whether or not it is enforced; `partly` are
    those of which it is not proven to include all, `punctured` those it includes and then excludes, wholly or possibly
    in part. Rulesets that target no ref (pushes, the
    repository itself) are left out: they demand nothing of a branch or tag, so one that could not be read must not
    keep rules about refs from being evaluated.

    Raises:
        InputRefusedError: the section has another form than its schema says.
    """
    default = default_branch(repository)
    refs, steps = _known(release_refs), ProofSteps()

    def targets_refs(entry: dict[str, Json]) -> bool:
        return text_of(field_of(entry, "target"), "target") in _TARGETS

    def edit(entry: dict[str, Json]) -> Json:
        target = text_of(field_of(entry, "target"), "target")
        matched = _matched(release_refs, [ref for ref in refs if ref.kind == target], default, steps)
        return {**entry, "definition": _edited(field_of(entry, "definition"), "definition", matched)}

    return _each_of(ref_rules, "ref_rules", edit, only=targets_refs)


def with_release_refs_only(environments: Json, *, release_refs: Observation) -> Json:
    """The section `environments` with `only_release_refs` in every deployment pattern that was read.

    A pattern reaches only release refs when one release ref or pattern of its kind covers it; a pattern whose kind is
    not known must be covered both as a branch and as a tag.

    Raises:
        InputRefusedError: the section has another form than its schema says.
    """
    refs, steps = _known(release_refs), ProofSteps()

    def policy(value: dict[str, Json]) -> _Judged:
        patterns = objects_of(field_of(value, "patterns"), "patterns")
        if release_refs.status is not Status.COLLECTED:
            return release_refs if patterns else value
        try:
            judged: list[Json] = [{**one, "only_release_refs": _is_covered(one, refs, steps)} for one in patterns]
        except StepsSpentError:
            return _SPENT
        return {**value, "patterns": judged}

    def edit(entry: dict[str, Json]) -> Json:
        return {**entry, "deploy_refs": _edited(field_of(entry, "deploy_refs"), "deploy_refs", policy)}

    return _each_of(environments, "environments", edit)


def _known(release_refs: Observation) -> tuple[ReleaseRef, ...]:
    """The release refs; none when they are not known, which whoever asks must have ruled out before."""
    return release_refs_of(release_refs) if release_refs.status is Status.COLLECTED else ()


def _each_of(section: Json, name: str, edit: _Edit, *, only: Callable[[dict[str, Json]], bool] = bool) -> Json:
    fields = object_of(section, name)
    if read_observation(section, name=name).status is not Status.COLLECTED:
        return section
    return {**fields, "value": [edit(entry) for entry in objects_of(fields["value"], name) if only(entry)]}


def _edited(nested: Json, name: str, edit: Callable[[dict[str, Json]], _Judged]) -> Json:
    fields = object_of(nested, name)
    if read_observation(nested, name=name).status is not Status.COLLECTED:
        return nested
    value = edit(object_of(fields["value"], name))
    return _undecided(value).to_json() if isinstance(value, Observation) else {**fields, "value": value}


def _undecided(reason: Observation) -> Observation:
    detail = Detail(
        http=reason.detail.http,
        message=reason.detail.message,
        needs=reason.detail.needs,
        why=f"which release refs it reaches is not known: {reason.detail.why or reason.status}",
        retryable=reason.detail.retryable,
    )
    return Observation(status=reason.status, detail=detail, evidence=reason.evidence)


def _matched(
    release_refs: Observation, refs: Sequence[ReleaseRef], default: str | Observation, steps: ProofSteps
) -> Callable[[dict[str, Json]], _Judged]:
    def edit(definition: dict[str, Json]) -> _Judged:
        if release_refs.status is not Status.COLLECTED:
            return release_refs
        conditions = conditions_of(definition)
        try:
            found = {ref.ref: covering_of(conditions, ref, default=default, steps=steps) for ref in refs}
        except StepsSpentError:
            return _SPENT
        if isinstance(default, Observation) and Covering.UNDECIDED in found.values():
            return default
        return {
            **definition,
            "details": read_observation(definition.get("details"), name="the details of a ruleset").to_json(),
            "queue": read_observation(definition.get("queue"), name="the merge queue of a ruleset").to_json(),
            "patterns": read_observation(definition.get("patterns"), name="the patterns of a ruleset").to_json(),
            "matches": [ref for ref, covering in found.items() if covering is Covering.COVERED],
            "partly": [ref for ref, covering in found.items() if covering is Covering.PARTLY],
            "punctured": [ref for ref, covering in found.items() if covering is Covering.PUNCTURED],
        }

    return edit


def _is_covered(pattern: dict[str, Json], refs: Sequence[ReleaseRef], steps: ProofSteps) -> bool:
    name = text_of(field_of(pattern, "pattern"), "pattern")
    word = text_of(field_of(pattern, "kind"), "kind")
    kinds = tuple(RefKind) if word == _UNKNOWN else (RefKind(word),)
    return all(
        any(covers(ref.ref, _PREFIXES[kind] + name, steps=steps) for ref in refs if ref.kind is kind) for kind in kinds
    )
