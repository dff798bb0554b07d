"""What the `clean-release candidate` commands do."""

from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.console import tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.shown_lifecycle import show_lifecycle
from checker.cli.where import Where
from checker.output.candidate_view import candidate_document, candidates_document, render_candidate, render_candidates

if TYPE_CHECKING:
    from checker.application.register_candidate import CandidateAsked
    from checker.bootstrap.candidates import Candidates
    from checker.domain.candidate import Candidate


def run_register(where: Where, asked: "CandidateAsked", *, actor: str, format_name: str) -> int:
    """Register a candidate."""
    refuse_unknown_format(format_name)
    facade = where.candidates()
    return _show(facade.register(asked, actor=actor), facade, format_name)


def run_import(where: Where, name: str, path: Path, *, actor: str, format_name: str) -> int:
    """Name the files of a candidate."""
    refuse_unknown_format(format_name)
    facade = where.candidates()
    return _show(facade.import_artifacts(name, path, actor=actor), facade, format_name)


def run_show(where: Where, name: str, *, format_name: str) -> int:
    """Show one candidate."""
    refuse_unknown_format(format_name)
    facade = where.candidates()
    return _show(facade.one(name), facade, format_name)


def run_list(where: Where, *, format_name: str) -> int:
    """List the candidates."""
    refuse_unknown_format(format_name)
    facade = where.candidates()
    found = facade.all()
    if not found and format_name != JSON_FORMAT:
        tell(f"no candidates yet in the namespace {facade.counts_in}; `clean-release candidate register` makes one")
        return PASSED
    return show_lifecycle(
        candidates_document(found),
        lambda shown: render_candidates(found, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )


def _show(candidate: "Candidate", facade: "Candidates", format_name: str) -> int:
    return show_lifecycle(
        candidate_document(candidate),
        lambda shown: render_candidate(candidate, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )
