"""Which report a candidate can be approved on: the pass of its current run, on its latest manifest, that counts now."""

from collections.abc import Iterator

from checker.application.fresh import CLOCK_SKEW_SECONDS
from checker.application.hold_to_anchor import anchor_gap
from checker.application.open_lifecycle import Acting, OpenedLifecycle
from checker.domain.candidate import Candidate, ManifestBuilt
from checker.domain.digest import Digest
from checker.domain.moment import age_in_seconds
from checker.domain.namespace import Namespace
from checker.domain.release import Action, state_after
from checker.domain.trust import AUDIT_MAX_AGE_HOURS, Anchor
from checker.domain.verdict import Verdict
from checker.errors import OrderError, TrustError
from checker.formats.report_v1 import StoredReport, read_report

_HOUR = 3600


def approvable_report(
    opened: OpenedLifecycle, candidate: Candidate, named: str, *, anchor: Anchor | None, by: Acting
) -> StoredReport:
    """The report that is meant, after everything that speaks against approving on it was looked for.

    Raises:
        OrderError: the candidate does not stand where it can be approved, or the report is not of its current run.
        NotFoundError: no run made such a report.
        TrustError: the report does not count: too old, not gating, of something else, or under another anchor.
    """
    state_after(candidate.state, Action.APPROVE, name=candidate.name)
    report = current_report(opened, candidate, named, by=by)
    refuse_gaps(candidate, report, anchor=anchor, by=by)
    if by.store.namespace is Namespace.REAL:
        _refuse_old(report, hours=anchor.audit_max_age_hours if anchor else AUDIT_MAX_AGE_HOURS, now=by.at)
    return report


def current_report(opened: OpenedLifecycle, candidate: Candidate, named: str, *, by: Acting) -> StoredReport:
    """The report of this name, if the current run of a candidate made it.

    Raises:
        OrderError: another run made it.
        NotFoundError: no run did.
    """
    run = opened.report(named)
    if run.candidate != candidate.name or run.number != candidate.current_run or run.report is None:
        raise OrderError(
            f"{named} is not the report of the current run of {candidate.name}",
            hint=f"clean-release release status --candidate-id {candidate.name}",
        )
    return read_report(by.store.get_report(name=run.report.digest).data, source=named)


def refuse_gaps(candidate: Candidate, report: StoredReport, *, anchor: Anchor | None, by: Acting) -> None:
    """Make sure that a report lets this candidate go, whatever its age.

    Raises:
        TrustError: it does not; every reason is named.
    """
    if gaps := tuple(gaps_of(candidate, report, anchor=anchor, by=by)):
        raise TrustError(
            f"the report {report.digest} does not let {candidate.name} go: {'; '.join(gaps)}",
            hint=f"clean-release compliance run --candidate-id {candidate.name} --actor NAME",
        )


def gaps_of(candidate: Candidate, report: StoredReport, *, anchor: Anchor | None, by: Acting) -> Iterator[str]:
    """Every reason why a report does not let a candidate go."""
    view, source = report.view, report.view.source
    project, namespace = by.project, by.store.namespace
    for what, seen, wanted in (
        ("the verdict", view.verdict, Verdict.PASSED),
        ("the namespace", view.namespace, namespace),
        ("the project", view.project, project.name),
        ("the repository", f"{source.host}/{source.slug}", project.address),
        ("the commit", source.commit, candidate.registered.commit),
        ("the manifest", manifest_of(report), latest_manifest(candidate)),
    ):
        if seen != wanted:
            yield f"{what} is {seen or 'not known'}, expected {wanted}"
    if namespace is Namespace.REAL:
        yield from _not_counting(report, anchor=anchor)


def _not_counting(report: StoredReport, *, anchor: Anchor | None) -> Iterator[str]:
    """Why a report opens no gate here."""
    view = report.view
    if not view.gating.gating:
        yield f"it opens no gate: {', '.join(view.gating.because)}"
    if anchor is None:
        yield "there is no anchor here to hold it to"
    elif gap := anchor_gap(view, own=anchor):
        yield gap


def latest_manifest(candidate: Candidate) -> Digest:
    """The digest of the manifest that was built last; there is one where a report is."""
    return list(candidate.having(ManifestBuilt))[-1][1].document


def manifest_of(report: StoredReport) -> Digest:
    """The digest of the manifest that a report judged, empty for none."""
    manifest = report.document["manifest"]
    return Digest(str(manifest["digest"])) if isinstance(manifest, dict) else Digest("")


def _refuse_old(report: StoredReport, *, hours: int, now: str) -> None:
    """Settings change; what was read long ago says nothing of them now."""
    age = age_in_seconds(report.view.evaluated_at, at=now)
    if not -CLOCK_SKEW_SECONDS <= age <= hours * _HOUR:
        raise TrustError(
            f"the report was made at {report.view.evaluated_at}, expected at most {hours} hours before {now}"
            f"{', and not after it' if age < 0 else ''}",
            hint="set the clock right" if age < 0 else "judge the manifest again: clean-release compliance run",
        )
