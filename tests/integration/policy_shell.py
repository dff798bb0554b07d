"""A person in a folder who types `clean-release policy` commands: what is printed, and the exit code."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from checker.cli.app import run
from tests.architecture.source_tree import ROOT

EXAMPLES = ROOT / "docs" / "examples"
GOOD, WEAK = (ROOT / "tests" / "data" / "inputs" / f"{name}.json" for name in ("good", "weak"))
DONE, NO, WRONG, OPEN = 0, 1, 2, 3


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document


@dataclass(frozen=True)
class Shell:
    """A person in a folder."""

    folder: Path
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str | Path) -> Ran:
        self.monkeypatch.chdir(self.folder)
        self.monkeypatch.setattr("sys.argv", ["clean-release", *map(str, arguments)])
        code = run()
        captured = self.capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code=code, out=captured.out, err=captured.err)

    def write(self, files: dict[str, str], *, below: str = "mine") -> None:
        for name, text in files.items():
            path = self.folder / below / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return Shell(folder=tmp_path, monkeypatch=monkeypatch, capsys=capsys)
