"""Builds what the package carries in `checker/_bundle/`: the shipped bundle, its pinned digests and the JSON Schemas.

The bundle is made by the product's own builder, so anyone can make the same bytes with `clean-release bundle build`.
This runs inside the build of the package, where of all dependencies only `rfc8785` is installed.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tools.tree_digest import ROOT, tree_digest

if TYPE_CHECKING:
    from pathlib import Path

TARGET = ROOT / "checker" / "_bundle"
SOURCES = (
    "policies",
    "bundles",
    "checker/adapters/bundles",
    "checker/application/build_bundle.py",
    "checker/application/complete_rules.py",
    "checker/formats",
    "tools/build_bundle.py",
)
STAMP = ROOT / ".cache" / "bundle.sha256"


def build(source: Path, target: Path) -> None:
    """Write the bundle, its pin, its ledger, `schemas/` and `checks/` into `target`, from the policies in `source`.

    Each file is replaced whole and only when it differs, so that a program that is reading them is not disturbed.
    """
    wanted = _shipped_bundle(source)
    ledger = ROOT / "bundles" / "release-policy" / "ledger.json"
    if ledger.is_file():
        wanted[ledger.name] = ledger.read_bytes()
    for path in sorted((source / "schemas").glob("*.json")):
        wanted[f"schemas/{path.name}"] = path.read_bytes()
    for path in sorted((source / "checks").glob("*.rego")):
        if not path.stem.endswith("_test"):
            wanted[f"checks/{path.name}"] = path.read_bytes()
    for name, content in wanted.items():
        _replace(target / name, content)
    for path in sorted(target.rglob("*")):
        # A hidden file is one that another process is about to put in its place.
        if path.is_file() and not path.name.startswith(".") and path.relative_to(target).as_posix() not in wanted:
            path.unlink()


def refresh() -> None:
    """Build into the checkout, where the product looks when it is not installed from a wheel, if anything changed."""
    wanted = tree_digest(SOURCES)
    if TARGET.is_dir() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == wanted:
        return
    build(ROOT / "policies", TARGET)
    _replace(STAMP, wanted.encode())


def _shipped_bundle(source: Path) -> dict[str, bytes]:
    """Return archive and pin, by file name; the pin is taken from the archive as it reads back."""
    # Set-up reads SOURCES and TARGET with an interpreter that has no dependency installed.
    from checker.adapters.bundles import release_policy  # noqa: PLC0415
    from checker.application.read_bundle import read_bundle  # noqa: PLC0415
    from checker.ports.bundles import FetchedBundle  # noqa: PLC0415

    archive = release_policy.build_release_policy(source, pages=_pages(source.parent / "docs" / "reference" / "rules"))
    name = release_policy.RELEASE_POLICY
    bundle = read_bundle(FetchedBundle(source=name, name=name, archive=archive))
    return {release_policy.ARCHIVE: archive, release_policy.PIN: release_policy.render_pin(bundle)}


def _pages(folder: Path) -> set[str] | None:
    """Return the pages of rules by path; None in a source archive, which carries no documents."""
    if not folder.is_dir():
        return None
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.md")}


def _replace(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def main() -> int:
    """Build into the checkout."""
    refresh()
    return 0


if __name__ == "__main__":
    sys.exit(main())
