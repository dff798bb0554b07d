"""What the `clean-release manifest` commands do."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.one_of_two import refuse_unless_one
from checker.cli.plain_terminal import plain_terminal
from checker.cli.shown_lifecycle import show_lifecycle, tell_namespace
from checker.cli.where import Where
from checker.formats.text_safety import escape_for_terminal
from checker.output.candidate_view import (
    manifest_line,
    manifests_document,
    render_changes,
    render_manifest,
    render_manifests,
)


def run_draft(project: Path, output: Path) -> int:
    """Write the draft and say what it cannot know."""
    drafted = CleanRelease(directory=project).setup.draft_manifest(output)
    for note in drafted.notes:
        tell(f"note: {escape_for_terminal(note)}")
    show(f"wrote {escape_for_terminal(str(drafted.path))}")
    show(escape_for_terminal(f"version {drafted.version} at {drafted.ref}, files: {drafted.files}"))
    tell("read it before you use it: nothing proves that dist/ was built from that commit")
    if not drafted.is_input:
        tell("name it under inputs in clean-release.yaml (manifest: manifest.json), then run `clean-release lock`")
    return PASSED


def run_build(where: Where, candidate: str, dist: str, *, actor: str, format_name: str) -> int:
    """Build a manifest, of a candidate or of files at hand."""
    refuse_unknown_format(format_name)
    hint = "give either --candidate-id ID or --dist 'dist/*'"
    refuse_unless_one("a manifest is built of a candidate or of files", candidate, dist, hint=hint)
    facade = where.candidates()
    built = facade.build_manifest(candidate, actor=actor) if candidate else facade.build_from_files(dist, actor=actor)
    if same := facade.first_of(built[1]):
        tell(f"{built[1].name} says the same as {same}; no run and no approval of that one counts for it")
    return show_lifecycle(
        manifest_line(*built),
        lambda shown: render_manifests([built], shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )


def run_list(where: Where, *, format_name: str) -> int:
    """List the manifests."""
    refuse_unknown_format(format_name)
    facade = where.candidates()
    found = facade.manifests()
    if not found and format_name != JSON_FORMAT:
        tell(f"no manifests yet in the namespace {facade.counts_in}; `clean-release manifest build` makes one")
        return PASSED
    return show_lifecycle(
        manifests_document(found),
        lambda shown: render_manifests(found, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )


def run_show(where: Where, name: str, *, format_name: str) -> int:
    """Show one manifest."""
    refuse_unknown_format(format_name)
    facade = where.candidates()
    manifest, data = facade.manifest(name)
    tell_namespace(facade.counts_in)
    if format_name == JSON_FORMAT:
        show_json(data)
    else:
        show(render_manifest(manifest, shown=plain_terminal()).rstrip("\n"))
    return PASSED


def run_diff(where: Where, first: str, second: str) -> int:
    """Compare two manifests."""
    facade = where.candidates()
    changes = facade.compare(first, second)
    tell_namespace(facade.counts_in)
    if not changes:
        tell("they say the same")
        return PASSED
    show(render_changes(changes, shown=plain_terminal()).rstrip("\n"))
    return BLOCKED
