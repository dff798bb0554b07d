"""A blocked check passes when two persons accepted its violation, for as long as they did, and never by one person."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checker.adapters.clock import SystemClock
from tests.waiver_builders import anchor_of_keys

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Time:
    """The moment that the program takes for the present one."""

    now = NOON


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    told = Time()
    monkeypatch.setattr(SystemClock, "now", lambda _: told.now)
    return told


@pytest.fixture
def place(blocked: Path, time: Time, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The blocked example under an anchor that knows ann and bea."""
    del time
    anchor_of_keys(tmp_path / "configured", monkeypatch, beginning=(blocked / "anchor.yaml").read_text())
    return blocked


def violation(command: "CommandLine", place: Path) -> dict[str, Any]:
    """The one violation that blocks."""
    report = json.loads(command("check", place, "--json").out)["report"]
    (found,) = [one for rule in report["rules"] if rule["enforcement"] == "block" for one in rule["violations"]]
    return dict(found)


def request(command: "CommandLine", place: Path, *more: object, actor: str = "ann") -> int:
    asked = ("--reason", "it is being mended", "--owner", "bea", "--expires", "2026-03-02T18:00:00Z", "--actor", actor)
    return command("waiver", "request", "--project", place, *asked, *more).code


def approve(command: "CommandLine", place: Path, actor: str) -> int:
    return command("waiver", "approve", "--project", place, "--waiver-id", "wvr-001", "--actor", actor).code


def test_what_two_persons_accept_passes_until_it_ends_and_the_violation_is_still_reported(
    place: Path, command: "CommandLine", time: Time
) -> None:
    found = violation(command, place)
    assert command("check", place).code == 1
    assert request(command, place, "--fingerprint", found["fingerprint"][:12]) == 0
    assert command("check", place).code == 1, "one person accepts nothing"
    assert approve(command, place, "ann") == 3
    assert approve(command, place, "bea") == 0

    passed = command("check", place, "--json")
    report = json.loads(passed.out)["report"]
    assert (passed.code, report["verdict"]) == (0, "passed")
    (waiver,) = report["waivers"]
    assert (waiver["honoured"], waiver["matched"], waiver["signers"]) == (True, True, ["ann", "bea"])
    (rule,) = [one for one in report["rules"] if one["outcome"] == "waived"]
    assert rule["violations"][0]["fingerprint"] == found["fingerprint"]
    assert command("report", "verify", "--project", place).code == 0
    assert command("report", "replay", "--project", place).code == 0

    listed = command("waiver", "list", "--project", place).out
    assert "namespace demo\nwvr-001" in listed
    assert "counts until 2026-03-02T18:00:00Z" in listed
    time.now = datetime(2026, 3, 2, 18, tzinfo=UTC)
    assert "does not count: it ended at 2026-03-02T18:00:00Z" in command("waiver", "list", "--project", place).out
    assert command("check", place).code == 1


def test_a_waiver_that_was_ended_is_given_to_no_check(place: Path, command: "CommandLine") -> None:
    request(command, place, "--fingerprint", violation(command, place)["fingerprint"])
    approve(command, place, "bea")
    ending = ("waiver", "expire", "--project", place, "--waiver-id", "wvr-001", "--actor", "ann")
    assert command(*ending, "--reason", "it is mended").code == 0
    assert command("check", place).code == 1
    assert "does not count: it was ended: it is mended" in command("waiver", "list", "--project", place).out
    assert command.refused(*ending, "--reason", "again").code == 3


def test_a_waiver_travels_as_a_file_and_counts_where_the_anchor_knows_both(
    place: Path, command: "CommandLine", tmp_path: Path
) -> None:
    alone, both = tmp_path / "alone.json", tmp_path / "both.json"
    request(command, place, "--fingerprint", violation(command, place)["fingerprint"], "--output", alone)
    signing = ("waiver", "approve", "--project", place, "--input", alone, "--output", both, "--actor", "bea")
    assert command(*signing).code == 0
    assert command.refused(*signing).code == 2, "nothing is written over"

    assert command("check", place, "--waiver", alone).code == 1
    assert command("check", place, "--waiver", both).code == 0
    without = place / "anchor.yaml"
    told = command("check", place, "--waiver", both, "--anchor", without)
    assert told.code == 1
    assert "does not count: nobody signed it whom the anchor knows as an approver" in told.out


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"--expires": "2026-02-30"}, 3),
        ({"--expires": "tomorrow"}, 3),
        ({"--expires": "2026-03-02"}, 3),
        ({"--expires": "2027-03-02"}, 3),
        ({"--fingerprint": "*"}, 2),
        ({"--fingerprint": "ffffffffffff"}, 3),
        ({"--report-id": "sha256:ffffffff"}, 3),
        ({"--report-id": "rpt-009"}, 3),
        ({"--actor": "eve"}, 3),
        ({"--reason": " "}, 3),
    ],
)
def test_a_waiver_that_cannot_be_is_refused_in_one_sentence(
    place: Path, command: "CommandLine", changes: dict[str, str], code: int
) -> None:
    asked = {
        "--fingerprint": violation(command, place)["fingerprint"],
        "--reason": "it is being mended",
        "--owner": "bea",
        "--expires": "2026-04-01",
        "--actor": "ann",
        **changes,
    }
    words = [word for pair in asked.items() for word in pair]

    assert command.refused("waiver", "request", "--project", place, *words).code == code
    assert "no waivers" in command("waiver", "list", "--project", place).err


def test_a_waiver_is_named_or_a_file_and_never_both(place: Path, command: "CommandLine") -> None:
    approving = ("waiver", "approve", "--project", place, "--actor", "bea")

    assert command.refused(*approving).code == 2
    assert command.refused(*approving, "--waiver-id", "wvr-001", "--input", "x.json").code == 2
    assert command.refused(*approving, "--input", "x.json").code == 2
