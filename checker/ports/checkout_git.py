"""What git knows of a checkout, asked without running anything of the checkout."""

from dataclasses import dataclass
from typing import Protocol

from checker.domain.observation import Observation


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRef:
    """A tag or a branch by its full name, and the commit it leads to, in hex."""

    ref: str
    commit: str


class NamedRefs(Protocol):
    """The tags and branches of a clone."""

    def refs_of(self, name: str) -> tuple[NamedRef, ...]:
        """The tag and the branch of this name, in this order; of a full name exactly that ref.

        Raises:
            InputRefusedError: it is no checkout that can be read.
        """
        ...


class CheckoutGit(Protocol):
    """Git's view of one checkout; what cannot be read is an observation that says why."""

    @property
    def version(self) -> str:
        """Git's version, as it says it."""
        ...

    def head(self) -> str:
        """The commit that is checked out, in hex.

        Raises:
            InputRefusedError: it is no checkout that can be read, or it has no commit.
        """
        ...

    def work_tree(self) -> Observation:
        """The files of the checkout against the commit."""
        ...

    def upstream(self) -> Observation:
        """The commit against what was last fetched."""
        ...

    def release_tag(self, name: str) -> Observation:
        """The tag of this release."""
        ...

    def base_tag(self, name: str) -> Observation:
        """The tag of the release before."""
        ...


class AuditedGit(CheckoutGit, Protocol):
    """What an audit of a checkout asks git beside."""

    def default_workflows(self, branch: str) -> Observation:
        """The workflow files of the default branch, as it was last fetched; empty asks the clone which one that is."""
        ...

    def signatures(self, tag: str) -> Observation:
        """The signatures of this tag, which may be empty, and of the commit, each with the key that made it."""
        ...
