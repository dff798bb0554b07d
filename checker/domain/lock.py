"""The lock: which exact bundles a project is judged with, written by `clean-release lock` and by nothing else.

References are resolved once; afterwards a gate accepts only what the lock names. The lock is part of the tree that is
judged, so it can only narrow what the anchor trusts, never widen it.
"""

from dataclasses import dataclass

from checker.domain.digest import Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedBundle:
    """A source and what it was resolved to.

    `archive_sha256` (64 hex) is empty for a folder, `commit` for what does not come from a git repository.
    """

    source: str
    archive_sha256: str
    tree_digest: Digest
    revision: int
    commit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """Every bundle of a project, the snapshot they made, and the project file they were locked for."""

    bundles: tuple[LockedBundle, ...]
    snapshot: Digest
    project_digest: Digest

    def entry(self, source: str) -> LockedBundle | None:
        """What the lock names for a source, if it names it."""
        return next((bundle for bundle in self.bundles if bundle.source == source), None)
