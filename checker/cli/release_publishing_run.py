"""What `clean-release release publish|confirm|revoke` does."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.job import JobFlags, workflow_of
from checker.bootstrap.output_files import permit_file_name, refuse_present, write_new
from checker.cli.console import ToldProgress, tell
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import refuse_unknown_format
from checker.cli.release_decisions_run import show_status
from checker.cli.shown_lifecycle import tell_namespace
from checker.cli.where import Where
from checker.domain.release import State
from checker.domain.run import RunOutcome
from checker.formats.text_safety import escape_for_terminal

if TYPE_CHECKING:
    from checker.application.publish_release import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOptions:
    """The options of the command, as they were given."""

    candidate: str
    report: str
    job: JobFlags
    actor: str
    output: Path | None
    format: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmOptions:
    """The options of the command, as they were given."""

    candidate: str
    channel: str
    partial: tuple[str, ...]
    reason: str
    addresses: tuple[str, ...]
    actor: str
    format: str


def run_publish(where: Where, options: PublishOptions) -> int:
    """Issue a permit; 1 or 3 where the approval is void now."""
    from checker.application.publish_release import PublishAsked  # noqa: PLC0415 - only where something is published

    refuse_unknown_format(options.format)
    asked = PublishAsked(
        candidate=options.candidate,
        report=options.report,
        channel=options.job.channel,
        workflow=workflow_of(options.job, os.environ),
        environment=options.job.environment,
    )
    permits = where.permits()
    target = options.output or Path(permit_file_name(options.candidate, options.job.channel))
    refuse_present(target)
    published = permits.publish(asked, actor=options.actor, progress=ToldProgress())
    if published.changed:
        tell(f"changed since it was approved: {', '.join(published.changed)}")
    if not published.permit:
        tell_namespace(where.candidates().counts_in)
        return _void(published)
    write_new(target, published.permit)
    tell(f"wrote {escape_for_terminal(str(target))}")
    return show_status(published.opened.candidate(options.candidate), where, options.format)


def run_confirm(where: Where, options: ConfirmOptions) -> int:
    """Record what registries show; 1 until every channel is done."""
    refuse_unknown_format(options.format)
    candidate = where.permits().confirm(
        options.candidate,
        channel=options.channel,
        allowed=dict.fromkeys(options.partial, options.reason),
        addresses=options.addresses,
        actor=options.actor,
    )
    show_status(candidate, where, options.format)
    return PASSED if candidate.state is State.PUBLISHED else BLOCKED


def run_revoke(where: Where, name: str, *, reason: str, actor: str, output: Path | None, format_name: str) -> int:
    """Revoke a candidate."""
    refuse_unknown_format(format_name)
    refuse_present(output)
    candidate, data = where.permits().revoke(name, reason=reason, actor=actor)
    if output:
        write_new(output, data)
        tell(f"wrote {escape_for_terminal(str(output))}")
    return show_status(candidate, where, format_name)


def _void(published: "Published") -> int:
    for why in published.void_because:
        tell(escape_for_terminal(why))
    tell("the approval is void; nothing may be published until it was judged and approved again")
    return BLOCKED if published.outcome is RunOutcome.BLOCKED else UNDECIDED
