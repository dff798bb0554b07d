"""What `clean-release tui` does: everything that can be refused is refused before the screens are loaded."""

import os
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from checker.application.register_candidate import refuse_no_label
from checker.cli.console import tell
from checker.errors import NotFoundError, UsageError
from checker.formats.text_safety import escape_for_terminal

if TYPE_CHECKING:
    from checker.cli.where import Where

INSTEAD = (
    "look with `clean-release release status`, `compliance status` and `compliance violations`, and act with "
    "`compliance run`, `manifest build`, `release approve` and `release publish`"
)
"""What does the same in lines."""
LIBRARY = "textual"


def run_tui(where: "Where", candidate: str, *, actor: str) -> int:
    """Show the screens until they are left; the exit code is 0, or 130 after a Ctrl-C.

    Raises:
        UsageError: this is no terminal that screens can be shown on.
        NotFoundError: the extra is not installed, or there is no project file.
    """
    refuse_no_terminal()
    if actor:
        refuse_no_label("--actor", actor)
    refuse_without_extra()
    candidates = where.candidates()
    where.facade.load()
    if candidate:
        candidates.one(candidate)
    from checker.tui.project import ProjectTuiServices  # noqa: PLC0415 - after everything that may be refused
    from checker.tui.start import run_screens  # noqa: PLC0415 - as above

    ended = run_screens(
        ProjectTuiServices(facade=where.facade, namespace=candidates.counts_in, candidate=candidate, actor=actor)
    )
    for line in ended.farewell:
        tell(escape_for_terminal(line))
    return ended.code


def refuse_no_terminal() -> None:
    """Make sure that screens can be shown and keys can be read; without a terminal the library would not even stop.

    Raises:
        UsageError: they cannot.
    """
    streams = {"standard input": sys.stdin, "standard output": sys.stdout, "standard error": sys.stderr}
    for name, stream in streams.items():
        if stream is None or not stream.isatty():
            raise UsageError(f"the screens need a terminal, and {name} is none", hint=INSTEAD)
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        raise UsageError(
            f"the screens need a terminal that can place text, and TERM is {os.environ.get('TERM', '')!a}",
            hint=INSTEAD,
        )


def refuse_without_extra() -> None:
    """Make sure that the library of the screens is here.

    Raises:
        NotFoundError: it is not.
    """
    if find_spec(LIBRARY) is None:
        raise NotFoundError("the screens need an extra that is not installed", hint="pip install 'clean-release[tui]'")
