"""Trial installations: what is installed from where and run, and what became of it."""

from dataclasses import dataclass

from checker.domain.manifest import Artifact
from checker.domain.release_record import SmokeOutcome

DIST = "dist"
"""The name of a folder of this machine among the registries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialInstall:
    """A project at a version, the files that may be installed and no others, and the command that is run then.

    `index` is the address of a Python index, from which dependencies come too, and empty where there is none. `folder`
    is the absolute path of a folder that holds the files, if they do not come from the index. `seconds` are for all.
    """

    project: str
    version: str
    files: tuple[Artifact, ...]
    command: tuple[str, ...]
    index: str = ""
    folder: str = ""
    seconds: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedInstall:
    """How a trial ended: what failed and why in words, and the end of what the program that failed wrote."""

    outcome: SmokeOutcome
    failed_at: str = ""
    said: str = ""
