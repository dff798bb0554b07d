"""Keys that act: what is signed is shown first, one thing is done at a time, and leaving lets go of it."""

import asyncio
from threading import Event

import pytest
from textual.pilot import Pilot

from checker.application.open_lifecycle import add_event
from checker.domain.digest import digest_of
from checker.domain.run import Stage, StageEnded, StageOutcome
from checker.errors import ProviderError
from checker.tui.aside import LetGoError, aside
from checker.tui.screens.asking import WordScreen
from checker.tui.services import Errand
from checker.tui.start import ended
from checker.tui.widgets.words import Words
from tests import tui_builders as tui
from tests.candidate_builders import NAME
from tests.fakes.told_tui import ToldTui
from tests.release_builders import NOW
from tests.tui_screens import NARROW, agrees, driven, pressed, settled, shown, typed, until

REPORT = "sha256:e74a5a7581da7eabaaeb3972d27aed731cc82e91302300e4bd3421d4170f4f71"


def manifest_of(told: ToldTui) -> str:
    return str(told.opened.manifests[-1][1].document)


def words(screen: str) -> str:
    """What a dialog says, wherever its lines are broken."""
    return " ".join(screen.replace("│", " ").split())


def message(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one("#message", Words).content)


def test_a_check_is_of_the_manifest_that_is_shown_and_builds_none() -> None:
    told = tui.at_manifest()

    assert "run-check was done" in shown(told, "f5")
    assert told.done == [("run-check", NAME, manifest_of(told))]


def test_a_check_that_would_undo_something_is_asked_about() -> None:
    for told, what in ((tui.at_approval(), "The approval is void then."), (tui.at_work(), "no longer be current.")):
        assert what in words(shown(told, "f5"))
        shown(told, "f5", "n")
        assert told.done == []
        shown(told, "f5", "y")
        assert [one[0] for one in told.done] == ["run-check"]


def test_a_first_manifest_is_built_at_once_and_another_one_after_a_question() -> None:
    first, again = tui.at_prepared(), tui.at_approval()

    assert "build-manifest was done" in shown(first, "f6")
    assert "The approval is void then. It has to be checked again." in words(shown(again, "f6"))
    shown(again, "f6", "escape")
    assert again.done == []
    shown(again, "f6", "y")
    assert (first.done, again.done) == ([("build-manifest", NAME)], [("build-manifest", NAME)])


def test_a_run_is_gone_on_with_and_answered_where_it_waits() -> None:
    failed, waiting = tui.at_failure(), tui.at_question()

    shown(failed, "f7")
    agrees("answer-80x24", shown(waiting, "f7"))
    shown(waiting, "f7", "escape", "f7", "enter")
    assert (failed.done, waiting.done) == ([("go-on", "run-001", "")], [])
    shown(waiting, "f7", "y", "e", "s", "enter")
    assert waiting.done == [("go-on", "run-001", "yes")]


def test_an_approval_is_signed_after_exactly_it_was_shown() -> None:
    told = tui.at_pass()

    agrees("approving-80x24", shown(told, "f8"))
    agrees("approving-40x12", shown(told, "f8", size=NARROW))
    shown(told, "f8", "n", "f8", "escape", "f8", "q", "f8", "enter", "f8")
    assert told.done == []
    shown(told, "f8", "y")
    assert told.done == [("approve", NAME, REPORT)]


def test_an_approval_that_would_be_refused_is_refused_before_it_is_shown() -> None:
    told = tui.at_pass()
    told.by = told.by.__class__(**{name: getattr(told.by, name) for name in told.by.__slots__} | {"actor": "/"})

    async def press(pilot: Pilot[int]) -> None:
        await pressed(pilot, "f8")
        assert "--actor is '/'" in message(pilot)

    driven(told, press)
    assert told.done == []


def test_a_permit_is_signed_for_a_channel_after_exactly_it_was_shown() -> None:
    told = tui.at_approval()

    agrees("channel-80x24", shown(told, "f9"))
    agrees("publishing-80x24", shown(told, "f9", *"pypi", "enter"))
    shown(told, "f9", "escape", "f9", *"pypi", "enter", "n")
    assert told.done == []
    shown(told, "f9", *"pypi", "enter", "y")
    assert told.done == [("publish", NAME, REPORT, "pypi")]


def test_one_thing_is_done_at_a_time_and_the_keys_that_look_still_look() -> None:
    go_on = Event()
    told = tui.at_manifest(doing=lambda errand: (errand.say("reading branches"), go_on.wait(20))[0])

    async def press(pilot: Pilot[int]) -> None:
        await typed(pilot, "f5")
        await until(pilot, "F5 run check: reading branches")
        await typed(pilot, "f6")
        assert message(pilot) == "F5 run check is at work, and one thing is done at a time"
        await typed(pilot, "question_mark")
        await until(pilot, "Keys that look; nothing is changed")
        await typed(pilot, "escape", "m")
        await until(pilot, "widget-1.2.0")
        await typed(pilot, "escape", "f5")
        go_on.set()
        await settled(pilot)
        assert message(pilot) == "run-check was done"

    driven(told, press)
    assert [one[0] for one in told.done] == ["run-check"]


