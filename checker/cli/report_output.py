"""Where a report goes: one format to standard output, and any number of them to files.

What cannot be written is refused before anything is judged, so that a long run does not end without its result. Every
file is written whole or not at all, and no link is followed.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.bootstrap.output_files import refuse_sources, refuse_unwritable, sources_of, write_output
from checker.cli.console import show, show_json, standard_output, takes_unicode
from checker.cli.formats import TEXT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.errors import UsageError
from checker.output.report_formats import HTML, JSON_FORMATS, REPORT_FORMATS, render_report

_STANDARD_OUTPUT = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOutput:
    """The format that is printed, and the files with theirs."""

    printed: str
    files: tuple[tuple[str, Path], ...] = ()


def output_asked_for(printed: str, outputs: Sequence[str]) -> ReportOutput:
    """What `--format` and every `--output FORMAT=FILE` ask for.

    Raises:
        UsageError: an unknown format, an output without a file, one file or standard output twice.
        InputRefusedError: a file that could not be written, before anything is judged.
    """
    refuse_unknown_format(printed, known=REPORT_FORMATS)
    named = tuple(map(_named, outputs))
    printed = _printed(printed, [name for name, place in named if place == _STANDARD_OUTPUT])
    files = tuple((name, Path(place)) for name, place in named if place != _STANDARD_OUTPUT)
    paths = [os.path.realpath(path) for _, path in files]
    for (_, path), real in zip(files, paths, strict=True):
        if paths.count(real) > 1:
            raise UsageError(f"--output names {path} twice", hint="give every format a file of its own")
        refuse_unwritable(path)
    return ReportOutput(printed=printed, files=files)


def spare_sources(facade: CleanRelease, output: ReportOutput, *, named: Sequence[str] = ()) -> None:
    """Refuse an output that would take the place of what is judged, of the store, or of what is trusted.

    Raises:
        InputRefusedError: says which.
    """
    if output.files:
        refuse_sources((path for _, path in output.files), sources=sources_of(facade, named=named))


def put_report(document: dict[str, Json], *, digest: str, output: ReportOutput, facade: CleanRelease) -> None:
    """Write the files, then print: whoever reads the last line finds every file complete.

    `facade` is that of the project whose store keeps the report: a page shows what is inside the documents it names.

    Raises:
        InputRefusedError: a file could not be written after all; the report itself is kept.
    """

    def rendered(format_name: str) -> str:
        if format_name == HTML:
            return _page(document, digest=digest, facade=facade)
        return render_report(document, digest=digest, format_name=format_name)

    for name, path in output.files:
        write_output(path, rendered(name).encode())
    if output.printed == TEXT:
        show(_for_people(document, digest=digest))
    elif output.printed in JSON_FORMATS:
        show_json(rendered(output.printed).encode())
    else:
        show(rendered(output.printed))


def _printed(printed: str, asked: Sequence[str]) -> str:
    """What standard output holds: one format, whether `--format` asked for it or `--output FORMAT=-`."""
    wanted = [*asked, printed] if printed != TEXT else asked
    if len(wanted) > 1:
        raise UsageError(
            f"{' and '.join(wanted)} would both go to standard output", hint="write all but one of them to files"
        )
    return wanted[0] if wanted else printed


def _named(output: str) -> tuple[str, str]:
    """The format and the place of `FORMAT=FILE`."""
    name, equals, file = output.partition("=")
    if not equals or not file:
        raise UsageError(
            f"--output {output!r} names no file, expected FORMAT=FILE", hint="for example --output sarif=report.sarif"
        )
    refuse_unknown_format(name, known=REPORT_FORMATS)
    return name, file


def _page(document: dict[str, Json], *, digest: str, facade: CleanRelease) -> str:
    """The report as one file for a browser."""
    from checker.output.html.report_page import render_html  # noqa: PLC0415 - only where a page is asked for

    namespace = Namespace(str(document["namespace"]))
    return render_html(document, digest=digest, closure=facade.records(namespace).closure(digest))


def _for_people(document: dict[str, Json], *, digest: str) -> str:
    """The text as this standard output can show it."""
    from checker.output.terminal import wants_colour  # noqa: PLC0415 - only where people read
    from checker.output.text import render_text  # noqa: PLC0415 - as above

    output = standard_output()
    is_terminal = output.isatty()
    colour = wants_colour(os.environ, is_terminal=is_terminal)
    width = shutil.get_terminal_size().columns if is_terminal else 0
    return render_text(document, digest=digest, colour=colour, width=width, ascii_only=not takes_unicode(output))
