"""`lifecycle-event/v1`: what is written is read back, and nothing else is an event."""

import pytest

from checker.domain.document_kind import DocumentKind
from checker.errors import InputRefusedError
from checker.formats.lifecycle_event_v1 import parse_event
from tests.candidate_builders import acting, built


def events() -> list[bytes]:
    by = acting()
    built(by)
    return [one.data for one in by.store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT)]


def test_every_kind_of_event_comes_back() -> None:
    kinds = [type(parse_event(data, source="it")[0].happened).__name__ for data in events()]

    assert kinds == ["Registered", "ArtifactsImported", "ManifestBuilt"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kind":"registered"', b'"kind":"manifest"'),
        (b'"kind":"registered"', b'"kind":"approved"'),
        (b'"version":"1.2.0"', b'"version":"1 2"'),
        (b'"at":"2026-02-26', b'"at":"2026-02-30'),
        (b'"actor":"release-bot"', b'"actor":""'),
        (b'"namespace":"real"', b'"namespace":"test"'),
        (b'"number":1', b'"number":0'),
        (b'"ref":"refs/tags/', b'"ref":"tags/'),
        (b'"schema"', b'"more":1,"schema"'),
    ],
)
def test_what_is_no_event_is_refused(old: bytes, new: bytes) -> None:
    first = events()[0]
    assert old in first

    with pytest.raises(InputRefusedError):
        parse_event(first.replace(old, new), source="it")
