"""The auditing facade: import what was captured, and sign it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker import __version__
from checker.bootstrap.services import ProjectServices
from checker.domain.limits import MACHINE_WRITTEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from checker.application.audit_files import AuditFile
    from checker.application.import_audit import ImportedAudits


@dataclass(frozen=True, kw_only=True)
class Auditing:
    """Audits of a repository."""

    facade: ProjectServices

    def import_(self, source: Path, *, repository: str = "") -> "ImportedAudits":
        """The audits that captured files come to; nothing is written.

        Raises:
            NotFoundError: nothing is there.
            InputRefusedError: nothing was understood, or what was contradicts itself.
        """
        from checker.adapters.capture.folder import read_capture  # noqa: PLC0415
        from checker.application.import_audit import import_audits  # noqa: PLC0415

        return import_audits(read_capture(source), version=__version__, repository=repository)

    def write(self, audits: "Sequence[AuditFile]", folder: Path) -> tuple[Path, ...]:
        """Write each audit whole into a folder, which is made if it is not there.

        An audit that is there is replaced.
        """
        from checker.adapters.project_files import make_folder, replace_file  # noqa: PLC0415

        make_folder(folder)
        paths = []
        for audit in audits:
            replace_file(folder / audit.name, audit.data)
            paths.append(folder / audit.name)
        return tuple(paths)

    def sign(self, source: Path, target: Path, *, key: str) -> None:
        """Sign an audit with one of this user's keys.

        Raises:
            NotFoundError: there is no such file, or no such key.
            InputRefusedError: it is no audit.
        """
        from checker.adapters.project_files import read_plain_file, replace_file  # noqa: PLC0415
        from checker.application.sign_audit import sign_audit  # noqa: PLC0415
        from checker.bootstrap.bundling import Bundling  # noqa: PLC0415

        data = read_plain_file(source, most_bytes=MACHINE_WRITTEN.bytes)
        signer = Bundling(facade=self.facade).keys.signer(key)
        replace_file(target, sign_audit(data, source=str(source), signer=signer))
