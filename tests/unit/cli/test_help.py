"""Help is honest: every command says what it does, how it is used, and nothing wider than a terminal."""

import re
import shlex
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.cli import exit_codes
from checker.cli.commands import command_names, command_of
from checker.cli.examples import _WRITTEN, example_of
from checker.cli.help_page import coloured, with_example
from checker.cli.help_run import run_help
from checker.cli.help_topics import topics
from checker.cli.shown_help import show_help_of
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome
from checker.domain.verdict import Verdict
from checker.errors import UsageError
from checker.output.report_formats import REPORT_FORMATS
from tools.cli_reference import commands

COMMANDS = dict(commands())
GROUPS = sorted({" ".join(name.split()[:-1]) for name in COMMANDS} - {"clean-release"})
COLUMNS = 80


def shown(capsys: pytest.CaptureFixture[str], name: str) -> str:
    assert show_help_of(name.split()[1:]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("name", [*COMMANDS, *GROUPS])
def test_help_fits_a_terminal_and_says_what_the_command_does(capsys: pytest.CaptureFixture[str], name: str) -> None:
    lines = shown(capsys, name).splitlines()

    # A list of choices is one word, which is not broken.
    assert [line for line in lines if len(line) > COLUMNS and len(line.split()) > 3] == []
    assert lines[0].startswith(f"Usage: {name} ")
    assert lines[2].strip()[0].isupper()


@pytest.mark.parametrize("name", ["clean-release", *GROUPS])
def test_a_group_describes_its_commands_in_whole_sentences(capsys: pytest.CaptureFixture[str], name: str) -> None:
    text = " ".join(shown(capsys, name).partition("Commands:")[2].split())

    for child, command in command_of(name.split()[1:]).commands.items():
        described, _, _ = command.help.partition("\n\n")
        assert f"{child} {' '.join(described.split())}" in text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented_and_shown(capsys: pytest.CaptureFixture[str], name: str) -> None:
    text = shown(capsys, name)

    for one in COMMANDS[name].params:
        assert one.help, one.name
        assert one.help[0].isupper() or one.help.startswith("`")
        if one.opts[0].startswith("-"):
            assert all(option in text for option in one.opts)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_an_example_that_it_would_take(capsys: pytest.CaptureFixture[str], name: str) -> None:
    words = name.split()[1:]
    example = example_of(words)
    program, *rest = shlex.split(example)

    assert program == "clean-release"
    assert rest[: len(words)] == words
    parse(COMMANDS[name], rest[len(words) :])
    joined = re.sub(r" \\\n +", " ", shown(capsys, name))
    assert joined.rstrip().endswith(f"Examples:\n  {example}")


def parse(command: Any, words: list[str]) -> None:  # noqa: ANN401 - typer hides its types
    """Read words as the command line would; what it would not take fails."""
    command.make_context("example", words)


def test_every_written_example_is_of_a_command_that_is_there() -> None:
    assert {f"clean-release {name}" for name in _WRITTEN} <= set(COMMANDS)


def test_a_default_is_shown() -> None:
    limit = next(one for one in COMMANDS["clean-release report list"].params if one.name == "limit")

    assert limit.show_default
    assert limit.default == 20


def test_help_of_words_is_what_the_command_says_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_help(("report", "list")) == 0
    assert capsys.readouterr().out == shown(capsys, "clean-release report list")


def test_help_alone_lists_every_topic(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_help(()) == 0

    out = capsys.readouterr().out
    assert re.findall(r"^  ([a-z-]+)  ", out, re.MULTILINE) == list(topics())


@pytest.mark.parametrize("name", topics())
def test_a_topic_is_short_fits_and_leads_on(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert run_help((name,)) == 0
    lines = capsys.readouterr().out.splitlines()

    assert len(lines) <= 30
    assert max(map(len, lines)) < COLUMNS
    assert lines[1] == ""
    assert lines[-2].startswith("Example: ")
    assert lines[-1].startswith("More: docs/")
    assert name not in command_names()


def test_every_command_that_a_topic_names_is_there() -> None:
    for text in topics().values():
        for line in re.findall(r"clean-release ([a-z][a-z -]*)", text):
            words = line.split()
            while words and command_of(words) is None:
                words.pop()
            assert words, f"clean-release {line}"


def test_topics_name_all_there_is() -> None:
    there = topics()
    codes = {str(value) for name, value in vars(exit_codes).items() if name.isupper()}

    assert set(re.findall(r"^    (\d+) ", there["exit-codes"], re.MULTILINE)) == codes
    assert re.findall(r"^    ([a-z]+) +[a-zG]", there["formats"], re.MULTILINE) == list(REPORT_FORMATS)
    assert all(verdict in there["verdicts"] for verdict in Verdict)
    assert all(outcome.replace("_", " ") in " ".join(there["verdicts"].split()) for outcome in Outcome)
    assert all(f"    {namespace} " in there["namespaces"] for namespace in Namespace)


@pytest.mark.parametrize(
    ("word", "near"), [("exit-code", "exit-codes"), ("chekc", "check"), ("verdict", "verdicts"), ("qqq", "lists")]
)
def test_an_unknown_topic_is_refused_and_the_nearest_named(word: str, near: str) -> None:
    with pytest.raises(UsageError, match="no topic and no command") as refused:
        run_help((word,))

    assert near in refused.value.hint


def test_a_topic_with_another_word_is_refused() -> None:
    with pytest.raises(UsageError, match="a topic is one word"):
        run_help(("trust", "me"))


def test_colours_add_nothing_but_colours(capsys: pytest.CaptureFixture[str]) -> None:
    text = shown(capsys, "clean-release report list")

    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured(text)) == text
    assert "\x1b[1mUsage:\x1b[0m" in coloured(text)
    assert "\x1b[32m-p, --project\x1b[0m" in coloured(text)


@given(text=st.text(max_size=200))
def test_colours_change_no_text(text: str) -> None:
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured(text)) == re.sub(r"\x1b\[[0-9;]*m", "", text)


def test_what_is_no_help_gets_no_example() -> None:
    assert with_example("installed\n") == "installed\n"
    assert "Examples:" not in with_example("Usage: clean-release nonsense [OPTIONS]\n")
