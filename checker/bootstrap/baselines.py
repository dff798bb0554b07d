"""The facade of audits that are read and compared: what one holds, how two differ, how settings drift."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.domain.limits import SIGNED_DOCUMENT

if TYPE_CHECKING:
    from checker.application.compare_audits import ComparedAudits
    from checker.application.find_drift import Drift
    from checker.application.propose_settings import Proposal
    from checker.domain.audit import Audit

BASELINE = Path("release-baseline.json")
_LARGEST_EXPORT = 8 * SIGNED_DOCUMENT.bytes


@dataclass(frozen=True, kw_only=True)
class Baselines:
    """Audits that are looked at, not judged: whoever signed one, or nobody."""

    facade: ProjectServices

    def read(self, path: Path) -> "Audit":
        """The audit in a file, signed or plain; no signature is checked.

        Raises:
            NotFoundError: there is no such file.
            InputRefusedError: it is no audit.
        """
        from checker.application.open_audit import AuditReader  # noqa: PLC0415

        return AuditReader.peek(self._bytes(path), source=str(path))

    def compare(self, first: Path, second: Path) -> "ComparedAudits":
        """How two audits differ."""
        from checker.application.compare_audits import compare_audits  # noqa: PLC0415

        return compare_audits(self.read(first), self.read(second))

    def set(self, source: Path, target: Path) -> "Audit":
        """Make an audit the baseline: its exact bytes, so that a signature stays on them.

        Raises:
            UsageError: it holds no settings.
        """
        from checker.adapters.project_files import replace_file  # noqa: PLC0415
        from checker.application.find_drift import refuse_no_baseline  # noqa: PLC0415
        from checker.application.open_audit import AuditReader  # noqa: PLC0415

        data = self._bytes(source)
        audit = AuditReader.peek(data, source=str(source))
        refuse_no_baseline(audit)
        replace_file(target, data)
        return audit

    def drift(self, source: Path, baseline: Path) -> "Drift":
        """How the settings of an audit differ from a baseline; release refs are the project file's, if there is one."""
        return self._drift(self.read(baseline), self.read(source))

    def propose(self, source: Path, baseline: Path) -> "Proposal":
        """What would bring the settings of an audit to a baseline."""
        from checker.application.propose_settings import propose_settings  # noqa: PLC0415

        target, now = self.read(baseline), self.read(source)
        return propose_settings(target, now, drift=self._drift(target, now))

    def _drift(self, baseline: "Audit", now: "Audit") -> "Drift":
        from checker.application.find_drift import find_drift  # noqa: PLC0415
        from checker.domain.project import ReleaseFacts  # noqa: PLC0415

        loaded = self.facade.load_if_there()
        return find_drift(baseline, now, release=loaded.project.release if loaded else ReleaseFacts())

    @staticmethod
    def write(path: Path, data: bytes) -> None:
        """Write an export whole, over what is there."""
        from checker.adapters.project_files import replace_file  # noqa: PLC0415

        replace_file(path, data)

    @staticmethod
    def holds(path: Path, data: bytes) -> bool:
        """Whether a file holds exactly these bytes; one that is not there does not.

        Raises:
            InputRefusedError: it cannot be read.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415
        from checker.errors import NotFoundError  # noqa: PLC0415

        try:
            return read_plain_file(path, most_bytes=_LARGEST_EXPORT) == data
        except NotFoundError:
            return False

    @staticmethod
    def _bytes(path: Path) -> bytes:
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415

        return read_plain_file(path, most_bytes=SIGNED_DOCUMENT.bytes)
