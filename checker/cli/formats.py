"""Which output formats there are, and how a report is printed in each."""

import os
import shutil

from checker.cli.console import show, show_json, standard_output, takes_unicode
from checker.domain.json_value import Json
from checker.errors import UsageError

TEXT, JSON_FORMAT = "text", "json"
REPORT_FORMATS = (TEXT, JSON_FORMAT)


def refuse_unknown_format(name: str, *, known: tuple[str, ...] = REPORT_FORMATS) -> None:
    """Refuse a format nobody writes.

    Raises:
        UsageError: names the formats there are.
    """
    if name not in known:
        raise UsageError(f"unknown format {name!r}, expected one of {', '.join(known)}")


def show_report(document: dict[str, Json], *, digest: str, format_name: str) -> None:
    """Print a report."""
    if format_name == JSON_FORMAT:
        from checker.output.json_v1 import render_json  # noqa: PLC0415

        show_json(render_json(document, digest=digest).encode())
        return
    from checker.output.terminal import wants_colour  # noqa: PLC0415
    from checker.output.text import render_text  # noqa: PLC0415

    output = standard_output()
    is_terminal = output.isatty()
    colour = wants_colour(os.environ, is_terminal=is_terminal)
    width = shutil.get_terminal_size().columns if is_terminal else 0
    ascii_only = not takes_unicode(output)
    show(render_text(document, digest=digest, colour=colour, width=width, ascii_only=ascii_only))
