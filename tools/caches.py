"""Where downloads and builds are kept, on any machine.

A home directory that is missing or read-only is normal in CI and in containers. Caches then live in `.cache/` of the
checkout, so that set-up works and a second run is still quick.
"""

from __future__ import annotations

import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def cache_environment(environ: Mapping[str, str], root: Path) -> dict[str, str]:
    """Return `environ` with a cache directory for every tool, without overriding one that is set."""
    environment = dict(environ)
    # NOTE: an activated environment elsewhere would make uv warn about `.venv`.
    environment.pop("VIRTUAL_ENV", None)
    environment.setdefault("PIP_DISABLE_PIP_VERSION_CHECK", "1")
    environment.setdefault("UV_PYTHON_DOWNLOADS", "never")
    if _is_writable_directory(environment.get("HOME", "")):
        return environment
    cache = root / ".cache"
    for name, place in {
        "HOME": "home",
        "XDG_CACHE_HOME": "xdg",
        "PIP_CACHE_DIR": "pip",
        "UV_CACHE_DIR": "uv",
        "GOPATH": "go",
        "GOCACHE": "go-build",
        "ZIG_GLOBAL_CACHE_DIR": "zig",
    }.items():
        if name == "HOME" or not environment.get(name):
            environment[name] = str(cache / place)
    (cache / "home").mkdir(parents=True, exist_ok=True)
    # Go writes its module cache read-only; `make clean` must be able to remove it.
    environment.setdefault("GOFLAGS", "-modcacherw")
    return environment


def _is_writable_directory(name: str) -> bool:
    """Try it: permissions alone do not tell whether a file system is mounted read-only."""
    try:
        with tempfile.TemporaryFile(dir=name or "/nowhere"):
            return True
    except OSError:
        return False
