"""Where records are: the project folder and the namespace a command works in."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap import CleanRelease
from checker.cli.console import ToldProgress
from checker.domain.namespace import Namespace
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.bootstrap.approving import Approving
    from checker.bootstrap.candidates import Candidates
    from checker.bootstrap.compliance import Compliance
    from checker.bootstrap.permits import Permits
    from checker.bootstrap.records import Records
    from checker.bootstrap.storing import Storing
    from checker.bootstrap.trails import Trails
    from checker.bootstrap.waiving import Waiving


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Whose records: the project folder, and the namespace if it is not the project file's; `anchor` as named."""

    project: Path
    namespace: str
    anchor: str = ""

    @property
    def facade(self) -> CleanRelease:
        """The project in that folder."""
        return CleanRelease(directory=self.project, anchor=self.anchor)

    def records(self) -> "Records":
        """The records of that project.

        Raises:
            UsageError: there is no such namespace.
        """
        return self.facade.records(self._counts_in())

    def storing(self) -> "Storing":
        """The store of that project as a whole; raises as `records`."""
        return self.facade.storing(self._counts_in())

    def _counts_in(self) -> Namespace:
        if self.namespace:
            return namespace_named(self.namespace)
        loaded = self.facade.load_if_there()
        return loaded.project.namespace if loaded else Namespace.REAL

    def trails(self) -> "Trails":
        """The trail of that project.

        Raises:
            UsageError: there is no such namespace.
        """
        return self.facade.trails(self._named())

    def candidates(self) -> "Candidates":
        """The candidates of that project.

        Raises:
            UsageError: there is no such namespace.
        """
        return self.facade.candidates(self._named())

    def waiving(self) -> "Waiving":
        """The waivers of that project.

        Raises:
            UsageError: there is no such namespace.
        """
        return self.facade.waiving(self._named())

    def approving(self) -> "Approving":
        """Decisions about the candidates of that project; raises as `candidates`."""
        return self.facade.approving(self._named())

    def permits(self) -> "Permits":
        """The permits of that project; raises as `candidates`."""
        return self.facade.permits(self._named())

    def compliance(self) -> "Compliance":
        """The compliance runs of that project, which tell on standard error how they get on; raises as `candidates`."""
        return self.facade.compliance(self._named(), progress=ToldProgress())

    def _named(self) -> Namespace | None:
        return namespace_named(self.namespace) if self.namespace else None


def namespace_named(word: str) -> Namespace:
    """The namespace a command line names.

    Raises:
        UsageError: there is no such namespace.
    """
    if word not in list(Namespace):
        raise UsageError(
            f"unknown namespace {word!r}, expected one of {', '.join(Namespace)}",
            hint="leave the option out, and the project file decides",
        )
    return Namespace(word)
