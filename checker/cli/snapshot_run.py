"""What the `clean-release snapshot` commands do."""

from pathlib import Path

from checker.application.compare_snapshots import compare_snapshots
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.where import Where
from checker.formats.canonical import pretty_bytes
from checker.formats.snapshot_v1 import snapshot_document
from checker.formats.text_safety import escape_for_terminal

MOST_LISTED = 500


def run_list(project: Path, namespace: str) -> int:
    """The digests kept here."""
    found = Where(project=project, namespace=namespace).records().snapshots(limit=MOST_LISTED)
    for digest in found:
        show(digest)
    if not found:
        tell("no snapshots yet; run `clean-release lock` first")
    return PASSED


def run_show(project: Path, namespace: str, name: str, *, format_name: str) -> int:
    """What one snapshot holds."""
    refuse_unknown_format(format_name)
    snapshot = Where(project=project, namespace=namespace).records().snapshot(name)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(snapshot_document(snapshot)))
        return PASSED
    show(f"snapshot {snapshot.digest}")
    for one in snapshot.bundles:
        show(f"bundle {escape_for_terminal(one.bundle.name)} revision {one.bundle.revision} {one.bundle.tree_digest}")
        show(f"  contract {one.contract}, trusted by {one.trust.method}")
    for item in snapshot.weakenings:
        leave = "allowed" if item.allowed_by else "without leave"
        show(f"weakened {escape_for_terminal(item.rule)}: {escape_for_terminal(item.what)} ({leave})")
    for rule in snapshot.rules:
        weight = f"({rule.severity}, {rule.enforcement})"
        show(f"rule {escape_for_terminal(rule.code)} {weight} {escape_for_terminal(rule.title)}")
    return PASSED


def run_diff(project: Path, namespace: str, first: str, second: str) -> int:
    """How two snapshots differ."""
    records = Where(project=project, namespace=namespace).records()
    differences = compare_snapshots(records.snapshot(first), records.snapshot(second))
    for difference in differences:
        show(escape_for_terminal(difference))
    if not differences:
        tell("they are the same")
    return BLOCKED if differences else PASSED
