"""What `clean-release release approve|reject|revise|status` does."""

from typing import TYPE_CHECKING

from checker.cli.formats import refuse_unknown_format
from checker.cli.shown_lifecycle import show_lifecycle
from checker.cli.where import Where
from checker.output.release_status import render_status, status_document

if TYPE_CHECKING:
    from checker.application.approve_release import ApprovalAsked
    from checker.domain.candidate import Candidate


def run_approve(where: Where, asked: "ApprovalAsked", *, actor: str, format_name: str) -> int:
    """Approve a candidate."""
    refuse_unknown_format(format_name)
    approving = where.approving()
    return show_status(approving.approve(asked, actor=actor), where, format_name)


def run_reject(where: Where, name: str, *, reason: str, actor: str, format_name: str) -> int:
    """Reject a candidate."""
    refuse_unknown_format(format_name)
    return show_status(where.approving().reject(name, reason=reason, actor=actor), where, format_name)


def run_revise(where: Where, name: str, *, reason: str, actor: str, format_name: str) -> int:
    """Send a candidate back."""
    refuse_unknown_format(format_name)
    return show_status(where.approving().revise(name, reason=reason, actor=actor), where, format_name)


def run_status(where: Where, name: str, *, format_name: str) -> int:
    """Show where a release stands."""
    refuse_unknown_format(format_name)
    return show_status(where.candidates().one(name), where, format_name)


def show_status(candidate: "Candidate", where: Where, format_name: str) -> int:
    """Show where the release of a candidate stands."""
    return show_lifecycle(
        status_document(candidate),
        lambda shown: render_status(candidate, shown=shown),
        namespace=where.candidates().counts_in,
        format_name=format_name,
    )
