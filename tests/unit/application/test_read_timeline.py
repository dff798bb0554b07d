"""What happened, by candidate, run, actor, action and time, and nothing of a secret in it."""

import pytest

from checker.adapters.secrets.known_forms import KnownForms
from checker.application.open_lifecycle import Acting, add_event, open_lifecycle
from checker.application.read_timeline import Timeline, TimelineQuestion, read_timeline
from checker.domain.namespace import Namespace
from checker.domain.run import RunCancelled, RunRequested
from checker.errors import InputRefusedError, UsageError
from tests.candidate_builders import NAME
from tests.fakes.marked_forms import MarkedForms
from tests.trail_builders import a_candidate, a_store


def with_a_run() -> Acting:
    by = a_candidate()
    opened = open_lifecycle(by.store, project=by.project)
    manifest = opened.manifests[-1][1].document
    opened = add_event(opened, RunRequested(run=1, manifest=manifest), candidate=NAME, by=by)
    add_event(opened, RunCancelled(run=1, reason="password=abc cookie=sid=123 token=xyz"), candidate=NAME, by=by)
    return by


def shown(by: Acting, **asked: object) -> Timeline:
    rows = by.store.read_trail(up_to=by.store.verify_trail().head.seq)
    question = TimelineQuestion(**asked)  # type: ignore[arg-type]  # any part of it
    return read_timeline(rows, question, namespace=by.store.namespace, secrets=KnownForms())


def actions(timeline: Timeline) -> list[str]:
    return [item.action for item in timeline.items]


def test_events_have_the_name_of_their_action_and_everything_else_was_kept() -> None:
    found = shown(with_a_run())

    assert actions(found) == [
        "keep", "register", "keep", "import-artifacts", "keep", "build-manifest", "request-run", "cancel",
    ]  # fmt: skip
    assert [item.type for item in found.items if item.event is None] == ["origin", "artifacts", "manifest"]
    assert [item.seq for item in found.items] == list(range(1, 9))


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"candidate": NAME}, ["register", "import-artifacts", "build-manifest", "request-run", "cancel"]),
        ({"candidate": "other"}, []),
        ({"run": "run-001"}, ["request-run", "cancel"]),
        ({"actor": "release-bot", "action": "cancel"}, ["cancel"]),
        ({"actor": "me"}, []),
        ({"action": "keep"}, ["keep", "keep", "keep"]),
        ({"since": "2026-02-27"}, []),
        ({"since": "2026-02-26T12:00:00Z", "action": "cancel"}, ["cancel"]),
    ],
)
def test_only_what_is_asked_for_is_shown(asked: dict[str, object], seen: list[str]) -> None:
    assert actions(shown(with_a_run(), **asked)) == seen


def test_the_newest_are_shown_and_the_others_counted() -> None:
    found = shown(with_a_run(), limit=2)

    assert (actions(found), found.left_out) == (["request-run", "cancel"], 6)
    assert len(shown(with_a_run(), limit=0).items) == 8


def test_a_page_holds_the_oldest_behind_an_entry_and_counts_the_younger_ones() -> None:
    whole = shown(with_a_run(), limit=0).items

    first = shown(with_a_run(), limit=3, after=0)
    second = shown(with_a_run(), limit=3, after=first.items[-1].seq)

    assert ([item.seq for item in first.items], first.left_out) == ([item.seq for item in whole[:3]], 5)
    assert ([item.seq for item in second.items], second.left_out) == ([item.seq for item in whole[3:6]], 2)
    assert shown(with_a_run(), limit=3, after=whole[-1].seq).items == ()


def test_texts_are_masked_when_they_are_shown() -> None:
    by = with_a_run()
    opened = open_lifecycle(by.store, project=by.project)
    add_event(opened, RunRequested(run=2, manifest=opened.manifests[-1][1].document), candidate=NAME, by=by)
    last = shown(by, action="cancel").items[-1].event

    assert last
    assert isinstance(last.happened, RunCancelled)
    assert last.happened.reason == "password=*** cookie=*** token=***"
    assert MarkedForms().find(last.happened.reason) == []


def test_an_event_of_another_namespace_is_not_shown() -> None:
    by = a_candidate()
    with pytest.raises(InputRefusedError, match="an event of the namespace real, expected demo"):
        read_timeline(by.store.read_trail(up_to=6), TimelineQuestion(), namespace=Namespace.DEMO, secrets=MarkedForms())


def test_a_moment_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="is not a moment"):
        shown(a_candidate(a_store()), since="yesterday")


def test_a_misspelt_action_is_refused_and_never_looks_like_one_that_did_not_happen() -> None:
    with pytest.raises(UsageError, match=r"the action is 'cancle', expected one of .*cancel, .*keep"):
        shown(with_a_run(), action="cancle")
