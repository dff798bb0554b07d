"""What `clean-release release smoke` does: install, run, record, and say what became of it."""

from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.cli.console import ToldProgress, show, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.domain.release_record import SmokeOutcome
from checker.formats.text_safety import escape_for_terminal
from checker.output.release_report import told

if TYPE_CHECKING:
    from checker.bootstrap.smoking import SmokeQuestion


def run_smoke(question: "SmokeQuestion", *, target: str, project: Path) -> int:
    """Try every place; 1 if one of them failed."""
    tried = CleanRelease(directory=project).smoking(target).smoke(question, progress=ToldProgress())
    for smoked, said in tried:
        show(escape_for_terminal(told(smoked) + (f": {smoked.failed_at}" if smoked.failed_at else "")))
        for line in said.splitlines():
            tell(f"  {escape_for_terminal(line)}")
    return PASSED if all(smoked.outcome is SmokeOutcome.SUCCEEDED for smoked, _ in tried) else BLOCKED
