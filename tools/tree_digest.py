"""One digest over files and folders: the way to know whether something must be built again."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def tree_digest(names: tuple[str, ...]) -> str:
    """Return one SHA-256 (hex) over the paths and bytes of these files and folders of the checkout."""
    digest = hashlib.sha256()
    for path in sorted(path for name in names for path in _files(ROOT / name)):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(ROOT)}\0{content}\n".encode())
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return [found for found in path.rglob("*") if found.is_file() and "__pycache__" not in found.parts]