def test_what_an_action_did_so_far_is_shown_as_soon_as_it_says_anything() -> None:
    go_on = Event()
    told = tui.at_work(task=None)

    def work(errand: Errand) -> None:
        done = StageEnded(run=1, stage=Stage.AUDIT, started=NOW, outcome=StageOutcome.DONE, document=digest_of(b"it"))
        told.opened = add_event(told.opened, done, candidate=NAME, by=told.by)
        errand.say("judging")
        go_on.wait(20)

    told.doing = work

    async def press(pilot: Pilot[int]) -> None:
        await typed(pilot, "f7")
        await until(pilot, "AUDIT done, RULES next", "F7 go on: judging")
        go_on.set()
        assert "go-on was done" in await settled(pilot)

    driven(told, press)


def test_a_refusal_of_what_was_done_is_said_with_what_to_do_next() -> None:
    def refuse(_: Errand) -> None:
        raise ProviderError("there is no credential", hint="set GH_TOKEN")

    told = tui.at_manifest(doing=refuse)

    assert "there is no credential; set GH_TOKEN" in shown(told, "f5")


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("ctrl+q", 0), ("ctrl+c", 130)])
def test_leaving_ends_with_the_code_of_how_it_was_left(key: str, code: int) -> None:
    async def press(pilot: Pilot[int]) -> None:
        await typed(pilot, key)

    assert driven(tui.at_pass(), press).return_value == code


@pytest.mark.parametrize("screen", ["f8", "v", "h", "question_mark"])
def test_an_interrupt_is_heard_everywhere(screen: str) -> None:
    async def press(pilot: Pilot[int]) -> None:
        await pressed(pilot, screen)
        await typed(pilot, "ctrl+c")

    assert driven(tui.at_pass(), press).return_value == 130


def at_a_long_run() -> ToldTui:
    """A candidate whose run is at work here, and does not end by itself."""

    def work(errand: Errand) -> None:
        for _ in range(2000):
            errand.pause()
            Event().wait(0.01)

    return tui.at_failure(doing=work)


def test_leaving_while_something_is_at_work_says_what_becomes_of_it() -> None:
    told = at_a_long_run()

    async def press(pilot: Pilot[int]) -> None:
        await typed(pilot, "f7", "q")
        await until(pilot, "F7 go on is at work. Leave?")
        await typed(pilot, "n")
        await until(pilot, "run-001 failed")
        assert pilot.app.is_running
        await typed(pilot, "q")
        await until(pilot, "F7 go on is at work. Leave?")
        await typed(pilot, "y")

    app = driven(told, press)
    told.opened = tui.at_work().opened
    found = ended(app, app.return_value)

    assert told.was_let_go.is_set()
    assert (found.code, app.is_at_work) == (0, False)
    assert found.farewell == (
        "run-001 was left before AUDIT; nothing of it is lost",
        "go on with: clean-release compliance resume --run-id run-001 --actor release-owner",
    )


def test_an_interrupt_lets_go_of_what_is_at_work_too() -> None:
    told = at_a_long_run()

    async def press(pilot: Pilot[int]) -> None:
        await typed(pilot, "f7")
        await until(pilot, "F7 go on: at work")
        await typed(pilot, "ctrl+c")

    app = driven(told, press)
    found = ended(app, app.return_value)

    assert (found.code, told.was_let_go.is_set()) == (130, True)
    assert found.farewell == ("what was at work has ended; clean-release release status shows where it stands",)


def test_what_does_not_let_go_is_said_to_be_free_soon() -> None:
    never = Event()
    told = tui.at_work(doing=lambda _: never.wait(20))

    async def press(pilot: Pilot[int]) -> None:
        await pressed(pilot, "f5")
        await typed(pilot, "y")
        await until(pilot, "F5 run check: at work")
        await typed(pilot, "ctrl+c")

    app = driven(told, press)
    assert app.let_go(seconds=0.1)
    assert app.is_at_work
    never.set()
    assert "release-bot (7) has not let go of it yet" in ended(app, 130).farewell[1]


def test_screens_that_broke_end_with_the_code_of_nothing_decided() -> None:
    async def press(pilot: Pilot[int]) -> None:
        await typed(pilot, "q")

    assert ended(driven(tui.at_pass(), press), None).code == 3


def test_a_word_that_is_asked_for_may_hold_any_letter() -> None:
    told = tui.at_approval()

    async def press(pilot: Pilot[int]) -> None:
        await pressed(pilot, "f9", *"qvh?")
        assert isinstance(pilot.app.screen, WordScreen)

    driven(told, press)


def test_work_aside_hands_back_what_it_comes_to_and_raises_what_it_raises() -> None:
    def stopped() -> None:
        raise KeyboardInterrupt

    assert asyncio.run(aside(lambda: 7)) == 7
    with pytest.raises(ZeroDivisionError):
        asyncio.run(aside(lambda: 1 // 0))
    with pytest.raises(LetGoError):
        asyncio.run(aside(stopped))
