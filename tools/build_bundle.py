"""Builds the shipped bundle: `policies/` becomes `release-policy.tar.gz`, its pinned digests and the JSON Schemas.

The same policies give the same bytes on every machine, so the digest a wheel pins can be computed by anyone from the
source.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import shutil
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKED = ("rules", "lib")


def build(source: Path, target: Path) -> None:
    """Write `release-policy.tar.gz`, `pinned.json` and `schemas/` into `target`, from the policies in `source`."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    files = _files(source)
    archive = _archive(files)
    pinned = {"archive_sha256": _sha256(archive), "tree_digest": _tree_digest(files)}
    (target / "release-policy.tar.gz").write_bytes(archive)
    (target / "pinned.json").write_text(json.dumps(pinned, sort_keys=True, separators=(",", ":")), encoding="utf-8")
    shutil.copytree(source / "schemas", target / "schemas")


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
            entry.mode = 0o644
            tar.addfile(entry, io.BytesIO(files[path]))
    return buffer.getvalue()


def _tree_digest(files: dict[str, bytes]) -> str:
    rows = [{"path": path, "sha256": _sha256(files[path]), "size": len(files[path])} for path in sorted(files)]
    return "sha256:" + _sha256(json.dumps(rows, sort_keys=True, separators=(",", ":")).encode())


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def main() -> int:
    """Build into the checkout, where the product looks when it is not installed from a wheel."""
    build(ROOT / "policies", ROOT / "checker" / "_bundle")
    return 0


if __name__ == "__main__":
    sys.exit(main())
