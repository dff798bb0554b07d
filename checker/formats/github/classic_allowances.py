"""Who may merge past the reviews of classic protection, where REST left it out and GraphQL was asked.

An answer of GraphQL fills that one gap and nothing else: everything it says of a rule, REST says too. It is believed
only if an administrator saw it, if it is whole, and if exactly one of its rules can be the branch's: the rule of that
very name, else the only pattern that may match. Of several patterns the oldest holds, and no answer says which it is.
Source: the provider's page on managing a branch protection rule, "About branch protection rules".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.proof_steps import ProofSteps, StepsSpentError
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import doubtful, matches
from checker.domain.release_refs import HEADS
from checker.domain.response import Response
from checker.errors import InputRefusedError
from checker.formats.audit_document import Evidence
from checker.formats.canonical import canonical_digest
from checker.formats.github.allow_list import filtered
from checker.formats.github.audit_drafts import POST, AnswerReading
from checker.formats.github.fields import required_text
from checker.formats.github.graphql_status import NEEDS_ADMIN, graphql_field
from checker.formats.github.principals import principal, sorted_by_identity
from checker.formats.github.status import NO_CONTENT, OK, Answered, Circumstances, meaning_of

ALLOWANCES = "repository.classic_protection[].protection.pull_request.bypass_allowances"
NEEDS = "Administration: read (GraphQL bypassPullRequestAllowances)"
_SHOWN = "/graphql"
_SHOWN_LENGTH = 100
_GIVEN = frozenset({OK, NO_CONTENT})
_KINDS = frozenset({"App", "Team", "User"})
_REVIEW, _ALLOWED = "pull_request", "bypass_allowances"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassicRulesAnswer:
    """An answer of GraphQL: its response, its evidence, and the names the repository goes by."""

    response: Response
    evidence: str
    slugs: tuple[str, ...]

    @property
    def bodies(self) -> list[Json]:
        """Its pages as the allow-list leaves them."""
        pages = self.response.pages
        return [*pages] if self.response.is_filtered else [filtered(page) for page in pages]

    @property
    def first(self) -> dict[str, Json]:
        """Its first page; empty where that is no object."""
        return next((body for body in self.bodies[:1] if isinstance(body, dict)), {})

    @property
    def is_about_rules(self) -> bool:
        """Whether it speaks of classic rules at all."""
        data = self.first.get("data")
        repository = data.get("repository") if isinstance(data, dict) else None
        return isinstance(repository, dict) and "branchProtectionRules" in repository

    def to_evidence(self) -> Evidence:
        """What observations that rest on it name."""
        bodies = self.bodies
        return Evidence(
            id=self.evidence,
            method=POST,
            url=_SHOWN,
            http=self.response.status,
            at=self.response.at,
            sha256=canonical_digest(bodies).removeprefix("sha256:"),
            pages=len(bodies),
            link_complete=self.response.complete,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One classic rule: the branches it is for, the approvals it demands, and who may merge past it."""

    pattern: str
    approvals: Json
    allowed: Observation


_Rules = tuple[_Rule, ...]


def lacks_allowances(section: Observation) -> bool:
    """Whether REST left out of some branch's protection who may merge past its reviews."""
    if section.status is not Status.COLLECTED:
        return False
    return any(_gap(entry) for entry in objects_of(section.value, "classic_protection"))


def with_allowances(section: Observation, answer: ClassicRulesAnswer) -> tuple[Observation, Observation]:
    """The section `classic_protection` with what REST left out, and how the answer that says it was understood."""
    rules, seen = _read(answer)
    entries: list[Json] = [
        _completed(entry, rules, seen, answer.evidence) for entry in objects_of(section.value, "classic_protection")
    ]
    return replace(section, value=entries), seen


def reading_of(answer: ClassicRulesAnswer, seen: Observation) -> AnswerReading:
    """How the answer was understood, for whoever asked."""
    return AnswerReading(
        files=(answer.response.file,),
        url=_SHOWN,
        section="classic_protection",
        status=seen.status,
        needs=seen.detail.needs,
    )


def _gap(entry: dict[str, Json]) -> bool:
    """Whether it is not known of this branch because REST left it out."""
    protection = read_observation(field_of(entry, "protection"), name="the protection")
    if protection.status is not Status.COLLECTED:
        return False
    review = object_of(field_of(object_of(protection.value, "the protection"), _REVIEW), _REVIEW)
    return read_observation(field_of(review, _ALLOWED), name=_ALLOWED).status is Status.UNSUPPORTED


