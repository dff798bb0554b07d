"""Completion: every word that may follow, in the way each shell reads it, and never anything else."""

import pytest
from typer.main import get_command

from checker.cli.commands import app_for
from checker.cli.completed_words import Line, suggestions_for
from checker.cli.completion import VARIABLE, answer, is_asked


def words(line: str) -> list[str]:
    """What may stand at the end of a line; its last word, behind the last blank, is unfinished."""
    *before, unfinished = line.split(" ")
    read = Line(command=get_command(app_for([])))
    for word in before:
        read.read(word)
    return [one.word for one in suggestions_for(read, unfinished)]


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("", {"check", "release", "report"}),
        ("re", {"release", "report"}),
        ("compliance ", {"run", "status", "resume"}),
        ("check --f", {"--format"}),
        ("check -f j", {"json", "junit"}),
        ("check --format g", {"github", "gitlab"}),
        ("check --format=g", {"--format=github", "--format=gitlab"}),
        ("check --format = g", {"github", "gitlab"}),
        ("check --format =", {"text", "markdown"}),
        ("check -o s", {"sarif="}),
        ("check --json --namespace ", {"real", "demo"}),
        ("check . --engine b", {"both"}),
        ("explain branch.appr", {"branch.approvals"}),
        ("policy list --collection s", {"strict"}),
        ("audit permissions branch.approvals tag.prot", {"tag.protected"}),
        ("release publish --channel p", {"pypi"}),
    ],
)
def test_what_may_follow_is_offered(line: str, some: set[str]) -> None:
    offered = words(line)

    assert some <= set(offered)
    assert all(word.startswith(line.rpartition(" ")[2].removeprefix("=")) for word in offered)


@pytest.mark.parametrize(
    "line",
    [
        "nonsense ",
        "nonsense --",
        "check --nonsense=",
        "check --anchor ",
        "check . ",
        "check --json=x",
        "check -o junit = re",
        "release step build ",
    ],
)
def test_where_nothing_is_known_nothing_is_offered(line: str) -> None:
    assert words(line) == []


def test_a_flag_takes_no_value_and_a_group_is_over_with_its_command() -> None:
    assert "--output" in words("check --json --o")
    assert "status" not in words("compliance run ")


def test_options_of_a_line_are_all_there_with_help() -> None:
    assert {"--format", "--output", "--anchor", "--help"} <= set(words("check -"))


def asked(how: str, typed: str) -> dict[str, str]:
    """The environment in which a shell asks for what may stand at the end of a line."""
    line = f"clean-release {typed}"
    at = str(len(line.split(" ")) - 1)
    return {VARIABLE: f"complete_{how}", "COMP_WORDS": line, "COMP_CWORD": at, "_TYPER_COMPLETE_ARGS": line}


def printed(capsys: pytest.CaptureFixture[str], environment: dict[str, str]) -> str:
    """What is written, to standard output alone."""
    assert answer(environment, apps=app_for) == 0
    written = capsys.readouterr()
    assert written.err == ""
    return written.out


def test_bash_gets_a_line_for_each_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, asked("bash", "check --namespace ")) == "real\ndemo\n"


def test_zsh_gets_words_that_it_can_evaluate(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, asked("zsh", "check --namespace ")) == '_arguments \'*: :(("real"\n"demo"))\'\n'
    assert printed(capsys, asked("zsh", "check --anchor ")) == "_files\n"
    body = printed(capsys, asked("zsh", "")).removeprefix("_arguments '*: :((").removesuffix("))'\n")
    assert not set(body) & set("'`$\\()")


def test_fish_asks_first_whether_there_is_anything(capsys: pytest.CaptureFixture[str]) -> None:
    first = asked("fish", "explain branch.approvals") | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}
    nothing = asked("fish", "check --anchor ") | {"_TYPER_COMPLETE_FISH_ACTION": "is-args"}

    assert (answer(first, apps=app_for), answer(nothing, apps=app_for)) == (0, 1)
    assert capsys.readouterr().out == ""
    word, _, about = printed(capsys, asked("fish", "explain branch.approvals")).rstrip("\n").partition("\t")
    assert (word, about) == ("branch.approvals", "Release branches need enough approvals")


@pytest.mark.parametrize(
    "typed", ["check --project 'open", 'check "', "check \\", "check --project /dev/null --format x", "\x00 ", "é "]
)
@pytest.mark.parametrize("how", ["bash", "zsh", "fish"])
def test_no_line_makes_it_speak_of_an_error(capsys: pytest.CaptureFixture[str], how: str, typed: str) -> None:
    printed(capsys, asked(how, typed))


def test_a_shell_that_asks_nothing_sensible_gets_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, {VARIABLE: "complete_bash"}) == "\n"
    assert printed(capsys, {VARIABLE: "complete_bash", "COMP_WORDS": "x", "COMP_CWORD": "many"}) == "\n"


@pytest.mark.parametrize(
    ("environment", "is_ours"),
    [({}, False), ({VARIABLE: "complete_bash"}, True), ({VARIABLE: "complete_pwsh"}, False), ({VARIABLE: ""}, False)],
)
def test_only_what_is_understood_is_answered_here(environment: dict[str, str], is_ours: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert is_asked(environment) is is_ours
