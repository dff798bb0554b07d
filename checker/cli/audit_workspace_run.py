"""What `clean-release audit workspace` does: read, write, and show what was found."""

from pathlib import Path

from checker.application.audit_workspace import ReleaseContext
from checker.application.show_audit import show_audit
from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.observation import Status
from checker.formats.audit_v1 import audit_of
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.audit_view import audits_document, render_audits


def run_workspace(context: ReleaseContext, *, output: Path, project: Path, anchor: str, format_name: str) -> int:
    """Read and write; 3 when something could not be read, though what was read is written all the same."""
    refuse_unknown_format(format_name)
    auditing = CleanRelease(directory=project, anchor=anchor).auditing
    file = auditing.workspace(context)
    (path,) = auditing.write((file,), output)
    audit = audit_of(file.document, source=file.name)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(audits_document([audit])))
    else:
        show(render_audits([audit]))
    tell(f"wrote {escape_for_terminal(str(path))}")
    gaps = [gap for section in show_audit(audit) for gap in section.gaps]
    return UNDECIDED if any(gap.status is not Status.NOT_REQUESTED for gap in gaps) else PASSED
