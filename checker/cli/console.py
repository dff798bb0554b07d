"""The console: where the command line writes. Results go to standard output, everything else to standard error."""

import os
import sys
from typing import TextIO

from checker.errors import CleanReleaseError
from checker.formats.text_safety import escape_for_terminal

TRACEBACK = "CLEAN_RELEASE_TRACEBACK"


def show(text: str) -> None:
    """Write a result to standard output."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Write progress or advice to standard error."""
    _write(sys.stderr, text)


def _write(stream: TextIO, text: str) -> None:
    """Write with a final newline; what the stream's encoding cannot show is written as an escape, never dropped."""
    line = text if text.endswith("\n") else text + "\n"
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def explain_error(error: CleanReleaseError) -> str:
    """One sentence with the code, then the hint."""
    text = f"error[{error.code}]: {escape_for_terminal(str(error))}"
    return f"{text}\n  hint: {escape_for_terminal(error.hint)}" if error.hint else text


def wants_traceback() -> bool:
    """Whether somebody debugging the product itself asked for tracebacks."""
    return bool(os.environ.get(TRACEBACK))
