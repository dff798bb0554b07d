"""The first screen says where a release stands and why a key does nothing, and looking changes nothing."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from checker.application.approve_release import ApprovalAsked, approve_release
from checker.application.build_manifest import build_manifest
from checker.application.open_lifecycle import add_event
from checker.application.publish_release import PublishAsked, prepare_publish
from checker.application.resumable_run import refuse_to_resume
from checker.application.run_compliance import request_run
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.run import RunCancelled, Stage, StageEnded, StageOutcome
from checker.errors import CleanReleaseError, StoreError
from checker.tui.following import Following
from checker.tui.pages import NOBODY, refusal_text
from checker.tui.widgets.words import Words
from tests import tui_builders as tui
from tests.approval_builders import EVERYBODY, Judged
from tests.candidate_builders import NAME
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.told_tui import ToldTui
from tests.release_builders import NOW
from tests.report_builders import a_rule, an_unread, not_evaluated
from tests.tui_screens import NARROW, OFTEN, WIDE, agrees, driven, settled, shown, typed, until

STATES = {
    "nothing": tui.nothing_registered,
    "draft": tui.at_draft,
    "prepared": tui.at_prepared,
    "manifest": tui.at_manifest,
    "at-work": tui.at_work,
    "failure": tui.at_failure,
    "question": tui.at_question,
    "pass": tui.at_pass,
    "approval": tui.at_approval,
}


@pytest.mark.parametrize("state", STATES)
def test_a_release_is_shown_on_a_usual_screen_and_on_a_small_one(state: str) -> None:
    agrees(f"{state}-80x24", shown(STATES[state](), size=WIDE))
    agrees(f"{state}-40x12", shown(STATES[state](), size=NARROW))


def test_a_demonstration_is_marked_in_words() -> None:
    demo = tui.at_manifest(namespace=Namespace.DEMO)

    agrees("demo-80x24", shown(demo))
    for size in (WIDE, NARROW):
        assert "[DEMO] nothing here opens a real gate" in shown(demo, size=size)
        assert "[DEMO] nothing here opens a real gate" in shown(demo, "v", size=size)
        assert "DEMO" not in shown(tui.at_manifest(), size=size)


@pytest.mark.parametrize("state", [name for name in STATES if name != "nothing"])
def test_a_key_that_does_nothing_says_why_in_the_words_of_the_use_case(state: str) -> None:
    told = STATES[state]()
    opened, anchor = told.opened, EVERYBODY
    setattr(told.by.store, "is_ephemeral", False)  # noqa: B010 - the port only reads it
    by = Judged(opened=opened, by=told.by, anchor=anchor).acting("release-owner")
    signer = MemorySigner("release-owner")
    approval = ApprovalAsked(candidate=NAME, report="rpt-001")
    publication = PublishAsked(candidate=NAME, report="rpt-001", channel="pypi")
    real: dict[str, Callable[[], object]] = {
        "f5": lambda: request_run(opened, NAME, by=by),
        "f6": lambda: build_manifest(opened, NAME, by=by),
        "f7": lambda: refuse_to_resume(opened.latest_run(NAME)),
        "f8": lambda: approve_release(opened, approval, anchor=anchor, signer=signer, by=by),
        "f9": lambda: prepare_publish(opened, publication, anchor=anchor, signer=signer, by=by),
    }
    standing = told.standing()
    refused = {key: said for key in real if (said := refusal_text(standing, key, actor="release-owner"))}

    assert [key for key in real if key not in refused] == ALLOWED[state]
    assert said_by(told, *refused) == list(refused.values())
    assert told.done == []
    for key, said in refused.items():
        if (state, key) not in KNOWN_BETTER:
            assert said == words_of(real[key])


def said_by(told: ToldTui, *keys: str) -> list[str]:
    """What the screen says to each of these keys."""
    said = []

    async def press(pilot: Pilot[int]) -> None:
        for key in keys:
            await typed(pilot, key)
            said.append(str(pilot.app.screen.query_one("#message", Words).content))

    driven(told, press)
    return said


def words_of(refuse: Callable[[], object]) -> str:
    """The refusal that the use case gives, with its hint; empty where it gives none."""
    try:
        refuse()
    except CleanReleaseError as error:
        return f"{error}; {error.hint}"
    return ""


def test_without_a_name_of_who_acts_nothing_is_done_and_that_is_said() -> None:
    told = tui.at_pass(actor="")

    assert said_by(told, "f5", "f6", "f8") == [NOBODY] * 3
    assert told.done == []


def test_what_speaks_against_several_keys_is_said_once() -> None:
    nothing = shown(tui.nothing_registered())
    nobody = shown(tui.at_pass(actor=""))

    assert nothing.count("no candidate was registered in this folder") == 1
    assert "F5 to F9    no candidate was registered" in nothing
    assert "actor       release-owner" in nothing
    assert "F5 to F6    nobody is named who acts" in nobody


def test_a_store_that_cannot_be_read_is_shown_as_that_and_nothing_is_done() -> None:
    told = tui.at_pass(problem=StoreError("the store is busy"))

    agrees("unreadable-80x24", shown(told, "f5"))
    assert told.done == []


def test_a_store_that_can_be_read_again_is_shown_again() -> None:
    told = tui.at_pass(problem=StoreError("the store is busy"))

    async def mend(pilot: Pilot[int]) -> None:
        told.problem = None
        await until(pilot, "CHECK_PASSED")

    driven(told, mend, poll=OFTEN)


def test_what_another_process_does_is_shown_as_it_happens() -> None:
    told = tui.at_work()

    async def watch(pilot: Pilot[int]) -> None:
        before = await settled(pilot)
        assert "AUDIT at work" in before
        assert "release-bot (7) works at it" in before
        done = StageEnded(run=1, stage=Stage.AUDIT, started=NOW, outcome=StageOutcome.DONE, document=digest_of(b"it"))
        told.opened = add_event(told.opened, done, candidate=NAME, by=told.by)
        await until(pilot, "AUDIT done, RULES at work", "run-001 AUDIT done; RULES is next")
        told.opened = add_event(told.opened, RunCancelled(run=1, reason="not now"), candidate=NAME, by=told.by)
        await until(pilot, "run-001 was cancelled (not now)")
        told.opened = request_run(told.opened, NAME, by=told.by)
        await until(pilot, "run-002 was asked for, of the manifest sha256:")

    driven(told, watch, poll=OFTEN)


def test_what_happened_to_a_run_before_somebody_looked_is_no_news() -> None:
    assert "AUDIT failed" not in said_by(tui.at_failure(), "f8")[0]
    following = Following()
    standing = tui.at_failure().standing()

    assert (following.newest(standing), following.newest(standing)) == ("", "")
    assert following.newest(tui.nothing_registered().standing()) == ""


def test_a_run_that_began_where_there_was_none_is_told_from_its_beginning() -> None:
    following = Following()

    assert following.newest(tui.at_manifest().standing()) == ""
    assert following.newest(tui.at_work().standing()) == "run-001 SOURCES done; AUDIT is next"


def test_nothing_is_read_again_while_nobody_writes() -> None:
    told = tui.at_pass()

    async def wait(pilot: Pilot[int]) -> None:
        before = told.looks
        await pilot.pause(0.2)
        assert told.looks <= before + 1

    driven(told, wait, poll=OFTEN)


def test_each_page_that_only_shows_is_opened_by_its_key_and_left_by_escape() -> None:
    told = tui.at_pass()

    agrees("manifest-page-80x24", shown(told, "m"))
    agrees("help-80x24", shown(told, "question_mark"))
    agrees("help-40x12", shown(told, "question_mark", size=NARROW))
    assert shown(told, "u").splitlines()[1] == "Everything that a rule needed was read."
    for key in ("m", "question_mark", "u", "v", "h"):
        assert shown(told, key, "escape") == shown(told)
    assert told.done == []


def test_help_is_opened_once() -> None:
    assert shown(tui.at_pass(), "question_mark", "question_mark", "escape") == shown(tui.at_pass())


def test_pages_of_what_is_not_there_say_so() -> None:
    told = tui.nothing_registered()

    assert "no manifest was built" in shown(told, "m")
    assert "no report was recorded" in shown(told, "v")
    assert "no report was recorded" in shown(told, "u")


def test_what_could_not_be_read_is_listed_with_what_would_settle_it() -> None:
    unread = (an_unread(), an_unread("repository.secrets", needs="", why=""))

    agrees("unread-80x24", shown(tui.at_block(not_evaluated(a_rule()), unread=unread), "u"))


def test_a_screen_may_change_its_size() -> None:
    told = tui.at_pass()

    async def resize(pilot: Pilot[int]) -> None:
        await pilot.resize_terminal(*NARROW)
        small = await settled(pilot)
        await pilot.resize_terminal(*WIDE)
        agrees("pass-40x12", small)
        agrees("pass-80x24", await settled(pilot))

    driven(told, resize)


KNOWN_BETTER = {("at-work", "f7"), ("approval", "f8")}
"""That a run is held the table of transitions does not know, and it lets several persons approve."""
ALLOWED = {
    "draft": [],
    "prepared": ["f6"],
    "manifest": ["f5", "f6"],
    "at-work": ["f5", "f6"],
    "failure": ["f5", "f6", "f7"],
    "question": ["f5", "f6", "f7"],
    "pass": ["f5", "f6", "f8"],
    "approval": ["f5", "f6", "f9"],
}
"""The keys that do something, by where the release stands."""
