"""The scanner of workflow files, where this installation carries one."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from checker.ports.workflow_scanner import WorkflowScanner


def workflow_scanner() -> "WorkflowScanner | None":
    """What looks for mistakes in workflow files; None where it is not installed."""
    from checker.adapters.workspace.zizmor import Zizmor, zizmor_program  # noqa: PLC0415 - only where files are read

    program = zizmor_program()
    return Zizmor(program=program) if program else None
