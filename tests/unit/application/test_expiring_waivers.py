"""Waivers that count come first, the next to end before others; what ends within two weeks ends soon."""

from dataclasses import replace

from checker.application.expiring_waivers import standing_of
from checker.domain.digest import digest_of
from checker.domain.waiver import ConsideredWaiver
from checker.domain.waiver_history import KnownWaiver
from tests.waiver_builders import a_waiver

NOW = "2026-03-01T12:00:00Z"


def known(number: int, expires_at: str, *, why: str = "", ended: str = "") -> tuple[KnownWaiver, ConsideredWaiver]:
    found = KnownWaiver(
        number=number, waiver=digest_of(b"w"), document=digest_of(b"d"), requested_by="octocat", ended=ended
    )
    waiver = replace(a_waiver(), expires_at=expires_at)
    return found, ConsideredWaiver(waiver=waiver, digest=digest_of(b"w"), why=why)


def test_the_next_to_end_is_first_and_what_does_not_count_is_last() -> None:
    standing = standing_of(
        (
            known(1, "2026-03-01T00:00:00Z", why="it ended at 2026-03-01T00:00:00Z"),
            known(2, "2026-06-01T00:00:00Z"),
            known(3, "2026-03-15T11:00:00Z"),
            known(4, "2026-03-15T12:00:00Z"),
            known(5, "2026-03-02T00:00:00Z", ended="no longer needed"),
        ),
        now=NOW,
    )

    assert [one.known.number for one in standing] == [3, 4, 2, 1, 5]
    assert [(one.days, one.ends_soon) for one in standing[:3]] == [(13, True), (14, False), (91, False)]
    assert [one.why_not for one in standing[3:]] == [
        "it ended at 2026-03-01T00:00:00Z",
        "it was ended: no longer needed",
    ]
    assert not any(one.ends_soon for one in standing[3:])
