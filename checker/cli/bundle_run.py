"""What the `clean-release bundle` commands do."""

from pathlib import Path

from checker.application.inspect_bundle import Inspection
from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.domain.json_value import Json
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal


def run_build(source: str, output: Path, *, name: str, revision: int) -> int:
    """Build and name what was built."""
    built = CleanRelease().bundling.build(source, output, name=name, revision=revision)
    bundle = built.bundle
    show(f"wrote {escape_for_terminal(str(output))}")
    show(f"{escape_for_terminal(bundle.name)} revision {bundle.revision}, {len(bundle.files)} files")
    show(f"tree    {bundle.tree_digest}")
    show(f"archive sha256:{bundle.archive_sha256}")
    return PASSED


def run_sign(source: str, *, key: str) -> int:
    """Sign and say where the envelope is."""
    path = CleanRelease().bundling.sign(source, key=key)
    show(f"wrote {escape_for_terminal(str(path))}")
    tell("the anchor of whoever verifies must name your public key")
    return PASSED


def run_verify(source: str, *, anchor: str) -> int:
    """Say how the bundle is trusted."""
    resolved = CleanRelease(anchor=anchor).bundling.verify(source)
    bundle, trust = resolved.bundle, resolved.trust
    show(f"{escape_for_terminal(bundle.name)} revision {bundle.revision} {bundle.tree_digest}")
    show(
        f"trusted by {trust.method}" + (f", {len(trust.keys)} of at least {trust.threshold} keys" if trust.keys else "")
    )
    return PASSED


def run_inspect(source: str, *, format_name: str) -> int:
    """Lay a bundle open."""
    refuse_unknown_format(format_name)
    inspected = CleanRelease().bundling.inspect(source)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(_document(inspected)))
        return PASSED
    bundle = inspected.bundle
    show(f"{escape_for_terminal(bundle.name)} revision {bundle.revision}")
    show(f"tree    {bundle.tree_digest}")
    show(f"archive {'sha256:' + bundle.archive_sha256 if bundle.archive_sha256 else 'none, it is a folder'}")
    show(f"roots   {escape_for_terminal(', '.join(bundle.roots)) or '(none)'}")
    show(f"signed  {', '.join(inspected.signatures) or 'no'} (nothing verified; see bundle verify)")
    for file in inspected.files:
        show(f"  {file.sha256[:12]}  {file.size:>8}  {escape_for_terminal(file.path)}")
    return PASSED


def run_fetch(*, project: Path, anchor: str) -> int:
    """Fetch what the lock names, and say what is here now."""
    obtained = CleanRelease(directory=project, anchor=anchor).bundling.fetch()
    for one in obtained:
        commit = f" at {one.locked.commit}" if one.locked.commit else ""
        how = "was here" if one.was_here else "fetched"
        show(f"{how} {escape_for_terminal(one.locked.source)}{commit} {one.locked.tree_digest}")
    if not obtained:
        tell("the lock names no bundle of another machine")
    return PASSED


def _document(inspected: Inspection) -> dict[str, Json]:
    bundle = inspected.bundle
    files: list[Json] = [
        {"path": file.path, "sha256": file.sha256, "size": file.size, "package": file.package}
        for file in inspected.files
    ]
    return {
        "schema": "clean-release/bundle-inspection/v1",
        "name": bundle.name,
        "revision": bundle.revision,
        "roots": list(bundle.roots),
        "tree_digest": bundle.tree_digest,
        "archive_sha256": bundle.archive_sha256,
        "signatures": list(inspected.signatures),
        "files": files,
    }
