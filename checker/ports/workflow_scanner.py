"""The workflow scanner: another program that looks for mistakes in workflow files."""

from collections.abc import Sequence
from typing import Protocol

from checker.domain.workflow_scan import WorkflowScan
from checker.ports.workspace import WorkflowFile


class WorkflowScanner(Protocol):
    """Scans files by their bytes alone; nothing else of the judged tree reaches it."""

    def scan(self, files: Sequence[WorkflowFile]) -> WorkflowScan:
        """What came of each of these files; whatever goes wrong is said in the scan, and nothing is raised."""
        ...
