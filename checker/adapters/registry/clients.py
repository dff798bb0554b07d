"""Where this user's own clients read a registry: npm is asked, cargo's configuration is read (ADR 18).

Never the configuration of the tree that is judged: whoever could change that could name a registry that says what
suits them. So npm runs in the root folder, and only cargo's file in the user's home is opened.
"""

import os
import re
import subprocess
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checker.adapters.plain_file import FlawedFileError, open_file, read_file
from checker.domain.limits import HAND_WRITTEN

_NPM_SECONDS = 30.0
_KEPT = ("HOME", "PATH", "USERPROFILE", "SYSTEMROOT", "XDG_CONFIG_HOME")
_NPM_SETTING = re.compile(r"npm_config_(registry|@[^:]+:registry|userconfig|globalconfig|prefix)", re.IGNORECASE)
_SPARSE = "sparse+"
_CARGO_SETTING = "CARGO_REGISTRIES_CRATES_IO_INDEX"
_CARGO_NAME = "crates-io"


def npm_address(environment: Mapping[str, str], *, scope: str = "") -> str:
    """Where npm reads packages, or those of a scope (`@name`); empty where there is no npm, or it names none."""
    for key in (f"{scope}:registry", "registry") if scope else ("registry",):
        if found := _npm_says(environment, key):
            return found
    return ""


def _npm_says(environment: Mapping[str, str], key: str) -> str:
    kept = {name: text for name, text in environment.items() if name in _KEPT or _NPM_SETTING.fullmatch(name)}
    try:
        ended = subprocess.run(  # noqa: S603 - no text of anybody else becomes an argument but a name that was checked
            ["npm", "config", "get", key],  # noqa: S607 - the npm of the user's own PATH is what is asked
            cwd=Path.home().anchor or "/",
            env={**kept, "NO_UPDATE_NOTIFIER": "1", "npm_config_update_notifier": "false"},
            capture_output=True,
            text=True,
            timeout=_NPM_SECONDS,
            check=False,
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return ""
    said = ended.stdout.strip()
    return said if ended.returncode == 0 and said != "undefined" else ""


def cargo_address(environment: Mapping[str, str], *, home: Path) -> str:
    """Where cargo reads its default registry, as the user configured it; empty for cargo's own built-in place."""
    if given := environment.get(_CARGO_SETTING, ""):
        return given.removeprefix(_SPARSE)
    folder = Path(environment.get("CARGO_HOME", "") or home / ".cargo")
    table = next((found for name in ("config.toml", "config") if (found := _toml(folder / name))), {})
    index = _text(_table(table, "registries", _CARGO_NAME), "index")
    replaced = _text(_table(table, "source", _CARGO_NAME), "replace-with")
    index = _text(_table(table, "source", replaced), "registry") if replaced else index
    return index.removeprefix(_SPARSE) if index.startswith(_SPARSE) else ""


def _toml(path: Path) -> dict[str, Any]:
    try:
        opened = open_file(path, follow_links=True)
    except OSError:
        return {}
    try:
        return tomllib.loads(read_file(opened, most_bytes=HAND_WRITTEN.bytes).decode())
    except (FlawedFileError, OSError, ValueError, RecursionError):
        return {}
    finally:
        os.close(opened)


def _table(table: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    found: Any = table
    for name in names:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(table: Mapping[str, Any], name: str) -> str:
    found = table.get(name)
    return found if isinstance(found, str) else ""
