"""Violations are listed, filtered, sorted, copied and shown whole, and no text in them acts on the terminal."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from textual.pilot import Pilot

from checker.output.terminal import Tone
from checker.tui.lines import Line, broken_text, inert, rows_of
from checker.tui.widgets.choices import Choices
from checker.tui.widgets.page import Page
from tests import tui_builders as tui
from tests.report_builders import a_rule, a_violation, failed, not_evaluated
from tests.tui_screens import NARROW, agrees, driven, pressed, settled, shown
from tests.unit.output.hostile import HOSTILE

if TYPE_CHECKING:
    from checker.domain.outcome import Ruling

SECOND = a_rule("environment.reviewers", catalogue="EN-01", message="nobody reviews {subject}")
FOUND = (
    failed(a_rule(), a_violation(a_rule(), "refs/heads/main", evidence=(7, "ruleset")), a_violation(a_rule(), "b")),
    failed(SECOND, a_violation(SECOND, "a")),
    failed(a_rule("tag.signed", enforcement="warn"), a_violation(a_rule("tag.signed", enforcement="warn"), "v*")),
    not_evaluated(a_rule("secret.rotation")),
)
MARKUP = ("[/x]", "[@click=app.exit]here[/]", "[b]bold", "[link=https://example.com]x[/link]", "$primary", "{0}")
LOUD = ("\x1b[2J\x1b]52;c;AAAA\x07", "\u202egpj.exe", "a\x00b", "\u200b\u2066x", "line\nforged", "\x9b31m", "\ue000")


def test_violations_are_listed_with_what_was_not_evaluated() -> None:
    told = tui.at_block(*FOUND)

    agrees("violations-80x24", shown(told, "v"))
    agrees("violations-40x12", shown(told, "v", size=NARROW))
    agrees("violation-80x24", shown(told, "v", "down", "down", "enter"))


def listed(screen: str) -> list[str]:
    """The subjects in the list, in their order."""
    return re.findall(r"^[> ] \w+ +[\w.]+  (\S+)", screen, re.MULTILINE)


def test_violations_are_sorted_by_rule_and_by_subject() -> None:
    told = tui.at_block(*FOUND)

    assert listed(shown(told, "v")) == ["b", "refs/heads/main", "a", "v*"]
    assert listed(shown(told, "v", "s", "s")) == ["a", "b", "refs/heads/main", "v*"]
    assert listed(shown(told, "v", "s", "s", "s")) == ["b", "refs/heads/main", "a", "v*"]


def test_violations_are_filtered_while_it_is_typed() -> None:
    told = tui.at_block(*FOUND)

    screen = shown(told, "v", "slash", *"MAIN")
    assert "1 of 4 violations, not evaluated: 1, with MAIN" in screen
    assert listed(screen) == ["refs/heads/main"]
    assert listed(shown(told, "v", "slash", *"bypass b", "enter", "s")) == ["b", "refs/heads/main", "a", "v*"]
    assert shown(told, "v", "slash", *"zz", "escape") == shown(told, "v")
    assert shown(told, "v", "slash", "enter", "escape") == shown(told)
    assert "0 of 4" in shown(told, "v", "slash", *"zz", "enter", "enter", "c")


def test_a_violation_is_given_to_the_terminal_and_shown_to_be_marked() -> None:
    told = tui.at_block(*FOUND)

    async def copy(pilot: Pilot[int]) -> None:
        agrees("copied-80x24", await pressed(pilot, "v", "c"))
        lines = pilot.app.clipboard.splitlines()
        assert lines[0] == "rule: branch.no_bypass (BR-19 high block)"
        assert "run: gh api -X DELETE repos/octo/hello/rulesets/7" in lines

    driven(told, copy)


def test_what_is_no_violation_is_neither_opened_nor_copied() -> None:
    told = tui.at_block(*FOUND)

    assert shown(told, "v", "end", "enter", "c") == shown(told, "v", "end")


def with_texts(*texts: str) -> "Ruling":
    """A ruling with one violation for each text, which stands everywhere in it."""
    rule = a_rule()
    found = []
    for number, text in enumerate(texts):
        one = a_violation(rule, f"{number:02} {text[:100]}", evidence=(text,))
        found.append(replace(one, message=f"m{text}", fix=replace(one.fix, click=text, command=text)))
    return failed(rule, *found)


def test_no_text_acts_on_the_terminal_or_on_the_screens() -> None:
    texts = (*MARKUP, *LOUD, *HOSTILE, "[" * 50)
    told = tui.at_block(with_texts(*texts))

    async def look(pilot: Pilot[int]) -> None:
        await pressed(pilot, "v")
        for text in texts:
            screen = await pressed(pilot, "enter")
            assert all(char.isprintable() for char in screen.replace("\n", ""))
            assert "".join(inert(f"m{text}").split())[:12] in "".join(screen.split())
            await pressed(pilot, "escape", "c")
            assert all(char.isprintable() for char in pilot.app.clipboard.replace("\n", ""))
            screen = await pressed(pilot, "escape", "down")
            assert all(char.isprintable() for char in screen.replace("\n", ""))

    driven(told, look)
    assert told.done == []


def test_a_text_of_a_megabyte_is_shown_from_its_beginning() -> None:
    told = tui.at_block(with_texts("x" * 1_000_000))

    async def look(pilot: Pilot[int]) -> None:
        await pressed(pilot, "v", "enter")
        pilot.app.screen.query_one(Page).scroll_end(animate=False)
        assert "[cut]" in await settled(pilot)  # by what made the report
        await pressed(pilot, "escape", "c")
        assert len(pilot.app.clipboard) <= 100_000

    driven(told, look)


def test_a_text_that_nobody_cut_is_shown_from_its_beginning_too() -> None:
    assert inert("x" * 1_000_000).endswith("x… (980,000 more characters)")
    assert len(broken_text(inert("x" * 1_000_000), width=40)) < 600


def test_a_list_of_many_is_moved_through_by_row_by_screen_and_to_its_ends() -> None:
    rule = a_rule()
    many = tui.at_block(failed(rule, *(a_violation(rule, f"refs/heads/{number:04}") for number in range(1000))))

    async def move(pilot: Pilot[int]) -> None:
        await pressed(pilot, "v")
        chosen = pilot.app.screen.query_one(Choices)
        for key, number in (("G", 999), ("g", 0), ("j", 1), ("k", 0), ("k", 0), ("end", 999), ("down", 999)):
            screen = await pressed(pilot, key)
            assert chosen.chosen == number
            assert f"refs/heads/{number:04}" in screen
        await pressed(pilot, "home", "pagedown")
        assert 10 < chosen.chosen < 24
        await pressed(pilot, "pageup")
        assert chosen.chosen == 0

    driven(many, move)


def test_a_line_is_broken_at_blanks_and_within_a_word_that_is_too_long() -> None:
    assert broken_text("one two three", width=7) == ["one two", "three"]
    assert broken_text("  indented words", width=10) == ["  indented", "  words"]
    assert broken_text("abcdefgh", width=3) == ["abc", "def", "gh"]
    assert broken_text("\u4e2d\u6587\u4e2d", width=4) == ["\u4e2d\u6587", "\u4e2d"]
    assert broken_text("a abcdef", width=3) == ["a", "abc", "def"]
    assert broken_text("", width=3) == [""]


def test_a_label_stands_above_where_there_is_no_room_beside() -> None:
    lines = (Line(label="report", text="passed", tone=Tone.GOOD), Line(text="wide", is_wide=True))

    assert [(row.label, row.text) for row in rows_of(lines, width=40)] == [("report      ", "passed"), ("", "wide")]
    assert [(row.label, row.text) for row in rows_of(lines, width=10)] == [("report", ""), ("", "passed"), ("", "wide")]
