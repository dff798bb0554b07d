"""What the registries have in common: answers that are none, absence with its proof, and the digest of a file."""

from dataclasses import replace

from checker.adapters.registry.fetch import Fetched, Fetcher
from checker.domain.digest import digest_of
from checker.domain.listing import FetchedBytes, ListedFile, Listing
from checker.domain.observation import Status


def absent(found: Fetched) -> Listing:
    """Nothing was read, and the answer says why."""
    return Listing(answer=found.answer)


def bad(found: Fetched, error: Exception) -> Listing:
    """An answer that came, and is not what it must be."""
    said = (str(error).splitlines() or [type(error).__name__])[0][:300]
    why = f"the answer is no listing: {said}"
    return Listing(answer=replace(found.answer, status=Status.ERROR, why=why))


def proven_by_root(found: Fetched, root: Fetched) -> Listing:
    """A project that is not there, if the registry's own root says that this is a registry."""
    if root.answer.status is Status.COLLECTED:
        return Listing(answer=replace(found.answer, status=Status.COLLECTED, why=""), others=(root.answer,))
    why = f"there is nothing at this address, and its root does not prove a registry: {root.answer.why}"
    return Listing(answer=replace(found.answer, why=why), others=(root.answer,))


def hashed(fetcher: Fetcher, file: ListedFile) -> FetchedBytes:
    """The SHA-256 (hex) of a file's bytes, which are read for it and not kept."""
    found = fetcher.get(file.url, types=(), most=fetcher.limits.file)
    if found.answer.status is not Status.COLLECTED:
        return FetchedBytes(answer=found.answer)
    return FetchedBytes(answer=found.answer, data=digest_of(found.data).removeprefix("sha256:").encode())
