"""The workspace: what a checkout says about itself, for a first project file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from checker.domain.manifest import Artifact, Target


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceFacts:
    """What was found; empty where nothing was."""

    name: str = ""
    host: str = ""
    slug: str = ""
    branch: str = ""
    environments: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutRelease:
    """What a checkout says of the release in it; empty where it says nothing. `commit` is 40 hex characters.

    `notes` say what was not found or not taken; `left_out` are those of them that are about a file.
    """

    version: str = ""
    commit: str = ""
    ref: str = ""
    artifacts: tuple[Artifact, ...] = ()
    notes: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowFile:
    """A workflow file: its place in the repository, and its bytes or why they could not be read."""

    path: str
    data: bytes = field(default=b"", repr=False)
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommittedFiles:
    """What the commit that is checked out holds: git's name of the bytes of each workflow file, by path.

    `commit` is 40 or 64 hex characters, empty where it is not known; then nothing can be compared with it.
    """

    commit: str = ""
    blobs: Mapping[str, str] = field(default_factory=dict)


class Workspace(Protocol):
    """Looks at a checkout without running anything in it."""

    def facts(self) -> WorkspaceFacts:
        """What the checkout says about itself; what cannot be read is noted, never guessed."""
        ...

    def release(self) -> CheckoutRelease:
        """What the checkout says of the release in it: version, commit, ref and the built files in `dist/`."""
        ...

    def workflows(self) -> Iterator[WorkflowFile]:
        """The workflow files, one after the other.

        Raises:
            NotFoundError: there is no folder of workflows.
            InputRefusedError: it cannot be read.
        """
        ...

    def away_from(self, ref: str) -> str:
        """Why what is checked out is not this full ref; empty when it is."""
        ...
