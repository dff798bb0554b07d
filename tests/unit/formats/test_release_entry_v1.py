"""Entries of a release record: every kind comes back as it was, and nothing else is read."""

import json

import pytest

from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.release_record import (
    BlockerClosed,
    Content,
    DrillStep,
    EvidenceAdded,
    EvidenceKind,
    Mode,
    Resumed,
    SeenFact,
    Smoked,
    SmokeOutcome,
    Started,
    Step,
    StepOutcome,
)
from checker.errors import InputRefusedError
from checker.formats.release_entry_v1 import EntryFrame, digest_of_files, entry_bytes, parse_entry
from tests.release_builders import COMMIT, NOW, a_blocker, ended

FRAME = EntryFrame(
    namespace=Namespace.REAL,
    project="widget",
    repository="github.com/octo/widget",
    release="v1.2.0",
    number=1,
    previous="",
    at=NOW,
    commit=COMMIT,
)
CONTENTS = (
    Started(base_tag="v1.1.0", mode=Mode.DRY_RUN, because="again"),
    Resumed(facts=(SeenFact(name="branch", value="main"), SeenFact(name="ahead", value="0"))),
    ended(Step.TAP, StepOutcome.NOT_NEEDED, run=0, reason="no tap"),
    EvidenceAdded(kind=EvidenceKind.GATE_LATENCY, document=digest_of(b"x"), accepted=True, samples=9, p95=1, p99=2),
    a_blocker(fixes=("do this", "or that"), log=digest_of(b"log")),
    BlockerClosed(name="flaky", reason="mended", run=9),
    Smoked(
        registry="pypi",
        project="widget",
        version="1.2.0",
        outcome=SmokeOutcome.FAILED,
        seconds=9,
        command=("widget", "--version"),
        failed_at="install",
    ),
    DrillStep(
        drill="publish-incident",
        attempt=1,
        step="detect",
        outcome=StepOutcome.SUCCEEDED,
        seconds=3,
        due=60,
        last=False,
    ),
)


@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: type(content).__name__)
def test_an_entry_comes_back_as_it_was(content: Content) -> None:
    data = entry_bytes(FRAME, content)
    entry, frame = parse_entry(data, source="entry")

    assert (entry.content, frame) == (content, FRAME)
    assert (entry.digest, entry.at, entry.commit, entry.number) == (digest_of(data), NOW, COMMIT, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "step"},
        {"closing": {"name": "x", "reason": "y", "run": 0}},
        {"kind": "tap"},
        {"at": "2026-02-30T12:00:00Z"},
        {"commit": "main"},
        {"number": 0},
        {"unknown": 1},
        {"started": {"base_tag": "v1", "mode": "real", "because": ""}},
    ],
)
def test_an_entry_that_says_two_things_or_something_else_is_refused(change: dict[str, object]) -> None:
    document = json.loads(entry_bytes(FRAME, CONTENTS[0]))

    with pytest.raises(InputRefusedError):
        parse_entry(json.dumps({**document, **change}).encode(), source="entry")


def test_what_could_not_be_read_again_is_not_written() -> None:
    with pytest.raises(InputRefusedError, match="the new entry 1"):
        entry_bytes(FRAME, a_blocker(summary="x" * 5000))


def test_the_digest_of_files_is_that_of_their_names_and_bytes_in_any_order() -> None:
    one, two = ("a.yml", digest_of(b"1")), ("b.yml", digest_of(b"2"))

    assert digest_of_files([one, two]) == digest_of_files([two, one])
    assert len({digest_of_files(files) for files in ([], [one], [two], [("a.yml", digest_of(b"2"))])}) == 4
