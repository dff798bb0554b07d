"""Recent drift: what changed between the last two audits of the repository that were judged."""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.application.compare_audits import ComparedAudits, compare_audits
from checker.domain.audit import Audit, AuditKind
from checker.domain.digest import Digest
from checker.errors import CleanReleaseError, NotFoundError
from checker.formats.audit_v1 import parse_audit
from checker.formats.report_v1 import read_report
from checker.ports.store import Store

_LATELY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentDrift:
    """The two audits that were judged last, and how they differ."""

    before: Audit
    after: Audit
    compared: ComparedAudits


def recent_drift(store: Store) -> RecentDrift | None:
    """How the last two audits of a repository differ; None where fewer than two were judged lately and are kept.

    Raises:
        StoreError: the store does not hold what it recorded.
    """
    audits = _audits(store)
    after = next(audits, None)
    before = next(audits, None)
    if after is None or before is None:
        return None
    return RecentDrift(before=before, after=after, compared=compare_audits(before, after))


def _audits(store: Store) -> Iterator[Audit]:
    """The audits of repositories that reports name, each once, the newest first."""
    seen: set[Digest] = set()
    for record in store.list_reports(limit=_LATELY):
        for digest in _judged(record.data):
            if digest not in seen:
                seen.add(digest)
                yield from _kept(digest, store)


def _judged(report: bytes) -> tuple[Digest, ...]:
    try:
        view = read_report(report).view
    except CleanReleaseError:
        return ()
    return tuple(audit.digest for audit in view.audits if audit.kind == AuditKind.REPOSITORY)


def _kept(digest: Digest, store: Store) -> Iterator[Audit]:
    try:
        yield parse_audit(store.get_document(digest=digest).data, source="an audit that was judged")
    except NotFoundError:
        return
