"""How a command ends when something else than a refusal happens: nothing of it looks like a pass."""

import errno
import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.cli import commands, shown_help
from checker.cli.app import run
from checker.cli.console import TRACEBACK
from tests.integration.conftest import CommandLine


def raising(error: BaseException) -> Callable[[], int]:
    def stop() -> int:
        raise error

    return stop


class Gone(io.StringIO):
    """A stream nobody can write to."""

    encoding = "utf-8"

    def __init__(self, error: OSError) -> None:
        super().__init__()
        self._error = error

    def write(self, text: str, /) -> int:
        del text
        raise self._error


def ended(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["clean-release", *words])
    return run()


def test_an_interrupt_ends_with_130(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "show_home", raising(KeyboardInterrupt()))

    result = command()

    assert (result.code, result.out, result.err) == (130, "", "interrupted; nothing was half-written\n")


def test_so_does_one_outside_of_a_command(command: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown_help, "app_for", lambda _: lambda *_, **__: raising(KeyboardInterrupt())())

    assert command().code == 130


def test_a_defect_is_named_and_is_no_pass(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(commands, "show_home", raising(ZeroDivisionError("division \x1b[2Jby zero")))

    code = ended(monkeypatch)

    written = capsys.readouterr()
    assert (code, written.out) == (3, "")
    assert written.err.startswith("error[defect]: ZeroDivisionError: division ")
    assert "\x1b" not in written.err
    assert "please report it" in written.err


def test_whoever_works_on_the_product_may_see_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "show_home", raising(ZeroDivisionError()))
    monkeypatch.setenv(TRACEBACK, "1")

    with pytest.raises(ZeroDivisionError):
        ended(monkeypatch)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), ""),
        (OSError(errno.ENOSPC, "No space left on device"), "error[output]: standard output cannot be written"),
    ],
    ids=["gone", "full"],
)
def test_a_result_nobody_gets_is_no_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: OSError, said: str
) -> None:
    monkeypatch.setattr(sys, "stdout", Gone(error))

    code = ended(monkeypatch)

    assert code == 3
    assert capsys.readouterr().err.startswith(said)


def test_advice_nobody_gets_changes_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Gone(BrokenPipeError()))
    assert ended(monkeypatch, "chekc") == 2

    monkeypatch.setattr(sys, "stderr", None)
    assert ended(monkeypatch, "chekc") == 2


def test_without_a_standard_output_there_is_no_result(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", None)

    assert ended(monkeypatch) == 3
    assert "there is no standard output" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    ["init", "manifest draft", "policy test .", "policy new team.x", "bundle inspect .", "check -o json=x.json"],
)
def test_a_command_in_a_folder_that_is_gone_says_so(
    command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()

    ended = command.refused(*words.split())

    assert (ended.code, ended.err.splitlines()[0]) == (
        2,
        "error[usage]: the folder that this command was started in is gone",
    )
