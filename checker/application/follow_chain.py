"""Follow a chain of documents that a store keeps: each names the one before it, and nothing is added to what broke."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from checker.domain.document_kind import DocumentKind
from checker.domain.project import Project
from checker.errors import StoreError
from checker.formats.chained_document import ChainFrame
from checker.ports.store import Store

AnyEntry = TypeVar("AnyEntry")
AnyFrame = TypeVar("AnyFrame", bound=ChainFrame)


def follow_chain(
    store: Store,
    kind: DocumentKind,
    *,
    read: Callable[[bytes, str], tuple[AnyEntry, AnyFrame]],
    called: str,
    again: str,
    after: tuple[int, str] = (0, ""),
) -> Iterator[tuple[AnyEntry, AnyFrame, str]]:
    """Each document of a kind with its frame and its digest, oldest first, whosever project it is of.

    Args:
        store: where they are kept.
        kind: which documents make the chain.
        read: reads one, given its bytes and what it is called.
        called: what one of them is called, `event {number} of the lifecycle`.
        again: what to begin again once the store was moved away.
        after: how many were followed before, and the digest of the last of them.

    Raises:
        StoreError: one does not follow the one before it, or is of another namespace.
    """
    count, previous = after
    for number, document in enumerate(store.list_documents(kind=kind, after=count), start=count + 1):
        name = called.format(number=number)
        entry, frame = read(document.data, name)
        if (frame.number, frame.previous, frame.namespace) != (number, previous, store.namespace):
            raise StoreError(
                f"{name} does not follow the one before it",
                hint=f"the store was changed by hand; move it away and {again} again",
            )
        previous = document.digest
        yield entry, frame, previous


def is_of(project: Project, frame: ChainFrame) -> bool:
    """Whether a document is of this project."""
    return (frame.project, frame.repository) == (project.name, project.address)
