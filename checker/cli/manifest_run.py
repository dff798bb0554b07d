"""What `clean-release manifest draft` does."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, tell
from checker.cli.exit_codes import PASSED
from checker.formats.text_safety import escape_for_terminal


def run_draft(project: Path, output: Path) -> int:
    """Write the draft and say what it cannot know."""
    drafted = CleanRelease(directory=project).setup.draft_manifest(output)
    for note in drafted.notes:
        tell(f"note: {escape_for_terminal(note)}")
    show(f"wrote {escape_for_terminal(str(drafted.path))}")
    show(escape_for_terminal(f"version {drafted.version} at {drafted.ref}, files: {drafted.files}"))
    tell("read it before you use it: nothing proves that dist/ was built from that commit")
    if not drafted.is_input:
        tell("name it under inputs in clean-release.yaml (manifest: manifest.json), then run `clean-release lock`")
    return PASSED
