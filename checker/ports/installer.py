"""The installer: installs files as a user would, where nothing else is, and runs a command of them."""

from typing import Protocol

from checker.domain.installation import TrialInstall, TriedInstall


class Installer(Protocol):
    """Tries an installation in a fresh environment that is gone afterwards."""

    def try_install(self, trial: TrialInstall) -> TriedInstall:
        """What became of it; whatever goes wrong is an outcome."""
        ...
