"""The console: where the command line writes. Results go to standard output, everything else to standard error."""

import os
import sys
from collections.abc import Mapping
from typing import TextIO

from checker.errors import (
    BundleRefusedError,
    CleanReleaseError,
    ConflictError,
    EngineFailureError,
    InputRefusedError,
    NotFoundError,
    SelectionError,
    StoreError,
    TrustError,
    UsageError,
)
from checker.formats.text_safety import escape_for_terminal

TRACEBACK = "CLEAN_RELEASE_TRACEBACK"

HINTS: Mapping[str, str] = {
    UsageError.code: "clean-release COMMAND --help shows what a command takes",
    InputRefusedError.code: "correct the document at the place named; nothing of it was used",
    BundleRefusedError.code: "correct the bundle at the place named, or judge with another one",
    TrustError.code: "nothing was judged; find out who changed what before you trust it",
    SelectionError.code: "correct the selection in the project file",
    EngineFailureError.code: "clean-release doctor checks the engine",
    StoreError.code: "clean-release doctor checks the store; no verdict was recorded",
    NotFoundError.code: "check the name, and the folder the command runs in",
    ConflictError.code: "move what is there away, or choose another name",
}
"""What to do next where the refusal itself does not know better."""


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
    """One sentence with the code, then what to do next."""
    return worded(error.code, str(error), hint=error.hint or HINTS[error.code])


def worded(code: str, sentence: str, *, hint: str) -> str:
    """A refusal as it is written; nothing in it can act on a terminal or begin a line of its own."""
    return f"error[{code}]: {escape_for_terminal(sentence)}\n  hint: {escape_for_terminal(hint)}"


def wants_traceback() -> bool:
    """Whether somebody debugging the product itself asked for tracebacks."""
    return bool(os.environ.get(TRACEBACK))