def _completed(entry: dict[str, Json], rules: _Rules, seen: Observation, evidence: str) -> dict[str, Json]:
    if not _gap(entry):
        return entry
    protection = read_observation(entry["protection"], name="the protection")
    rule = object_of(protection.value, "the protection")
    review = object_of(rule[_REVIEW], _REVIEW)
    branch = text_of(field_of(entry, "ref"), "ref").removeprefix(HEADS)
    found = _of_branch(branch, review["approvals"], rules) if seen.status is Status.COLLECTED else seen
    filled = replace(
        protection,
        value={**rule, _REVIEW: {**review, _ALLOWED: replace(found, evidence=(evidence,)).to_json()}},
        evidence=(*protection.evidence, *([evidence] if found.status is Status.COLLECTED else [])),
    )
    return {**entry, "protection": filled.to_json()}


def _of_branch(branch: str, approvals: Json, rules: _Rules) -> Observation:
    """What the one rule that can be the branch's allows."""
    candidates = [rule for rule in rules if rule.pattern == branch] or _that_may_match(branch, rules)
    if not candidates:
        return _contradicted(f"GraphQL names no rule that matches {branch}, though REST shows its protection")
    if len(candidates) > 1:
        names = ", ".join(sorted(rule.pattern[:_SHOWN_LENGTH] for rule in candidates)[:2])
        why = f"several rules may be that of {branch} ({names}), and nothing says which holds"
        return unread(Status.UNSUPPORTED, why=why, needs=f"one rule named {branch}")
    (rule,) = candidates
    if rule.approvals not in (None, approvals):
        return _contradicted(f"GraphQL and REST do not demand the same number of approvals on {branch}")
    return rule.allowed


def _that_may_match(branch: str, rules: _Rules) -> list[_Rule]:
    steps = ProofSteps()
    try:
        return [rule for rule in rules if doubtful(rule.pattern) or matches(rule.pattern, branch, steps=steps)]
    except StepsSpentError:
        return [*rules]


def _read(answer: ClassicRulesAnswer) -> tuple[_Rules, Observation]:
    """The rules an answer names, and whether they are all and may be believed."""
    response = answer.response
    bodies = answer.bodies
    message = bodies[0].get("message") if bodies and isinstance(bodies[0], dict) else ""
    answered = Answered(
        http=response.status,
        message=message if isinstance(message, str) else "",
        headers=response.headers,
        failure="" if bodies else response.failure or ("the answer is empty" if response.status in _GIVEN else ""),
    )
    meaning = meaning_of(answered, Circumstances(needs=NEEDS_ADMIN))
    if meaning.status is not Status.COLLECTED:
        return (), Observation(status=meaning.status, detail=meaning.detail)
    if not response.at:
        return (), _error("nothing says when the answer was given")
    try:
        return _of_pages(bodies, answer)
    except InputRefusedError as error:
        return (), _error(error.message)


def _of_pages(bodies: Sequence[Json], answer: ClassicRulesAnswer) -> tuple[_Rules, Observation]:
    """The same, of pages that came.

    Raises:
        InputRefusedError: a field has another type than the schema says.
    """
    found: list[_Rule] = []
    total, goes_on = 0, False
    for body in bodies:
        repository = graphql_field(object_of(body, "the answer"), "repository")
        if repository.status is not Status.COLLECTED:
            return (), repository
        fields = object_of(repository.value, "repository")
        if fields.get("viewerCanAdminister") is not True:
            why = "GraphQL shows all rules, and who may bypass them, only to administrators"
            return (), unread(Status.DENIED, why=why, needs=NEEDS_ADMIN)
        if (name := required_text(fields, "nameWithOwner")).lower() not in answer.slugs:
            return (), _error(f"the answer is about {name[:_SHOWN_LENGTH]}, expected {answer.slugs[0]}")
        rules = object_of(field_of(fields, "branchProtectionRules"), "branchProtectionRules")
        total = whole_of(field_of(rules, "totalCount"), "totalCount")
        found += map(_rule, objects_of(field_of(rules, "nodes"), "nodes"))
        goes_on = flag_of(field_of(object_of(field_of(rules, "pageInfo"), "pageInfo"), "hasNextPage"), "hasNextPage")
    if goes_on or len(found) != total or not answer.response.complete:
        why = answer.response.failure or f"{len(found)} of {total} classic rules were read"
        return (), incomplete(None, why=why, needs="every page of the classic rules")
    return tuple(found), collected([rule.pattern for rule in found])


def _rule(node: dict[str, Json]) -> _Rule:
    allowed = object_of(field_of(node, "bypassPullRequestAllowances"), "bypassPullRequestAllowances")
    total = whole_of(field_of(allowed, "totalCount"), "totalCount")
    named = _principals(objects_of(field_of(allowed, "nodes"), "nodes"))
    pattern = required_text(node, "branchPattern")
    why = f"{len(named)} of {total} who may bypass the rule {pattern[:_SHOWN_LENGTH]} were read"
    return _Rule(
        pattern=pattern,
        approvals=field_of(node, "requiredApprovingReviewCount"),
        allowed=collected([*named]) if len(named) == total else incomplete([*named], why=why),
    )


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


def _error(why: str) -> Observation:
    return unread(Status.ERROR, why=why)
