"""Which answer counts again, and which never does."""

import pytest

from checker.application.cached_reads import CachedReads, ReadLimits, Wanted

A_RUN = Wanted(scope=("widget", "real"), name="/runs/run-001")


def reads(**limits: float) -> CachedReads[bytes]:
    kept: CachedReads[bytes] = CachedReads(ReadLimits(**{"bytes": 100, "largest": 60, "seconds": 1.0, **limits}))  # type: ignore[arg-type]
    kept.keep(A_RUN, b"running", version=1, now=10.0, size=50)
    return kept


def test_what_was_read_counts_while_nothing_changed() -> None:
    assert reads().find(A_RUN, version=1, now=10.9) == b"running"


@pytest.mark.parametrize(("version", "now"), [(2, 10.1), (None, 10.1), (1, 11.0)], ids=["commit", "unknown", "late"])
def test_what_may_have_changed_is_read_again(version: int | None, now: float) -> None:
    kept = reads()
    assert kept.find(A_RUN, version=version, now=now) is None
    assert (kept.find(A_RUN, version=1, now=10.1), kept.bytes) == (None, 0)


@pytest.mark.parametrize("scope", [("widget", "demo"), ("gadget", "real"), ()])
def test_no_scope_is_answered_with_what_another_one_was(scope: tuple[str, ...]) -> None:
    assert reads().find(Wanted(scope=scope, name=A_RUN.name), version=1, now=10.1) is None


def test_a_later_answer_takes_the_place_of_the_earlier_one() -> None:
    kept = reads()
    kept.keep(A_RUN, b"passed", version=2, now=10.5, size=20)
    assert (kept.find(A_RUN, version=2, now=10.6), kept.bytes) == (b"passed", 20)


@pytest.mark.parametrize(("version", "size"), [(None, 10), (3, 61)], ids=["unknown", "large"])
def test_what_nobody_can_date_and_what_is_large_is_not_kept(version: int | None, size: int) -> None:
    kept = reads()
    kept.keep(A_RUN, b"passed", version=version, now=10.5, size=size)
    assert (kept.find(A_RUN, version=version, now=10.5), kept.bytes) == (None, 0)


def test_what_nobody_asked_for_the_longest_makes_room() -> None:
    kept = reads()
    other, third = (Wanted(scope=A_RUN.scope, name=name) for name in ("other", "third"))
    kept.keep(other, b"o", version=1, now=10.0, size=40)
    assert kept.find(A_RUN, version=1, now=10.1)
    kept.keep(third, b"t", version=1, now=10.2, size=40)
    found = [kept.find(one, version=1, now=10.3) for one in (A_RUN, other, third)]
    assert (found, kept.bytes) == ([b"running", None, b"t"], 90)


def test_who_asks_in_the_second_half_of_its_time_may_renew_it() -> None:
    kept = reads()
    other = Wanted(scope=A_RUN.scope, name="other")
    assert [kept.is_fading(A_RUN, now=now) for now in (10.0, 10.5, 10.6)] == [False, False, True]
    assert kept.is_fading(other, now=10.6) is False
