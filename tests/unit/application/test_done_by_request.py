"""What a request with a key asked for is found by its event, and as it stood then."""

from dataclasses import replace

from checker.application.build_manifest import build_manifest
from checker.application.open_lifecycle import open_lifecycle
from checker.domain.document_kind import DocumentKind
from checker.formats.lifecycle_event_v1 import parse_event
from tests.candidate_builders import NAME, acting, prepared

ONE, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64


def test_what_a_request_did_is_found_as_it_stood_then() -> None:
    by = acting()
    before = prepared(by)
    first = build_manifest(before, NAME, by=replace(by, request=ONE))
    build_manifest(first, NAME, by=replace(by, request=OTHER))
    opened = open_lifecycle(by.store, project=by.project)

    done = opened.as_done(ONE)

    assert done is not None
    assert (done.events, done.manifests) == (first.events, first.manifests)
    assert [event.request for event in opened.events[-2:]] == [ONE, OTHER]
    later = opened.as_done(OTHER)
    assert later is not None
    assert [built.name for _, built in later.manifests] == ["man-001", "man-002"]


def test_what_no_request_did_is_not_found_and_no_event_names_an_empty_one() -> None:
    by = acting()
    opened = prepared(by)

    assert opened.as_done(ONE) is None
    assert opened.as_done("") is None
    (document, *_) = by.store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT)
    assert b'"request"' not in document.data
    assert parse_event(document.data, source="it")[0].request == ""


def test_only_what_was_added_is_read_behind_what_is_known() -> None:
    by = acting()
    known = prepared(by)
    build_manifest(known, NAME, by=by)

    grown = open_lifecycle(by.store, project=by.project, known=known)

    assert grown == open_lifecycle(by.store, project=by.project)
    assert open_lifecycle(by.store, project=by.project, known=grown) == grown


def test_what_is_known_of_a_store_counts_only_as_long_as_it_is_in_it() -> None:
    """Somebody puts another copy of the store back while a worker has it open."""
    by, of_the_copy = acting(), replace(acting(), at="2026-01-01T00:00:00Z")
    known, other = prepared(by), prepared(of_the_copy)
    assert known.count == other.count

    found = open_lifecycle(of_the_copy.store, project=by.project, known=known)

    assert found.events == other.events
    build_manifest(found, NAME, by=of_the_copy)
    grown = open_lifecycle(of_the_copy.store, project=by.project)
    assert grown == open_lifecycle(of_the_copy.store, project=by.project, known=known)
