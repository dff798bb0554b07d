"""Who may merge past the reviews of classic protection, dismiss them, or force a push, where REST does not say.

An answer of GraphQL fills these gaps and nothing else: whatever else it says of a rule, REST says too. It is believed
only if an administrator saw it, if it is whole, and if exactly one of its rules can be the branch's: the rule of that
very name, else the only pattern that may match. Of several patterns the oldest holds, and no answer says which it is.
Source: the provider's page on managing a branch protection rule, "About branch protection rules".
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.proof_steps import ProofSteps, StepsSpentError
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import doubtful, matches
from checker.domain.release_refs import HEADS
from checker.errors import InputRefusedError
from checker.formats.github.classic_rules_query import CLASSIC_RULES, RULES_FIELD
from checker.formats.github.fields import required_text
from checker.formats.github.graphql_status import NEEDS_ADMIN
from checker.formats.github.principals import principal, sorted_by_identity
from checker.formats.github.query_answer import SHOWN_LENGTH, QueryAnswer
from checker.formats.github.status import OK

_PLACE = "repository.classic_protection[].protection."
ALLOWANCES = f"{_PLACE}pull_request.bypass_allowances"
DISMISSAL = f"{_PLACE}pull_request.dismissal_restricted"
FORCED = f"{_PLACE}force_push_allowances"
GAPS = frozenset({ALLOWANCES, DISMISSAL, FORCED})
"""What REST may leave out of the protection of a branch."""
_KINDS = frozenset({"App", "Team", "User"})
_REVIEW, _ALLOWED, _DISMISSED, _FORCED = (
    "pull_request",
    "bypass_allowances",
    "dismissal_restricted",
    "force_push_allowances",
)
_RESTRICTED = "restrictsReviewDismissals"
_OF_REVIEW = {ALLOWANCES: _ALLOWED, DISMISSAL: _DISMISSED}
_SILENT = frozenset({Status.UNSUPPORTED, Status.NOT_REQUESTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One classic rule: the branches it is for, the approvals it demands, and what REST may leave out, by place."""

    pattern: str
    approvals: Json
    told: dict[str, Observation]


_Rules = tuple[_Rule, ...]


def lacks_allowances(section: Observation | None, paths: Collection[str] = GAPS) -> bool:
    """Whether REST left any of these out of some branch's protection."""
    if section is None or section.status is not Status.COLLECTED:
        return False
    return any(not _gaps(entry).isdisjoint(paths) for entry in objects_of(section.value, "classic_protection"))


def with_allowances(section: Observation, answer: QueryAnswer) -> tuple[Observation, Observation]:
    """The section `classic_protection` with what REST left out, and how the answer that says it was understood."""
    rules, seen = _read(answer)
    entries: list[Json] = [
        _completed(entry, rules, seen, answer.evidence) for entry in objects_of(section.value, "classic_protection")
    ]
    return replace(section, value=entries), seen


def _gaps(entry: dict[str, Json]) -> set[str]:
    """What is not known of this branch because REST left it out."""
    protection = read_observation(field_of(entry, "protection"), name="the protection")
    if protection.status is not Status.COLLECTED:
        return set()
    rule = object_of(protection.value, "the protection")
    review = object_of(field_of(rule, _REVIEW), _REVIEW)
    said = {ALLOWANCES: field_of(review, _ALLOWED), DISMISSAL: review.get(_DISMISSED)}
    found = {path for path, told in said.items() if read_observation(told, name=path).status in _SILENT}
    return found | ({FORCED} if rule["enabled"] is True and _FORCED not in rule else set())


def _completed(entry: dict[str, Json], rules: _Rules, seen: Observation, evidence: str) -> dict[str, Json]:
    gaps = _gaps(entry)
    if not gaps:
        return entry
    protection = read_observation(entry["protection"], name="the protection")
    rule = object_of(protection.value, "the protection")
    review = object_of(rule[_REVIEW], _REVIEW)
    branch = text_of(field_of(entry, "ref"), "ref").removeprefix(HEADS)
    found = _of_branch(branch, review, rules) if seen.status is Status.COLLECTED else seen
    told = {path: replace(_told(found, path), evidence=(evidence,)) for path in gaps}
    shown = {name: told[path].to_json() for path, name in _OF_REVIEW.items() if path in told}
    forced = {_FORCED: told[FORCED].to_json()} if FORCED in told else {}
    is_used = any(one.status is Status.COLLECTED for one in told.values())
    filled = replace(
        protection,
        value={**rule, **forced, _REVIEW: {**review, **shown}},
        evidence=(*protection.evidence, *([evidence] if is_used else [])),
    )
    return {**entry, "protection": filled.to_json()}


def _told(found: "_Rule | Observation", path: str) -> Observation:
    return found if isinstance(found, Observation) else found.told[path]


