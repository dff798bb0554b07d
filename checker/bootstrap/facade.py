"""The facade: Clean Release over one project folder, every verb a driver may call."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.bootstrap.services import ProjectServices

if TYPE_CHECKING:
    from pathlib import Path

    from checker.bootstrap.approving import Approving
    from checker.bootstrap.auditing import Auditing
    from checker.bootstrap.baselines import Baselines
    from checker.bootstrap.bundling import Bundling
    from checker.bootstrap.candidates import Candidates
    from checker.bootstrap.collecting import Collecting, Collection
    from checker.bootstrap.compliance import Compliance
    from checker.bootstrap.drilling import Drilling
    from checker.bootstrap.identities import Identities
    from checker.bootstrap.measuring import Measuring
    from checker.bootstrap.naming import Naming
    from checker.bootstrap.permits import Permits
    from checker.bootstrap.policies import Policies
    from checker.bootstrap.publishing import Publishing
    from checker.bootstrap.records import Records
    from checker.bootstrap.releasing import Releasing
    from checker.bootstrap.resuming import Resuming
    from checker.bootstrap.setup import Setup
    from checker.bootstrap.smoking import Smoking
    from checker.bootstrap.standings import Standings
    from checker.bootstrap.storing import Storing
    from checker.bootstrap.summarising import Summarising
    from checker.bootstrap.trails import Trails
    from checker.bootstrap.waiving import Waiving
    from checker.domain.namespace import Namespace
    from checker.ports.progress import Progress


@dataclass(frozen=True, kw_only=True)
class CleanRelease(ProjectServices):
    """Clean Release over one project folder: the main job, and one facade per command group."""

    @property
    def setup(self) -> "Setup":
        """A first project file, and whether this installation can do its work."""
        from checker.bootstrap.setup import Setup  # noqa: PLC0415 - a command pays only for what it uses

        return Setup(facade=self)

    @property
    def auditing(self) -> "Auditing":
        """Import and sign audits."""
        from checker.bootstrap.auditing import Auditing  # noqa: PLC0415 - as above

        return Auditing(facade=self)

    @property
    def baselines(self) -> "Baselines":
        """Look at audits and compare them."""
        from checker.bootstrap.baselines import Baselines  # noqa: PLC0415 - as above

        return Baselines(facade=self)

    def collecting(self, how: "Collection", *, progress: "Progress") -> "Collecting":
        """Read settings from the provider, now."""
        from checker.bootstrap.collecting import Collecting  # noqa: PLC0415 - as above

        return Collecting(facade=self, how=how, progress=progress)

    def summarising(self, target: "Path", *, key: str) -> "Summarising":
        """Attest to a verdict in a file."""
        from checker.bootstrap.summarising import Summarising  # noqa: PLC0415 - as above

        return Summarising(facade=self, target=target, key=key)

    @property
    def bundling(self) -> "Bundling":
        """Bundles and the keys that sign them."""
        from checker.bootstrap.bundling import Bundling  # noqa: PLC0415 - as above

        return Bundling(facade=self)

    @property
    def policies(self) -> "Policies":
        """Rules and the tools of those who write them."""
        from checker.bootstrap.policies import Policies  # noqa: PLC0415 - as above

        return Policies(facade=self)

    @property
    def publishing(self) -> "Publishing":
        """Whether a trusted publish will be accepted, and why one was not."""
        from checker.bootstrap.publishing import Publishing  # noqa: PLC0415 - as above

        return Publishing(facade=self)

    def candidates(self, namespace: "Namespace | None" = None) -> "Candidates":
        """What is meant to be released, and the manifests that say so; in the project's namespace, if none is named."""
        from checker.bootstrap.candidates import Candidates  # noqa: PLC0415 - as above

        return Candidates(facade=self, namespace=namespace)

    def approving(self, namespace: "Namespace | None" = None) -> "Approving":
        """Decisions about candidates; in the project's namespace, if none is named."""
        from checker.bootstrap.approving import Approving  # noqa: PLC0415 - as above

        return Approving(candidates=self.candidates(namespace))

    def compliance(self, namespace: "Namespace | None" = None, *, progress: "Progress") -> "Compliance":
        """Runs that judge candidates; in the project's namespace, if none is named."""
        from checker.bootstrap.compliance import Compliance  # noqa: PLC0415 - as above

        return Compliance(candidates=self.candidates(namespace), progress=progress)

    def standings(self, namespace: "Namespace | None" = None) -> "Standings":
        """Where the project is on its way to a release; in the project's namespace, if none is named."""
        from checker.bootstrap.standings import Standings  # noqa: PLC0415 - as above

        return Standings(candidates=self.candidates(namespace))

    def permits(self, namespace: "Namespace | None" = None) -> "Permits":
        """What approved candidates may be uploaded with; in the project's namespace, if none is named."""
        from checker.bootstrap.permits import Permits  # noqa: PLC0415 - as above

        return Permits(approving=self.approving(namespace))

    def waiving(self, namespace: "Namespace | None" = None) -> "Waiving":
        """Violations that two persons accept for a time; in the project's namespace, if none is named."""
        from checker.bootstrap.waiving import Waiving  # noqa: PLC0415 - as above

        return Waiving(candidates=self.candidates(namespace))

    @property
    def measuring(self) -> "Measuring":
        """How long the gate takes."""
        from checker.bootstrap.measuring import Measuring  # noqa: PLC0415 - as above

        return Measuring(facade=self)

    def identities(self, namespace: "Namespace") -> "Identities":
        """Who acts on this machine, and the keys that prove it."""
        from checker.bootstrap.identities import Identities  # noqa: PLC0415 - as above

        return Identities(facade=self, namespace=namespace)

    def releasing(self, target: str = "") -> "Releasing":
        """The record of a release; of the one started last, if no tag is named."""
        from checker.bootstrap.releasing import Releasing  # noqa: PLC0415 - as above

        return Releasing(facade=self, target=target)

    def drilling(self, target: str = "") -> "Drilling":
        """Exercises of what is done when a release is bad."""
        from checker.bootstrap.drilling import Drilling  # noqa: PLC0415 - as above

        return Drilling(releasing=self.releasing(target))

    def resuming(self, target: str = "") -> "Resuming":
        """Going on with a release after an interruption."""
        from checker.bootstrap.resuming import Resuming  # noqa: PLC0415 - as above

        return Resuming(releasing=self.releasing(target))

    def smoking(self, target: str = "") -> "Smoking":
        """Trial installations of what was published."""
        from checker.bootstrap.smoking import Smoking  # noqa: PLC0415 - as above

        return Smoking(releasing=self.releasing(target))

    def trails(self, namespace: "Namespace | None" = None) -> "Trails":
        """The trail of the project's store; in the project's namespace, if none is named."""
        from checker.bootstrap.trails import Trails  # noqa: PLC0415 - as above

        return Trails(facade=self, namespace=namespace)

    def records(self, namespace: "Namespace") -> "Records":
        """The reports of the project in a namespace."""
        from checker.bootstrap.records import Records  # noqa: PLC0415 - as above

        return Records(facade=self, namespace=namespace)

    def storing(self, namespace: "Namespace") -> "Storing":
        """The store of the project in a namespace as a whole."""
        from checker.bootstrap.storing import Storing  # noqa: PLC0415 - as above

        return Storing(facade=self, namespace=namespace)

    def naming(self, namespace: "Namespace | None" = None) -> "Naming":
        """The names there are to choose from; in the project's namespace, if none is named."""
        from checker.bootstrap.naming import Naming  # noqa: PLC0415 - as above

        return Naming(facade=self, namespace=namespace)
