"""What the `clean-release manifest` commands do."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.cli.where import Where
from checker.errors import UsageError
from checker.formats.canonical import pretty_bytes
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
    if bool(candidate) == bool(dist):
        raise UsageError(
            "a manifest is built of a candidate or of files, and "
            + ("both were" if dist else "neither was")
            + " named",
            hint="give either --candidate-id ID or --dist 'dist/*'",
        )
    facade = where.candidates()
    built = facade.build_manifest(candidate, actor=actor) if candidate else facade.build_from_files(dist, actor=actor)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(manifest_line(*built)))
    else:
        show(render_manifests([built], shown=plain_terminal()).rstrip("\n"))
    return PASSED


def run_list(where: Where, *, format_name: str) -> int:
    """List the manifests."""
    refuse_unknown_format(format_name)
    found = where.candidates().manifests()
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(manifests_document(found)))
    elif found:
        show(render_manifests(found, shown=plain_terminal()).rstrip("\n"))
    else:
        tell("no manifests yet; `clean-release manifest build` makes one")
    return PASSED


def run_show(where: Where, name: str, *, format_name: str) -> int:
    """Show one manifest."""
    refuse_unknown_format(format_name)
    manifest, data = where.candidates().manifest(name)
    if format_name == JSON_FORMAT:
        show_json(data)
    else:
        show(render_manifest(manifest, shown=plain_terminal()).rstrip("\n"))
    return PASSED


def run_diff(where: Where, first: str, second: str) -> int:
    """Compare two manifests."""
    changes = where.candidates().compare(first, second)
    if not changes:
        tell("they say the same")
        return PASSED
    show(render_changes(changes, shown=plain_terminal()).rstrip("\n"))
    return BLOCKED
