"""Known revocations: the files that are not to be used any more, as a store or a statement of a person says."""

from collections.abc import Iterator

from checker.application.prove_identity import keys_of_persons
from checker.domain.document_kind import DocumentKind
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor
from checker.errors import TrustError
from checker.formats.strict_json import read_json
from checker.ports.store import Store

NAME = "revocation"


def revoked_files(store: Store) -> dict[str, str]:
    """Why a file is not to be used any more, by its SHA-256, as far as a store knows.

    Nothing is verified: whoever can write to this store could stop a release anyway, and what is not to be used is not
    used until somebody has looked.
    """
    found = (one.data for one in store.list_documents(kind=DocumentKind.REVOCATION))
    return {sha256: why for data in found for sha256, why in _named(_statement_of(data))}


def revoked_by(
    envelope: bytes, *, anchor: Anchor | None, namespace: Namespace, now: str, source: str
) -> dict[str, str]:
    """The same of a statement that somebody handed over, signed by a person whom the anchor knows.

    Raises:
        TrustError: nobody whom the anchor knows signed it, or it is of another namespace.
        InputRefusedError: it is no revocation.
    """
    from checker.formats.signed_statement import open_statement  # noqa: PLC0415 - loads a cryptography library

    keys = keys_of_persons(anchor, namespace=namespace, at=now) if anchor else {}
    document, _ = open_statement(envelope, name=NAME, keys=tuple(keys.values()), source=source)
    if document["namespace"] != namespace:
        raise TrustError(f"the revocation counts in {document['namespace']}, expected {namespace}")
    return dict(_named(document))


def _statement_of(data: bytes) -> dict[str, Json]:
    """A statement, from its envelope or, where a demonstration signed nothing, bare."""
    from checker.formats.signed_statement import payload_of  # noqa: PLC0415 - loads a cryptography library

    document = read_json(data, source="a revocation")
    if isinstance(document, dict) and "payload" not in document:
        return document
    return payload_of(data, name=NAME, source="a revocation")


def _named(document: dict[str, Json]) -> Iterator[tuple[str, str]]:
    files = document["artifacts"]
    for sha256 in files if isinstance(files, list) else ():
        yield str(sha256), str(document["reason"])
