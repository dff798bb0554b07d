"""Effective protection: what is enforced on each release ref when every source is taken together, strictest first.

A fact is true as soon as one readable source demands it, whatever else could not be read; it is false only when every
source was read and none demands it. In between it is not collected, and says which permission would settle it. So a
source that becomes unreadable can take a fact away, but never turn it round. Each fact names what decided it in
`because`.
"""

from collections.abc import Sequence

from checker.domain.classic_source import classic_source, is_enabled
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, collected
from checker.domain.proof_steps import TOO_MANY_STEPS, ProofSteps, StepsSpentError
from checker.domain.protection_sources import FACTS, Claim, RequiredCheck, Source
from checker.domain.reading import evidence_of, unique, worst_of
from checker.domain.release_refs import RefKind, ReleaseRef, default_branch, release_refs_of
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
) -> Observation:
    """The protection of every release ref, one observation per fact.

    Args:
        release_refs: as `derive_release_refs` gives them; when they are not collected, nothing is, and nothing is when
            comparing their patterns takes more steps than one derivation may spend.
        repository: the section as an audit holds it, or None when there is none; likewise the next two.
        classic_protection: counts for branches only.
        ref_rules: rulesets for branches count for branches, those for tags for tags.
        named_checks: the checks the project calls its release checks.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    if release_refs.status is not Status.COLLECTED:
        return Observation(status=release_refs.status, detail=release_refs.detail, evidence=release_refs.evidence)
    default, steps = default_branch(repository), ProofSteps()
    active, unread = active_rulesets(ref_rules)
    rows: list[Json] = []
    for ref in release_refs_of(release_refs):
        try:
            rulesets = ruleset_sources(ref, active, unread=unread, default=default, steps=steps)
            is_branch = ref.kind is RefKind.BRANCH
            classic = classic_source(ref, classic_protection, steps=steps) if is_branch else None
        except StepsSpentError:
            return Observation(status=Status.ERROR, detail=Detail(why=TOO_MANY_STEPS), evidence=release_refs.evidence)
        rows.append(_row(ref, classic, rulesets, unique(named_checks)))
    return collected(rows, evidence=release_refs.evidence)


def _row(
    ref: ReleaseRef, classic: Source | None, rulesets: tuple[Source, ...], named_checks: tuple[str, ...]
) -> dict[str, Json]:
    sources = rulesets if classic is None else (classic, *rulesets)
    row: dict[str, Json] = {"ref": ref.ref, "kind": str(ref.kind), "default": ref.default}
    for fact in FACTS:
        row[fact] = _any([(source, source.claims[fact]) for source in sources]).to_json()
    row["admins_included"] = _admins_included(classic, rulesets).to_json()
    row["approvals_at_least"] = [
        {"count": count, "met": _any([(one, _approved(one, count)) for one in sources]).to_json()}
        for count in range(1, APPROVAL_STEPS + 1)
    ]
    row["required_checks"] = _required_checks(sources).to_json()
    row["named_checks"] = [
        {"name": name, "required": _any([(one, _requires(one, name)) for one in sources]).to_json()}
        for name in named_checks
    ]
    return row


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


def _admins_included(classic: Source | None, rulesets: tuple[Source, ...]) -> Observation:
    """Whether administrators are held to what protects the ref.

    A classic rule says so itself (`enforce_admins`). Without one, every ruleset that covers the ref must be free of
    bypass actors that are administrators by their kind. A ref without protection includes nobody.
    """
    if classic is not None and is_enabled(classic) is not False:
        return _every([(classic, classic.binds_admins)])
    return _every([(one, one.binds_admins) for one in rulesets if one.claims["protected"] is not False])


def _approved(source: Source, count: int) -> Claim:
    return source.approvals if isinstance(source.approvals, Observation) else source.approvals >= count


def _requires(source: Source, name: str) -> Claim:
    if isinstance(source.checks, Observation):
        return source.checks
    return any(check.name == name for check in source.checks)


def _required_checks(sources: Sequence[Source]) -> Observation:
    """All checks of all sources; an unbound one is left out where another source binds the same name to an app."""
    if unread := _unread([(one, one.checks if isinstance(one.checks, Observation) else False) for one in sources]):
        return unread
    demanding = [one for one in sources if one.checks]
    checks = {check for one in demanding if not isinstance(one.checks, Observation) for check in one.checks}
    bound = {check.name for check in checks if check.bound}
    strictest: list[RequiredCheck] = sorted(check for check in checks if check.bound or check.name not in bound)
    return _decided(value=[check.to_json() for check in strictest], sources=demanding or sources)


def _unread(said: Sequence[tuple[Source, Claim]]) -> Observation | None:
    unknown = [(source.id, claim) for source, claim in said if isinstance(claim, Observation)]
    return worst_of(unknown) if unknown else None


def _decided(*, value: Json, sources: Sequence[Source]) -> Observation:
    evidence = evidence_of(Observation(status=Status.COLLECTED, evidence=one.evidence) for one in sources)
    return collected(value, evidence=evidence, because=unique(one.id for one in sources))
