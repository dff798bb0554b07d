"""What the `clean-release candidate` commands do."""

from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.cli.where import Where
from checker.formats.canonical import pretty_bytes
from checker.output.candidate_view import candidate_document, candidates_document, render_candidate, render_candidates

if TYPE_CHECKING:
    from checker.application.register_candidate import CandidateAsked
    from checker.domain.candidate import Candidate


def run_register(where: Where, asked: "CandidateAsked", *, actor: str, format_name: str) -> int:
    """Register a candidate."""
    refuse_unknown_format(format_name)
    return _show(where.candidates().register(asked, actor=actor), format_name)


def run_import(where: Where, name: str, path: Path, *, actor: str, format_name: str) -> int:
    """Name the files of a candidate."""
    refuse_unknown_format(format_name)
    return _show(where.candidates().import_artifacts(name, path, actor=actor), format_name)


def run_show(where: Where, name: str, *, format_name: str) -> int:
    """Show one candidate."""
    refuse_unknown_format(format_name)
    return _show(where.candidates().one(name), format_name)


def run_list(where: Where, *, format_name: str) -> int:
    """List the candidates."""
    refuse_unknown_format(format_name)
    found = where.candidates().all()
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(candidates_document(found)))
    elif found:
        show(render_candidates(found, shown=plain_terminal()).rstrip("\n"))
    else:
        tell("no candidates yet; `clean-release candidate register` makes one")
    return PASSED


def _show(candidate: "Candidate", format_name: str) -> int:
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(candidate_document(candidate)))
    else:
        show(render_candidate(candidate, shown=plain_terminal()).rstrip("\n"))
    return PASSED
