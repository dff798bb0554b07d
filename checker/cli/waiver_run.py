"""What the `clean-release waiver` commands do."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.application.grant_waiver import WaiverAsked
from checker.cli.console import tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.one_of_two import refuse_unless_one
from checker.cli.shown_lifecycle import show_lifecycle
from checker.cli.where import Where
from checker.domain.moment import format_moment, parse_beginning
from checker.errors import UsageError
from checker.formats.text_safety import escape_for_terminal
from checker.output.waiver_view import render_waivers, waiver_document, waivers_document

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.domain.waiver import ConsideredWaiver
    from checker.domain.waiver_history import KnownWaiver


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of `waiver request`, as they were given."""

    report: str
    fingerprint: str
    reason: str
    owner: str
    expires: str
    output: Path | None


def run_request(where: Where, asked: Asked, *, actor: str, format_name: str) -> int:
    """Ask for a waiver."""
    refuse_unknown_format(format_name)
    wanted = WaiverAsked(
        fingerprint=asked.fingerprint,
        reason=asked.reason,
        owner=asked.owner,
        expires_at=format_moment(parse_beginning(asked.expires)),
    )
    facade = where.waiving()
    found = facade.request(wanted, report=asked.report, actor=actor, output=asked.output)
    return _shown([found], where, format_name=format_name, one=True)


def run_approve(
    where: Where, name: str, *, source: Path | None, output: Path | None, actor: str, format_name: str
) -> int:
    """Sign a waiver of this store, or one that came as a file."""
    refuse_unknown_format(format_name)
    hint = "give either --waiver-id WAIVER or --input FILE"
    refuse_unless_one("a waiver is of this folder or a file", name, source, hint=hint)
    facade = where.waiving()
    if source is None:
        return _shown([facade.approve(name, actor=actor, output=output)], where, format_name=format_name, one=True)
    if output is None:
        raise UsageError("a waiver from a file goes into a file", hint="give --output FILE")
    facade.approve_file(source, actor=actor, output=output)
    tell(f"wrote {escape_for_terminal(str(output))}")
    return PASSED


def run_list(where: Where, *, format_name: str) -> int:
    """List the waivers."""
    refuse_unknown_format(format_name)
    found = where.waiving().all()
    if not found and format_name != JSON_FORMAT:
        tell(f"no waivers in the namespace {where.candidates().counts_in}; `clean-release waiver request` makes one")
        return PASSED
    return _shown(found, where, format_name=format_name)


def run_expire(where: Where, name: str, *, reason: str, actor: str, format_name: str) -> int:
    """End a waiver."""
    refuse_unknown_format(format_name)
    return _shown([where.waiving().end(name, reason=reason, actor=actor)], where, format_name=format_name, one=True)


def _shown(
    found: "Sequence[tuple[KnownWaiver, ConsideredWaiver]]",
    where: Where,
    *,
    format_name: str,
    one: bool = False,
) -> int:
    return show_lifecycle(
        waiver_document(*found[0]) if one else waivers_document(found),
        lambda shown: render_waivers(found, shown=shown),
        namespace=where.candidates().counts_in,
        format_name=format_name,
    )
