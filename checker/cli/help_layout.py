"""How the help of a command is laid out: as wide as the terminal, in whole sentences."""

import shutil
import sys
from typing import Any

from typer.core import TyperGroup

WIDEST, PIPED = 120, 80
"""Columns: longer lines are hard to read, however wide the terminal is; and where no terminal reads them."""

_MARGIN = 2


class Group(TyperGroup):
    """A group whose commands are described in whole sentences; typer cuts them off after forty characters."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002, V105 - as typer calls it
        """Write the commands with the first paragraph of each."""
        commands = [(name, command) for name, command in self.commands.items() if not command.hidden]
        rows = [(name, " ".join((command.help or "").partition("\n\n")[0].split())) for name, command in commands]
        if rows:
            with formatter.section("Commands"):
                formatter.write_dl(rows)


def context_settings() -> dict[str, Any]:
    """How wide help is: as the terminal, within limits; 80 columns where none reads it, wherever that is."""
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    columns = shutil.get_terminal_size((PIPED, 24)).columns if is_terminal else PIPED
    return {"help_option_names": ["-h", "--help"], "terminal_width": max(40, min(columns, WIDEST)) - _MARGIN}