def _of_branch(branch: str, review: dict[str, Json], rules: _Rules) -> "_Rule | Observation":
    """The one rule that can be the branch's, or why it is not known."""
    candidates = [rule for rule in rules if rule.pattern == branch] or _that_may_match(branch, rules)
    if not candidates:
        return _contradicted(f"GraphQL names no rule that matches {branch}, though REST shows its protection")
    if len(candidates) > 1:
        names = ", ".join(sorted(rule.pattern[:SHOWN_LENGTH] for rule in candidates)[:2])
        why = f"several rules may be that of {branch} ({names}), and nothing says which holds"
        return unread(Status.UNSUPPORTED, why=why, needs=f"one rule named {branch}")
    (rule,) = candidates
    if review["required"] is True and rule.approvals not in (None, review["approvals"]):
        return _contradicted(f"GraphQL and REST do not demand the same number of approvals on {branch}")
    return rule


def _that_may_match(branch: str, rules: _Rules) -> list[_Rule]:
    steps = ProofSteps()
    try:
        return [rule for rule in rules if doubtful(rule.pattern) or matches(rule.pattern, branch, steps=steps)]
    except StepsSpentError:
        return [*rules]


def _read(answer: QueryAnswer) -> tuple[_Rules, Observation]:
    """The rules an answer names, and whether they are all and may be believed."""
    if refused := answer.refusal(NEEDS_ADMIN):
        return (), refused
    try:
        return _of_pages(answer)
    except InputRefusedError as error:
        return (), unread(Status.ERROR, why=error.message)


def _of_pages(answer: QueryAnswer) -> tuple[_Rules, Observation]:
    """The same, of pages that came.

    Raises:
        InputRefusedError: a field has another type than the schema says.
    """
    pages = answer.pages_of(CLASSIC_RULES)
    if isinstance(pages, Observation):
        return (), pages
    found: list[_Rule] = []
    total, goes_on = 0, not pages
    for fields in pages:
        if fields.get("viewerCanAdminister") is not True:
            why = "GraphQL shows all rules, and who may bypass them, only to administrators"
            return (), unread(Status.DENIED, why=why, needs=NEEDS_ADMIN)
        rules = object_of(fields[RULES_FIELD], RULES_FIELD)
        total = whole_of(field_of(rules, "totalCount"), "totalCount")
        found += map(_rule, objects_of(field_of(rules, "nodes"), "nodes"))
        goes_on = flag_of(field_of(object_of(field_of(rules, "pageInfo"), "pageInfo"), "hasNextPage"), "hasNextPage")
    if goes_on or len(found) != total:
        why = answer.response.failure or f"{len(found)} of {total} classic rules were read"
        return (), incomplete(None, why=why, needs="every page of the classic rules")
    return tuple(found), collected([rule.pattern for rule in found])


def _rule(node: dict[str, Json]) -> _Rule:
    pattern = required_text(node, "branchPattern")
    return _Rule(
        pattern=pattern,
        approvals=field_of(node, "requiredApprovingReviewCount"),
        told={
            ALLOWANCES: _allowed(field_of(node, "bypassPullRequestAllowances"), pattern),
            FORCED: _if_asked(node, "bypassForcePushAllowances", lambda value: _allowed(value, pattern)),
            DISMISSAL: _if_asked(node, _RESTRICTED, lambda value: collected(flag_of(value, _RESTRICTED))),
        },
    )


def _if_asked(node: dict[str, Json], name: str, take: Callable[[Json], Observation]) -> Observation:
    """A field that an older query did not ask for."""
    if name in node:
        return take(node[name])
    return unread(Status.NOT_REQUESTED, why=f"the query did not ask for {name}", needs=f"{NEEDS_ADMIN} ({name})")


def _allowed(value: Json, pattern: str) -> Observation:
    allowed = object_of(value, "allowances")
    total = whole_of(field_of(allowed, "totalCount"), "totalCount")
    named = _principals(objects_of(field_of(allowed, "nodes"), "nodes"))
    why = f"{len(named)} of {total} who may bypass the rule {pattern[:SHOWN_LENGTH]} were read"
    return collected([*named]) if len(named) == total else incomplete([*named], why=why)


def _principals(nodes: Iterable[dict[str, Json]]) -> list[dict[str, Json]]:
    found = []
    for node in nodes:
        actor = object_of(field_of(node, "allowedActor"), "allowedActor")
        kind = required_text(actor, "__typename")
        if kind not in _KINDS:
            raise InputRefusedError(f"{kind!a} may bypass a rule, expected {', '.join(sorted(_KINDS))}")
        found.append(principal(kind, {"id": whole_of(field_of(actor, "databaseId"), "databaseId")}))
    return sorted_by_identity(found)


def _contradicted(why: str) -> Observation:
    return unread(Status.ERROR, why=why, http=OK)
