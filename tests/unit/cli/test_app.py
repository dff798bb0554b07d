"""One command alone is what it is among all others."""

from typing import Any

import pytest
from typer.main import get_command

from checker.cli.commands import app_for


def names(words: list[str]) -> list[str]:
    return list(get_command(app_for(words)).commands)  # type: ignore[attr-defined]  # it is a group


def described(command: Any) -> object:  # noqa: ANN401 - typer hides its types
    options = [
        (one.opts, one.help, one.default, one.required, one.multiple, one.type.name)
        for one in command.params[:]
        if hasattr(one, "help")
    ]
    return command.name, command.help, options, [described(one) for one in getattr(command, "commands", {}).values()]


@pytest.mark.parametrize("name", names([]))
def test_a_command_that_is_asked_for_is_there_with_all_its_options(name: str) -> None:
    alone, among_others = (get_command(app_for(words)) for words in ([name, "--help"], []))

    assert described(alone.commands[name]) == described(among_others.commands[name])  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(set(names([])) - {"init", "doctor"}))
def test_no_other_command_is_declared_for_it(name: str) -> None:
    assert names([name]) == [name]


@pytest.mark.parametrize("words", [[], ["--help"], ["chekc"], ["--version", "check"], [""]])
def test_all_are_there_where_none_is_asked_for(words: list[str]) -> None:
    assert names(words) == names([])
    assert {"check", "init", "doctor", "audit", "report"} <= set(names(words))
