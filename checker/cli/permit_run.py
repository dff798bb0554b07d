"""What the `clean-release permit` commands do."""

import os
from dataclasses import dataclass
from pathlib import Path

from checker.bootstrap.job import JobFlags, workflow_of
from checker.bootstrap.output_files import refuse_present, write_new
from checker.bootstrap.permits import read_permit, read_statement_file
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BREAK_GLASS, PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.cli.where import Where
from checker.domain.permit import PermitKind
from checker.formats.canonical import pretty_bytes
from checker.formats.permit_v1 import permit_document
from checker.formats.text_safety import escape_for_terminal
from checker.output.permit_view import render_permit


@dataclass(frozen=True, slots=True, kw_only=True)
class GlassOptions:
    """The options of `permit break-glass`, as they were given."""

    candidate: str
    reason: str
    actor: str
    second: str
    hours: int
    job: JobFlags
    output: Path


def run_verify(
    where: Where, permit: Path, flags: JobFlags, *, folder: Path, into: Path, revocations: tuple[Path, ...]
) -> int:
    """Copy what is permitted; 4 under a break-glass."""
    verified = where.permits().verify(permit, flags, folder=folder, into=into, revocations=revocations)
    show(render_permit(verified.terms, shown=plain_terminal()).rstrip("\n"))
    many = "1 file" if len(verified.terms.files) == 1 else f"{len(verified.terms.files)} files"
    tell(f"copied {many} into {escape_for_terminal(str(into))}; upload that folder alone")
    if verified.terms.kind is PermitKind.BREAK_GLASS:
        tell("this is a BREAK-GLASS: two persons let it go, whatever the verdict is")
        return BREAK_GLASS
    return PASSED


def run_show(permit: Path, *, format_name: str) -> int:
    """Show what a permit says."""
    refuse_unknown_format(format_name)
    terms = read_permit(permit)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(permit_document(terms)))
    else:
        show(render_permit(terms, shown=plain_terminal()).rstrip("\n"))
        tell("nothing of this was verified; permit verify does that")
    return PASSED


def run_break_glass(where: Where, options: GlassOptions) -> int:
    """Make and sign a break-glass, by both where both keys are here."""
    from checker.application.break_glass import GlassAsked  # noqa: PLC0415 - only where it is broken

    refuse_present(options.output)
    permits = where.permits()
    asked = GlassAsked(
        candidate=options.candidate,
        channel=options.job.channel,
        reason=options.reason,
        workflow=workflow_of(options.job, os.environ),
        environment=options.job.environment,
        hours=options.hours,
    )
    data = permits.break_glass(asked, actor=options.actor)
    if options.second:
        data = permits.countersign(data, source="the break-glass", actor=options.second)
    write_new(options.output, data)
    tell(f"wrote {escape_for_terminal(str(options.output))}")
    if not options.second:
        tell(f"a second person signs it: clean-release permit countersign {options.output.name} --actor NAME -o FILE")
    return PASSED


def run_countersign(where: Where, permit: Path, *, actor: str, output: Path) -> int:
    """Sign a break-glass as the second person."""
    refuse_present(output)
    data = where.permits().countersign(read_statement_file(permit), source=str(permit), actor=actor)
    write_new(output, data)
    tell(f"wrote {escape_for_terminal(str(output))}")
    return PASSED
