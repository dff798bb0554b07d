"""Where bundles come from: a folder, an archive, the package itself, a web server, a git repository."""

from dataclasses import dataclass, field
from typing import Protocol

from checker.domain.digest import Digest
from checker.domain.lock import LockedBundle
from checker.domain.snapshot import BundleFile

SHIPPED = "builtin:release-policy"
"""The source of the bundle that the package itself carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedBundle:
    """A bundle as it lies at its source, nothing about it believed yet.

    Either `archive` holds the exact bytes of a `.tar.gz`, or it is None and `files` holds those of a folder. `source`
    is how the bundle was asked for, `location` the absolute path it was found at (empty for one the package carries,
    and for one of another machine), `name` what to call it if it does not name itself. `envelope` holds the bytes of a
    DSSE envelope found beside the archive, if any. `commit` is what the revision of a git source was, in full.
    """

    source: str
    name: str
    location: str = ""
    archive: bytes | None = field(default=None, repr=False)
    files: tuple[BundleFile, ...] = field(default=(), repr=False)
    envelope: bytes = field(default=b"", repr=False)
    commit: str = ""


class BundleSource(Protocol):
    """Fetches bundles. It verifies nothing, and nothing it finds can change who is trusted."""

    def fetch(self, source: str, *, locked: LockedBundle | None = None) -> FetchedBundle:
        """The bundle at a source such as `builtin:release-policy`, `policies/` or `dist/acme.tar.gz`.

        Args:
            source: how the project names it.
            locked: what the lock says of this source, if it does. A branch then gives the commit that was locked, and a
                source that reads what was fetched before finds it by its digest.

        Raises:
            NotFoundError: nothing is there.
            BundleRefusedError: what is there is no folder and no plain file, too large, or not a kind that is read.
            TrustError: the anchor does not let the address be asked, or a tag is not what it was when it was locked.
            ProviderError: there was no answer, or none that can be used.
        """


class BundleKeeper(Protocol):
    """Keeps what was fetched and verified, so that a check asks nobody."""

    def holds(self, locked: LockedBundle) -> bool:
        """Whether the bundle is here, unharmed."""

    def keep(self, fetched: FetchedBundle, *, tree_digest: Digest) -> None:
        """Put a bundle here under its digest, whole or not at all.

        Raises:
            InputRefusedError: it cannot be written.
        """
