"""Set-up says in one sentence what is missing."""

import importlib.util
import sys
from pathlib import Path

import pytest

from tools import set_up


def test_an_interpreter_without_ensurepip_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(set_up, "VENV", tmp_path / "venv")

    with pytest.raises(set_up.SetUpError, match="has no ensurepip") as refused:
        set_up._make_venv()

    assert sys.executable in str(refused.value)
    assert "python3-venv" in str(refused.value)
    assert not (tmp_path / "venv").exists()


def test_a_failed_step_says_what_was_not_done() -> None:
    with pytest.raises(set_up.SetUpError, match="the packages were not installed"):
        set_up._run([sys.executable, "-c", "raise SystemExit(3)"], {}, "the packages were not installed")


@pytest.mark.parametrize("content", ["", "not JSON", "[]"])
def test_a_damaged_stamp_means_setting_up_again(content: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    stamp.write_text(content, encoding="utf-8")
    monkeypatch.setattr(set_up, "STAMP", stamp)

    assert set_up._read_stamp() == {}
