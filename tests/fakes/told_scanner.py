"""A scanner that says what it is told, and remembers what it was given."""

from collections.abc import Mapping, Sequence

from checker.domain.workflow_scan import ScannedFile, WorkflowScan
from checker.ports.workspace import WorkflowFile


class ToldScanner:
    """Keeps the port `WorkflowScanner`; `files` are its answers by path."""

    def __init__(self, files: Mapping[str, ScannedFile] | None = None, *, problem: str = "") -> None:
        self._files = files or {}
        self._problem = problem
        self.given: list[str] = []

    def scan(self, files: Sequence[WorkflowFile]) -> WorkflowScan:
        """What it was told."""
        self.given = [file.path for file in files]
        return WorkflowScan(name="zizmor", version="1.32.0", problem=self._problem, files=self._files)
