"""Imports point down: the contracts hold, and each contract reports a breach that is planted on purpose."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

BREACHES = {
    "the domain imports a use case": (
        "Imports point downwards only",
        {"domain/planted.py": "import checker.application.planted_use\n", "application/planted_use.py": ""},
    ),
    "a driver imports another driver": (
        "Imports point downwards only",
        {"cli/planted.py": "import checker.api.planted\n", "api/__init__.py": "", "api/planted.py": ""},
    ),
    "a module has no layer": (
        "Imports point downwards only",
        {"planted.py": ""},
    ),
    "the domain opens a database": (
        "domain, ports and application are free of frameworks and I/O",
        {"domain/planted.py": "import sqlite3\n"},
    ),
    "a use case starts a process": (
        "domain, ports and application are free of frameworks and I/O",
        {"application/planted.py": "import subprocess\n"},
    ),
    "a driver imports an adapter": (
        "only bootstrap may import adapters",
        {"cli/planted.py": "import checker.adapters.planted\n", "adapters/planted.py": ""},
    ),
    "a command imports the terminal library": (
        "only the screens import the terminal library",
        {"cli/planted.py": "def show() -> None:\n    import textual.app\n"},
    ),
    "the facade imports a server's library": (
        "only the server imports the server's libraries",
        {"bootstrap/planted.py": "import pydantic\n"},
    ),
    "an adapter imports another": (
        "adapters do not know each other",
        {"adapters/planted_one.py": "import checker.adapters.planted_two\n", "adapters/planted_two.py": ""},
    ),
    "two siblings import each other": (
        "no cycles between siblings",
        {
            "domain/planted_one.py": "import checker.domain.planted_two\n",
            "domain/planted_two.py": "import checker.domain.planted_one\n",
        },
    ),
}


def lint_imports(directory: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=directory, capture_output=True, text=True, check=False)


def test_the_contracts_hold() -> None:
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("breach", sorted(BREACHES))
def test_a_planted_breach_is_reported(breach: str, tmp_path: Path) -> None:
    contract, planted = BREACHES[breach]
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "checker", tmp_path / "checker", ignore=shutil.ignore_patterns("__pycache__", "_bundle"))
    for name, source in planted.items():
        path = tmp_path / "checker" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")

    result = lint_imports(tmp_path)

    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in result.stdout
    assert "planted" in result.stdout
