"""The console: where the command line writes. Results go to standard output, everything else to standard error."""

import os
import sys
from contextlib import suppress
from typing import TextIO

from checker.formats.text_safety import escape_for_terminal
from checker.output.refusal import worded

TRACEBACK = "CLEAN_RELEASE_TRACEBACK"


class OutputError(Exception):
    """The result could not be written: the reader went away, the disk is full, there is no standard output.

    NOTE: not an `OSError`, which typer would take for its own and end with 1, the code of a blocked gate.
    """


def standard_output() -> TextIO:
    """Where results go.

    Raises:
        OutputError: whoever started the command has closed it.
    """
    if sys.stdout is None:
        raise OutputError("there is no standard output")
    return sys.stdout


def show(text: str) -> None:
    """Write a result to standard output.

    Raises:
        OutputError: it cannot be written; the message is empty where the reader has read enough.
    """
    try:
        _write(standard_output(), text)
    except BrokenPipeError as error:
        raise OutputError from error
    except OSError as error:
        raise OutputError(f"standard output cannot be written ({error.strerror})") from error


def show_json(document: bytes) -> None:
    """Write a JSON document (UTF-8) as a result; where only other encodings are understood, it escapes as JSON does.

    Raises:
        OutputError: as `show`.
    """
    text = document.decode()
    show(text if takes_unicode(standard_output()) else "".join(map(_escaped, text)))


def takes_unicode(stream: TextIO) -> bool:
    """Whether every character can be written as it is."""
    return (stream.encoding or "").lower().replace("-", "") == "utf8"


def tell(text: str) -> None:
    """Write progress or advice to standard error; where nobody can read it, it is not written."""
    if sys.stderr is not None:
        with suppress(OSError):
            _write(sys.stderr, text)


class ToldProgress:
    """The port `Progress`: lines on standard error that cannot act on a terminal."""

    def say(self, line: str) -> None:
        """Show it."""
        tell(escape_for_terminal(line))


def let_go_of_output() -> None:
    """Lead standard output to nowhere: what could not be written would be tried again, and fail, when Python ends."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def give_up_output(error: OutputError) -> None:
    """Let go of standard output and say why, unless its reader has read enough."""
    let_go_of_output()
    if str(error):
        tell(worded("output", str(error), hint="a report that was made is kept; see clean-release report show"))


def _write(stream: TextIO, text: str) -> None:
    """Write with a final newline; what the stream's encoding cannot show is written as an escape, never dropped."""
    line = text if text.endswith("\n") else text + "\n"
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _escaped(character: str) -> str:
    """A character of a JSON string in ASCII: outside of strings JSON has no others."""
    units = character.encode("utf-16-be").hex()
    escapes = (f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
    return character if character.isascii() else "".join(escapes)


def wants_traceback() -> bool:
    """Whether somebody debugging the product itself asked for tracebacks."""
    return bool(os.environ.get(TRACEBACK))
