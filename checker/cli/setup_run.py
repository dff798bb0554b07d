"""What `clean-release init` and `clean-release doctor` do."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.formats.text_safety import escape_for_terminal
from checker.output.refusal import HINTS

NEXT = """\
next:
  clean-release audit github      read the repository's settings with your token; audit import takes a capture
  clean-release manifest draft    what is to be released, once dist/ is built
  clean-release check             judge what there is"""


def run_init(project: Path, anchor: str) -> int:
    """Write the first files and say what comes next."""
    started = CleanRelease(directory=project, anchor=anchor).setup.init()
    for path in started.written:
        show(f"wrote {escape_for_terminal(str(path))}")
    if started.anchor:
        show(f"wrote {escape_for_terminal(str(started.anchor))}: your own anchor; it trusts the shipped bundle")
    for note in started.facts.notes:
        tell(f"note: {escape_for_terminal(note)}")
    show(NEXT)
    return PASSED


def run_doctor(project: Path, anchor: str) -> int:
    """Print every diagnosis; all must be fine."""
    fine = True
    for found in CleanRelease(directory=project, anchor=anchor).setup.doctor():
        show(f"{'ok' if found.is_fine else 'WRONG'}  {found.what}: {escape_for_terminal(found.seen)}")
        if hint := found.hint or HINTS.get(found.code):
            show(f"  hint: {escape_for_terminal(hint)}")
        fine = fine and found.is_fine
    return PASSED if fine else BLOCKED
