"""The console: where the command line writes. Results go to standard output, everything else to standard error."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

from checker.errors import (
    BundleRefusedError,
    CleanReleaseError,
    ConflictError,
    ContextSignatureError,
    EngineFailureError,
    ForbiddenError,
    ForkError,
    IdempotencyConflictError,
    InputRefusedError,
    IssuerUnavailableError,
    LeaseLostError,
    MalformedPayloadError,
    NotFoundError,
    OrderError,
    ProviderError,
    SelectionError,
    StoreError,
    TooManyRequestsError,
    TrustError,
    UnauthenticatedError,
    UnderWayError,
    UsageError,
)
from checker.formats.text_safety import escape_for_terminal, shorten_words

TRACEBACK = "CLEAN_RELEASE_TRACEBACK"

HINTS: Mapping[str, str] = {
    UsageError.code: "clean-release COMMAND --help shows what a command takes",
    InputRefusedError.code: "correct the document at the place named; nothing of it was used",
    BundleRefusedError.code: "correct the bundle at the place named, or judge with another one",
    TrustError.code: "nothing was judged; find out who changed what before you trust it",
    ForkError.code: "an alarm: trust neither trail before you know who wrote the other",
    SelectionError.code: "correct the selection in the project file",
    EngineFailureError.code: "clean-release doctor checks the engine",
    ProviderError.code: "check network, host and credential; nothing was taken for read that was not",
    StoreError.code: "clean-release doctor checks the store; no verdict was recorded",
    ContextSignatureError.code: "find out who changed what; then ask for another run, nothing of this one counts",
    MalformedPayloadError.code: "write it anew; nothing was concluded from it",
    LeaseLostError.code: "stop this work; whoever has the task now does it",
    OrderError.code: "clean-release release dry-run shows what each step waits for",
    NotFoundError.code: "check the name, and the folder the command runs in",
    ConflictError.code: "move what is there away, or choose another name",
    UnauthenticatedError.code: "send a token that counts, as Authorization: Bearer TOKEN",
    ForbiddenError.code: "ask whoever runs the server for a token with that role",
    TooManyRequestsError.code: "ask again after the seconds in Retry-After",
    IssuerUnavailableError.code: "ask again in a minute; the issuer of the token did not give its keys",
    IdempotencyConflictError.code: "send another request with another key, or the same request again",
    UnderWayError.code: "ask again with the same key; its answer is kept",
}
"""What to do next where the refusal itself does not know better."""


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


def explain_error(error: CleanReleaseError) -> str:
    """One sentence with the code, then what to do next."""
    return worded(error.code, str(error), hint=error.hint or HINTS[error.code])


def worded(code: str, sentence: str, *, hint: str) -> str:
    """A refusal as it is written; nothing in it can act on a terminal, begin a line of its own, or fill the screen."""
    shown, advice = (escape_for_terminal(shorten_words(text)) for text in (sentence, hint))
    return f"error[{code}]: {shown}\n  hint: {advice}"


def wants_traceback() -> bool:
    """Whether somebody debugging the product itself asked for tracebacks."""
    return bool(os.environ.get(TRACEBACK))
