"""Effective protection: what is enforced on each release ref when every source is taken together, strictest first.

A fact is true as soon as one readable source demands it, whatever else could not be read; it is false only when every
source was read and none demands it. In between it is not collected, and says which permission would settle it. So a
source that becomes unreadable can take a fact away, but never turn it round. Each fact names what decided it in
`because`.

A release pattern stands for many branches, and each has one classic rule. What classic protection demands of the
pattern is what each of these rules demands: the weakest of them speaks for all.
"""

from collections.abc import Callable, Sequence
from functools import partial

from checker.domain.classic_source import classic_rules, classic_sources, is_enabled
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, collected
from checker.domain.proof_steps import TOO_MANY_STEPS, ProofSteps, StepsSpentError
from checker.domain.protection_sources import FACTS, Claim, RequiredCheck, Source
from checker.domain.reading import MOST_EVIDENCE, unique, worst_of
from checker.domain.release_refs import ReleaseRef, default_branch, release_refs_of
from checker.domain.ruleset_sources import active_rulesets, ruleset_sources

APPROVAL_STEPS = 6
"""The largest number of approvals a provider lets a repository demand."""


def derive_effective_protection(
    *,
    release_refs: Observation,
    repository: Json,
    classic_protection: Json,
    ref_rules: Json,
    named_checks: Sequence[str] = (),
    environments: Sequence[str] = (),
) -> Observation:
    """The protection of every release ref, one observation per fact.

    Args:
        release_refs: as `derive_release_refs` gives them; when they are not collected, nothing is, and nothing is when
            comparing their patterns takes more steps than one derivation may spend.
        repository: the section as an audit holds it, or None when there is none; likewise the next two.
        classic_protection: counts for branches only.
        ref_rules: rulesets for branches count for branches, those for tags for tags.
        named_checks: the checks the project calls its release checks.
        environments: the environments it releases through.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    if release_refs.status is not Status.COLLECTED:
        return Observation(status=release_refs.status, detail=release_refs.detail, evidence=release_refs.evidence)
    default, steps = default_branch(repository), ProofSteps()
    active, unread = active_rulesets(ref_rules)
    rules = classic_rules(classic_protection)
    rows: list[Json] = []
    for ref in release_refs_of(release_refs):
        try:
            rulesets = ruleset_sources(ref, active, unread=unread, default=default, steps=steps)
            classic = classic_sources(ref, rules, steps=steps)
        except StepsSpentError:
            return Observation(status=Status.ERROR, detail=Detail(why=TOO_MANY_STEPS), evidence=release_refs.evidence)
        row = _row(ref, classic, rulesets)
        rows.append({**row, **_named(classic, rulesets, unique(named_checks), unique(environments))})
    return collected(rows, evidence=release_refs.evidence)


def _row(ref: ReleaseRef, classic: tuple[Source, ...], rulesets: tuple[Source, ...]) -> dict[str, Json]:
    def effective(claim: Callable[[Source], Claim]) -> Json:
        return enforced(claim, classic=classic, rulesets=rulesets).to_json()

    row: dict[str, Json] = {"ref": ref.ref, "kind": str(ref.kind), "default": ref.default}
    for fact in FACTS:
        row[fact] = effective(partial(claimed, fact))
    row["admins_included"] = _admins_included(classic, rulesets).to_json()
    row["approvals_at_least"] = [
        {"count": count, "met": effective(partial(approved, count))} for count in range(1, APPROVAL_STEPS + 1)
    ]
    row["required_checks"] = _required_checks(classic, rulesets).to_json()
    return row


def _named(
    classic: tuple[Source, ...], rulesets: tuple[Source, ...], checks: tuple[str, ...], environments: tuple[str, ...]
) -> dict[str, Json]:
    """What the project asks for by name: its release checks, and deployments to its environments."""

    def effective(claim: Callable[[Source], Claim]) -> Json:
        return enforced(claim, classic=classic, rulesets=rulesets).to_json()

    return {
        "named_checks": [{"name": name, "required": effective(partial(_requires, name))} for name in checks],
        "named_deployments": [
            {"environment": name, "required": effective(partial(_deploys, name))} for name in environments
        ],
    }


def enforced(claim: Callable[[Source], Claim], *, classic: Sequence[Source], rulesets: Sequence[Source]) -> Observation:
    """Whether something is demanded of a ref by its sources together: one ruleset does, or all classic rules do."""
    said = [(source, claim(source)) for source in rulesets]
    return _any([*_weakest([(source, claim(source)) for source in classic]), *said])


def _weakest(said: Sequence[tuple[Source, Claim]]) -> Sequence[tuple[Source, Claim]]:
    """What speaks for several rules, each of which holds alone on a part: those that refuse, else those not read."""
    refusing = [one for one in said if one[1] is False]
    return refusing or [one for one in said if isinstance(one[1], Observation)] or said


def _any(said: Sequence[tuple[Source, Claim]]) -> Observation:
    """True when one source says so; false when all do not; otherwise what could not be read."""
    proving = [source for source, claim in said if claim is True]
    if proving:
        return _decided(value=True, sources=proving)
    return _unread(said) or _decided(value=False, sources=[source for source, _ in said])


def _every(said: Sequence[tuple[Source, Claim]]) -> Observation:
    """False when one source says so, or there is none; true when all do; otherwise what could not be read."""
    refusing = [source for source, claim in said if claim is False]
    if refusing:
        return _decided(value=False, sources=refusing)
    return _unread(said) or _decided(value=bool(said), sources=[source for source, _ in said])


def _admins_included(classic: tuple[Source, ...], rulesets: tuple[Source, ...]) -> Observation:
    """Whether administrators are held to what protects the ref.

    A classic rule says so itself (`enforce_admins`). Where there is none, every ruleset that covers the ref must be
    free of bypass actors that are administrators by their kind. A ref without protection includes nobody.
    """
    enabled = [one for one in classic if is_enabled(one) is not False]
    if classic and len(enabled) == len(classic):
        return _every([(one, one.binds_admins) for one in enabled])
    protecting = [one for one in rulesets if one.claims["protected"] is not False]
    return _every([(one, one.binds_admins) for one in (*enabled, *protecting)] if protecting else [])


def claimed(fact: str, source: Source) -> Claim:
    """What a source says about one of `FACTS`."""
    return source.claims[fact]


def approved(count: int, source: Source) -> Claim:
    """Whether a source demands so many approvals."""
    return source.approvals if isinstance(source.approvals, Observation) else source.approvals >= count


def _requires(name: str, source: Source) -> Claim:
    if isinstance(source.checks, Observation):
        return source.checks
    return any(check.name == name for check in source.checks)


def _deploys(environment: str, source: Source) -> Claim:
    return source.deployments if isinstance(source.deployments, Observation) else environment in source.deployments


def _required_checks(classic: Sequence[Source], rulesets: Sequence[Source]) -> Observation:
    """All checks of all sources; an unbound one is left out where another source binds the same name to an app.

    Where the classic rules of a pattern require different checks, no one list is right for all of it.
    """
    sources = (*classic, *rulesets)
    if unread := _unread([(one, one.checks if isinstance(one.checks, Observation) else False) for one in sources]):
        return unread
    lists = {_strictest([one, *rulesets]) for one in classic} or {_strictest(rulesets)}
    if len(lists) > 1:
        return _differing(classic)
    (checks,) = lists
    demanding = [one for one in sources if one.checks]
    return _decided(value=[check.to_json() for check in checks], sources=demanding or sources)


def _strictest(sources: Sequence[Source]) -> tuple[RequiredCheck, ...]:
    checks = {check for one in sources if not isinstance(one.checks, Observation) for check in one.checks}
    bound = {check.name for check in checks if check.bound}
    return tuple(sorted(check for check in checks if check.bound or check.name not in bound))


def _differing(classic: Sequence[Source]) -> Observation:
    return Observation(
        status=Status.UNSUPPORTED,
        detail=Detail(why="the classic rules that hold on parts of the pattern do not require the same checks"),
        evidence=_evidence_of(classic),
        because=unique(one.id for one in classic),
    )


def _unread(said: Sequence[tuple[Source, Claim]]) -> Observation | None:
    unknown = [(source.id, claim) for source, claim in said if isinstance(claim, Observation)]
    return worst_of(unknown) if unknown else None


def _decided(*, value: Json, sources: Sequence[Source]) -> Observation:
    return collected(value, evidence=_evidence_of(sources), because=unique(one.id for one in sources))


def _evidence_of(sources: Sequence[Source]) -> tuple[str, ...]:
    return unique(item for one in sources for item in one.evidence)[:MOST_EVIDENCE]
