"""The port `Registry` over the sparse index of a Rust registry: one JSON line for each version, with its SHA-256.

Source: the Cargo book, "Registry Index" (index files, sparse protocol).
"""

from collections.abc import Iterator

from checker.adapters.registry.fetch import Fetcher
from checker.adapters.registry.reading import absent, bad, hashed, proven_by_root
from checker.domain.digest import is_digest
from checker.domain.json_shape import field_of, object_of, text_of
from checker.domain.listing import FetchedBytes, ListedFile, Listing, RegistryAnswer
from checker.domain.observation import Status
from checker.errors import InputRefusedError
from checker.formats.strict_json import read_json

_JSON = ("application/json",)
_LINES = ("text/plain", "application/json", "application/octet-stream", "binary/octet-stream", "")
_SHORT = 3


class RustIndex:
    """One sparse index."""

    tells_provenance = False

    def __init__(self, address: str, fetcher: Fetcher) -> None:
        self.address, self._fetcher = address, fetcher

    def listing(self, project: str) -> Listing:
        """Every version of a crate; each has one file."""
        found = self._fetcher.get(f"{self.address}/{index_path(project)}", types=_LINES)
        if found.answer.status is Status.NOT_FOUND:
            return proven_by_root(found, self._fetcher.get(f"{self.address}/config.json", types=_JSON))
        if found.answer.status is not Status.COLLECTED:
            return absent(found)
        try:
            files = tuple(_files(found.data or b"{}", project))
        except InputRefusedError as error:
            return bad(found, error)
        return Listing(answer=found.answer, exists=True, versions=tuple(file.version for file in files), files=files)

    def dated(self, project: str, listing: Listing) -> Listing:  # noqa: ARG002 - the port's
        """The listing as it is: moments are of use beside provenance alone, and a Rust registry keeps none."""
        return listing

    def sha256_of(self, file: ListedFile) -> FetchedBytes:
        """Never asked of an index that gives every digest itself; the bytes would decide."""
        return hashed(self._fetcher, file)

    def provenance(self, file: ListedFile) -> FetchedBytes:
        """Nothing: a Rust registry keeps no provenance."""
        return FetchedBytes(
            answer=RegistryAnswer(status=Status.UNSUPPORTED, url=file.name, why="a Rust registry keeps no provenance")
        )


def index_path(project: str) -> str:
    """Where the index keeps a crate: names of up to three letters by their length, all others by their beginning."""
    name = project.lower()
    if len(name) < _SHORT:
        return f"{len(name)}/{name}"
    return f"{_SHORT}/{name[0]}/{name}" if len(name) == _SHORT else f"{name[:2]}/{name[2:4]}/{name}"


def _files(data: bytes, project: str) -> Iterator[ListedFile]:
    for number, line in enumerate(data.splitlines(), start=1):
        entry = object_of(read_json(line, source=f"line {number}"), f"line {number}")
        name = text_of(field_of(entry, "name"), "name")
        version, digest = text_of(field_of(entry, "vers"), "vers"), text_of(field_of(entry, "cksum"), "cksum")
        if name.lower() != project.lower() or not is_digest(f"sha256:{digest}"):
            raise InputRefusedError(f"line {number} is no version of {project} with a digest")
        yanked = entry.get("yanked", False) is not False
        yield ListedFile(name=f"{name}-{version}.crate", version=version, sha256=digest, yanked=yanked)
