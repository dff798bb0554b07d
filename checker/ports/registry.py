"""Registries: what is published under a name, and the provenance of a published file."""

from typing import Protocol

from checker.domain.listing import FetchedBytes, ListedFile, Listing
from checker.domain.provenance import FileProvenance


class Registry(Protocol):
    """One registry at one address. Whatever goes wrong is an answer that says so; nothing is raised."""

    @property
    def address(self) -> str:
        """Where it is asked."""
        ...

    @property
    def tells_provenance(self) -> bool:
        """Whether its listing says which files have provenance; then a file of which it says nothing has none."""
        ...

    def listing(self, project: str) -> Listing:
        """Everything published under one name."""
        ...

    def dated(self, project: str, listing: Listing) -> Listing:
        """The same listing, with the moment each file was published wherever the registry tells it.

        A registry that tells it elsewhere is asked once more; then the answer is that of the second question.
        """
        ...

    def sha256_of(self, file: ListedFile) -> FetchedBytes:
        """The SHA-256 (hex, as bytes) of a file whose digest the registry does not give: its bytes are read for it."""
        ...

    def provenance(self, file: ListedFile) -> FetchedBytes:
        """The provenance document of a file that has one."""
        ...


class ProvenanceVerifier(Protocol):
    """Holds provenance of published files against the roots of trust, without asking anybody."""

    def verify(self, data: bytes, *, file: ListedFile, sha256: str) -> FileProvenance:
        """What a provenance document proves of one file, whose own bytes have this SHA-256.

        Raises:
            InputRefusedError: it is none, or of a form that cannot be verified here.
        """
        ...
