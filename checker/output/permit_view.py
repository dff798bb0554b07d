"""A permit in lines: for what, where to, which files, until when."""

from collections.abc import Iterator

from checker.domain.permit import PermitKind
from checker.domain.permit_terms import PermitTerms
from checker.output.terminal import Terminal


def render_permit(terms: PermitTerms, *, shown: Terminal) -> str:
    """One permit, safe to be shown."""
    return "".join(f"{shown.safe(line)}\n" for line in _lines(terms))


def _lines(terms: PermitTerms) -> Iterator[str]:
    binding, run = terms.binding, terms.binding.workflow
    yield f"namespace {binding.namespace}"
    if terms.kind is PermitKind.BREAK_GLASS:
        yield f"BREAK-GLASS, verdict {terms.verdict}: {terms.reason}"
    yield f"{terms.project} {terms.version} ({terms.candidate}) from {terms.repository} {binding.ref} {binding.commit}"
    yield f"through {binding.channel} to {terms.target.registry} as {terms.target.project}"
    if run.run_id:
        yield f"by run {run.run_id}, attempt {run.run_attempt}, of {run.ref} at {run.sha}"
    yield f"in the environment {binding.environment or '(none)'}"
    yield f"from {terms.issued} until {terms.expires}"
    yield from (f"file {one.name} ({one.size} bytes) {one.sha256}" for one in terms.files)
    yield f"report {terms.report or '(none)'}, verdict {terms.verdict}"
    approvals = "1 approval" if len(terms.approvals) == 1 else f"{len(terms.approvals)} approvals"
    yield f"{approvals}{' (single-person)' if terms.single_person else ''}"
