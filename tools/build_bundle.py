"""Builds the shipped bundle: `policies/` becomes `release-policy.tar.gz`, its pinned digests and the JSON Schemas.

The same policies give the same bytes on every machine, so the digest a wheel pins can be computed by anyone from the
source.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import sys
import tarfile
from typing import TYPE_CHECKING

from tools.tree_digest import ROOT, tree_digest

if TYPE_CHECKING:
    from pathlib import Path

TARGET = ROOT / "checker" / "_bundle"
SOURCES = ("policies", "tools/build_bundle.py")
STAMP = ROOT / ".cache" / "bundle.sha256"
PACKED = ("rules", "lib")


def build(source: Path, target: Path) -> None:
    """Write `release-policy.tar.gz`, `pinned.json` and `schemas/` into `target`, from the policies in `source`.

    Each file is replaced whole and only when it differs, so that a program that is reading them is not disturbed.
    """
    packed = _files(source)
    archive = _archive(packed)
    pinned = {"archive_sha256": _sha256(archive), "tree_digest": _tree_digest(packed)}
    wanted = {
        "release-policy.tar.gz": archive,
        "pinned.json": json.dumps(pinned, sort_keys=True, separators=(",", ":")).encode(),
        **{f"schemas/{path.name}": path.read_bytes() for path in sorted((source / "schemas").glob("*.json"))},
    }
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


def _replace(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)


def _files(source: Path) -> dict[str, bytes]:
    """Return what is packed, by path: the rules and the library, without their tests."""
    return {
        path.relative_to(source).as_posix(): path.read_bytes()
        for place in PACKED
        for path in sorted((source / place).rglob("*.rego"))
        if not path.stem.endswith("_test")
    }


def _archive(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", fileobj=buffer, mtime=0) as compressed,
        tarfile.open(mode="w", fileobj=compressed, format=tarfile.USTAR_FORMAT) as tar,
    ):
        for path in sorted(files):
            entry = tarfile.TarInfo(f"/{path}")
            entry.size = len(files[path])
            entry.mode = 0o644  # noqa: V101 - tarfile reads it
            tar.addfile(entry, io.BytesIO(files[path]))
    return buffer.getvalue()


def _tree_digest(files: dict[str, bytes]) -> str:
    rows = [{"path": path, "sha256": _sha256(files[path]), "size": len(files[path])} for path in sorted(files)]
    return "sha256:" + _sha256(json.dumps(rows, sort_keys=True, separators=(",", ":")).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> int:
    """Build into the checkout."""
    refresh()
    return 0


if __name__ == "__main__":
    sys.exit(main())
