"""The audit of a project's own repository among those that were given, if it may be used."""

from collections.abc import Sequence

from checker.application.fresh import Freshness
from checker.domain.audit import Audit, AuditKind
from checker.domain.project import Project
from checker.errors import InputRefusedError, TrustError


def audit_of_project(project: Project, audits: Sequence[Audit], *, freshness: Freshness) -> tuple[Audit | None, str]:
    """The audit of the repository, or why there is none that may be used.

    Raises:
        InputRefusedError: it is of another repository.
        TrustError: there are two.
    """
    audit = only_audit(audits, AuditKind.REPOSITORY)
    if audit is None:
        return None, "there is no audit of the repository"
    names = {audit.subject.slug.lower(), audit.subject.requested_slug.lower()}
    if audit.host != project.host or project.slug.lower() not in names:
        raise InputRefusedError(
            f"the audit is of {audit.host}/{audit.subject.slug}, expected {project.host}/{project.slug}",
            hint="give the audit of the project's own repository",
        )
    stale = freshness.of(audit.collected_at)
    return (None, f"the audit may not be used: {stale}") if stale else (audit, "")


def only_audit(audits: Sequence[Audit], kind: AuditKind) -> Audit | None:
    """The audit of a kind, None where there is none.

    Raises:
        TrustError: there are several; neither is more right than the other.
    """
    found = [audit for audit in audits if audit.kind is kind]
    if len(found) > 1:
        raise TrustError(f"there are {len(found)} audits of kind {kind}, expected at most one")
    return found[0] if found else None
