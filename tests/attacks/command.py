"""Runs the command line in this process, as a shell would see it: exit code, standard output, standard error."""

import contextlib
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from checker.cli.app import run


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What a shell sees of a command."""

    code: int
    out: str
    err: str


def run_command(arguments: Sequence[str]) -> Ending:
    """Run one command of `clean-release`."""
    before = sys.argv
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()) as err:
        sys.argv = ["clean-release", *arguments]
        try:
            code = run()
        finally:
            sys.argv = before
    return Ending(code=code, out=out.getvalue(), err=err.getvalue())
