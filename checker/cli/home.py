"""What bare `clean-release` prints: where things stand and what to do next.

It exits 2, so that a cut-off line in CI is no pass.
"""

from contextlib import suppress
from typing import TYPE_CHECKING

from checker.cli.console import show
from checker.cli.exit_codes import USAGE

if TYPE_CHECKING:
    from checker.application.list_reports import ReportSummary
    from checker.application.next_step import NextStep
    from checker.domain.candidate import Candidate

_GROUPS = """\
Start     check · init · explain · doctor · help
Policies  lock · policy list|test|lint|fmt|new|try|prove|coverage|impact|diff
          bundle build|sign|verify|inspect|fetch · snapshot list|show|diff
Audits    audit github|workspace|workflows|registry|attestations
          audit publisher|paths|permissions
          audit import|sign|show|diff|baseline
Releases  candidate register|import-artifacts|list|show
          manifest draft|build|list|show|diff
          compliance run|status|report|stages|violations|resume|cancel
          waiver request|approve|list|expire
          release approve|reject|revise|publish|confirm|revoke|status
          release step|dry-run|evidence|blockers|drill|smoke|diagnose
          permit verify|show|break-glass|countersign
Records   report list|show|verify|replay|fixes
          trail show|verify|checkpoint|export|import
Service   serve · tui · store init|check|migrate|backup|restore
          worker · metrics · bench latency
Keys      keys generate · token create|list|revoke|accept

clean-release COMMAND --help says more about each."""


def show_home() -> int:
    """Print where the project of this folder stands, the next command, and the groups."""
    for line in _standing():
        show(line)
    show(_GROUPS)
    return USAGE


def _standing() -> list[str]:
    """Project, lock and last verdict of this folder, and the command that comes next."""
    from checker.application.next_step import next_step  # noqa: PLC0415 - bare and --help differ in what they need
    from checker.bootstrap import CleanRelease  # noqa: PLC0415 - as above
    from checker.errors import CleanReleaseError  # noqa: PLC0415 - as above
    from checker.formats.text_safety import escape_for_terminal  # noqa: PLC0415 - as above

    facade = CleanRelease()
    try:
        loaded = facade.load_if_there()
    except CleanReleaseError as error:
        return [f"Project   unreadable: {escape_for_terminal(str(error))}", "Next      mend the project file", ""]
    if loaded is None:
        return [
            "Project   none in this folder",
            *_next(next_step(None, files=facade.files, verdict=None, candidates=())),
            "",
        ]
    project = loaded.project
    lines = [f"Project   {escape_for_terminal(project.name)} ({project.namespace})"]
    current = loaded.lock is not None and loaded.lock.project_digest == project.digest
    lines.append(
        f"Lock      {'of this project file' if current else 'of another project file' if loaded.lock else 'none'}"
    )
    latest: tuple[ReportSummary, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    with suppress(CleanReleaseError):
        latest = facade.records(project.namespace).page(limit=1).reports
        candidates = facade.candidates(project.namespace).all()
    verdict = f"{latest[0].verdict} at {latest[0].evaluated_at}" if latest else "none yet"
    lines.append(f"Verdict   {verdict}")
    judged = latest[0].verdict if latest else None
    step = next_step(loaded, files=facade.files, verdict=judged, candidates=candidates)
    return [*lines, *_next(step), ""]


def _next(step: "NextStep") -> list[str]:
    from checker.formats.text_safety import escape_for_terminal  # noqa: PLC0415 - as above

    why = [f"          {escape_for_terminal(step.why)}"] if step.why else []
    return [f"Next      clean-release {step.command}", *why]
