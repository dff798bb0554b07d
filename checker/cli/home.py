"""What bare `clean-release` prints: where things stand and what to do next.

It exits 2, so that a cut-off line in CI is no pass.
"""

from checker.cli.console import show
from checker.cli.exit_codes import USAGE

_GROUPS = """\
Start     check · init · explain · doctor
Policies  lock · policy list|test|new|try · bundle build|sign|verify|inspect · snapshot list|show|diff
Audits    audit github|import|permissions|sign
Releases  manifest draft
Records   report list|show|verify|replay|fixes
Keys      keys generate

clean-release COMMAND --help says more about each."""


def show_home() -> int:
    """Print where the project of this folder stands, the next command, and the groups."""
    for line in _standing():
        show(line)
    show(_GROUPS)
    return USAGE


def _standing() -> list[str]:
    """Project, lock and last verdict of this folder, and the command that comes next."""
    from checker.bootstrap import CleanRelease  # noqa: PLC0415 - bare and --help differ in what they need
    from checker.errors import CleanReleaseError  # noqa: PLC0415 - as above
    from checker.formats.text_safety import escape_for_terminal  # noqa: PLC0415 - as above

    facade = CleanRelease()
    try:
        loaded = facade.load_if_there()
    except CleanReleaseError as error:
        return [f"Project   unreadable: {escape_for_terminal(str(error))}", "Next      mend the project file", ""]
    if loaded is None:
        return ["Project   none in this folder", "Next      clean-release init", ""]
    project = loaded.project
    lines = [f"Project   {escape_for_terminal(project.name)} ({project.namespace})"]
    current = loaded.lock is not None and loaded.lock.project_digest == project.digest
    lines.append(
        f"Lock      {'of this project file' if current else 'of another project file' if loaded.lock else 'none'}"
    )
    try:
        latest = facade.records(project.namespace).page(limit=1).reports
    except CleanReleaseError:
        latest = ()
    verdict = f"{latest[0].verdict} at {latest[0].evaluated_at}" if latest else "none yet"
    lines.append(f"Verdict   {verdict}")
    return [*lines, f"Next      clean-release {'check' if current else 'lock'}", ""]
