"""What `clean-release audit github` does with many repositories: one run, one table."""

from collections.abc import Sequence

from checker.application.audit_repositories import AuditedRepository, Outcome, distinct
from checker.bootstrap import CleanRelease
from checker.bootstrap.fleet import Fleet
from checker.cli.audit_github_run import GitHubOptions
from checker.cli.console import ToldProgress, show, show_json
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.verdict import Verdict
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal

_SHOWN_UNREAD = 3


def run_fleet(options: GitHubOptions) -> int:
    """Collect all, and show a row for each."""
    refuse_unknown_format(options.format)
    collecting = CleanRelease(directory=options.project).collecting(options.how, progress=ToldProgress())
    fleet = Fleet(collecting=collecting, folder=options.output, judge=options.judge)
    listed = fleet.listed(options.repos) if options.repos else ()
    named = distinct((*options.repositories, *listed))
    if not named and not options.org:
        named = (collecting.own_repository(),)
    rows = fleet.run(named, organization=options.org)
    if options.format == JSON_FORMAT:
        show_json(
            pretty_bytes({"schema": "clean-release/collections/v1", "repositories": [row.to_json() for row in rows]})
        )
    else:
        _show_table(rows)
    return _exit_code(rows)


def _show_table(rows: Sequence[AuditedRepository]) -> None:
    width = max(len(row.slug) for row in rows)
    for row in rows:
        remarks = "; ".join((*row.notes[:1], *_unread(row)))
        line = f"{row.slug:<{width}}  {row.outcome:<10}  {row.verdict:<9}  {remarks}"
        show(escape_for_terminal(line.rstrip()))
    counts = [f"{sum(row.outcome is one for row in rows)} {one}" for one in Outcome]
    counts += [
        f"{sum(row.verdict == one for row in rows)} {one}" for one in Verdict if any(row.verdict for row in rows)
    ]
    show(f"{len(rows)} repositories: {', '.join(counts)}")


def _unread(row: AuditedRepository) -> list[str]:
    """What could not be read, the first few sections of it."""
    shown = [f"{section} {status}" for section, status in row.unread[:_SHOWN_UNREAD]]
    more = len(row.unread) - len(shown)
    return [*shown, f"and {more} more"] if more else shown


def _exit_code(rows: Sequence[AuditedRepository]) -> int:
    """0 when all was collected and nobody judged; a verdict here opens nothing, so judging never ends with 0."""
    if any(row.verdict == Verdict.BLOCKED for row in rows):
        return BLOCKED
    is_whole = all(row.outcome is Outcome.COLLECTED for row in rows)
    return PASSED if is_whole and not any(row.verdict for row in rows) else UNDECIDED
