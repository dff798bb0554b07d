"""The publishing facade: what the registries will make of a trusted publish, and why they refused one."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices
from checker.domain.limits import MACHINE_WRITTEN

if TYPE_CHECKING:
    from checker.application.explain_publish import Explanation


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """Trusted publishing of one project."""

    facade: ProjectServices

    def explain(self, log: Path) -> "tuple[Explanation, ...]":
        """Why the publish of a log was refused, compared with the publishers of the project file, if there is one.

        Raises:
            NotFoundError: there is no such file.
            InputRefusedError: it is no log that can be read, or nothing in it says why.
        """
        from checker.adapters.project_files import read_plain_file  # noqa: PLC0415
        from checker.application.explain_publish import explain_publish  # noqa: PLC0415
        from checker.formats.publish_log import read_publish_log  # noqa: PLC0415

        read = read_publish_log(read_plain_file(log, most_bytes=MACHINE_WRITTEN.bytes), source=str(log))
        loaded = self.facade.load_if_there()
        return explain_publish(read, loaded.project.publishers if loaded else (), source=str(log))
