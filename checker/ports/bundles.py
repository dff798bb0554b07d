"""Where bundles come from: a folder, an archive, the package itself; later git, http and registries."""

from dataclasses import dataclass, field
from typing import Protocol

from checker.domain.snapshot import BundleFile

SHIPPED = "builtin:release-policy"
"""The source of the bundle that the package itself carries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedBundle:
    """A bundle as it lies at its source, nothing about it believed yet.

    Either `archive` holds the exact bytes of a `.tar.gz`, or it is None and `files` holds those of a folder. `source`
    is how the bundle was asked for, `location` the absolute path it was found at (empty for one the package carries),
    `name` what to call it if it does not name itself. `envelope` holds the bytes of a DSSE envelope found beside the
    archive, if any.
    """

    source: str
    name: str
    location: str = ""
    archive: bytes | None = field(default=None, repr=False)
    files: tuple[BundleFile, ...] = field(default=(), repr=False)
    envelope: bytes = field(default=b"", repr=False)


class BundleSource(Protocol):
    """Fetches bundles. It verifies nothing, and nothing it finds can change who is trusted."""

    def fetch(self, source: str) -> FetchedBundle:
        """The bundle at a source such as `builtin:release-policy`, `policies/` or `dist/acme.tar.gz`.

        Raises:
            NotFoundError: nothing is there.
            BundleRefusedError: what is there is no folder and no plain file, too large, or not a kind that is read.
        """
