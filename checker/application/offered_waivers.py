"""Offered waivers: those of the store that were approved and not ended; a check is given them beside its own."""

from checker.application.read_documents import NamedBytes
from checker.domain.document_kind import DocumentKind
from checker.domain.project import Project
from checker.ports.store import Store


def offered_waivers(store: Store, *, project: Project) -> tuple[NamedBytes, ...]:
    """The signed envelopes, each under its name; whether they count, the check says.

    Raises:
        StoreError: the events of the store do not follow each other.
    """
    if not store.list_documents(kind=DocumentKind.WAIVER):
        return ()
    from checker.application.open_lifecycle import open_lifecycle  # noqa: PLC0415 - most checks know no waiver

    offered = [one for one in open_lifecycle(store, project=project).waivers() if one.is_offered]
    return tuple(NamedBytes(name=one.name, data=store.get_document(digest=one.document).data) for one in offered)
