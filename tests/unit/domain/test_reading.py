"""Observations in documents are read as they are, and several unreadable ones come to the worst of them."""

import pytest

from checker.domain.observation import Detail, Observation, Status, collected, unread
from checker.domain.reading import WORST_FIRST, evidence_of, read_observation, worst_of
from checker.errors import InputRefusedError


def test_a_section_that_is_not_there_was_not_requested() -> None:
    assert read_observation(None, name="webhooks").status is Status.NOT_REQUESTED


def test_what_was_written_is_read_back_whole() -> None:
    detail = Detail(http=403, message="no", needs="Administration: read", why="denied", retryable=True)
    written = Observation(status=Status.DENIED, partial=[1], detail=detail, evidence=("e1", "e2"))
    assert read_observation(written.to_json(), name="x") == written
    assert read_observation(collected([1], evidence=("e",)).to_json(), name="x") == collected([1], evidence=("e",))


def test_an_observation_without_its_value_or_with_an_unknown_status_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="the field value is missing"):
        read_observation({"status": "collected", "evidence": []}, name="x")
    with pytest.raises(InputRefusedError, match="the status of x is 'fine', expected one of collected, "):
        read_observation({"status": "fine", "evidence": []}, name="x")


def test_a_detail_whose_http_status_is_no_number_says_nothing_about_http() -> None:
    odd = read_observation({"status": "error", "evidence": [], "detail": {"http": "404"}}, name="x")
    assert odd.detail.http == 0


def test_the_worst_status_speaks_and_everything_that_would_settle_it_is_named() -> None:
    several = [
        ("a", unread(Status.NOT_REQUESTED, why="", needs="Contents: read")),
        ("b", unread(Status.DENIED, why="", needs="Administration: read", http=403, message="Must have admin")),
        ("c", Observation(status=Status.INCOMPLETE, detail=Detail(retryable=True), evidence=("e",))),
        ("a", unread(Status.NOT_REQUESTED, why="", needs="Contents: read")),
    ]
    worst = worst_of(several)
    assert worst.status is Status.DENIED
    assert worst.detail == Detail(
        http=403,
        message="Must have admin",
        needs="Administration: read; Contents: read",
        why="b is denied; c is incomplete; a is not_requested",
        retryable=True,
    )
    assert worst.because == ("b", "c", "a")
    assert worst.evidence == ("e",)


def test_every_status_but_collected_has_a_rank() -> None:
    assert set(WORST_FIRST) == set(Status) - {Status.COLLECTED}


def test_evidence_of_several_is_named_once_and_bounded() -> None:
    many = collected(1, evidence=tuple(f"e{number}" for number in range(999)))
    more = collected(1, evidence=("e0", "x", "y"))
    assert evidence_of([many, more]) == (*many.evidence, "x")
