"""Whole proofs are kept in a private folder of the user; whatever is wrong with one, it is not there."""

from pathlib import Path

import pytest

from checker.adapters.proof_cache import ProofCache

KEY = f"sha256:{'a' * 64}"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "clean-release" / "proofs"


def test_a_kept_proof_is_found_again_and_no_other(folder: Path) -> None:
    cache = ProofCache.of_user()
    assert cache.find(KEY) == 0
    cache.keep(KEY, documents=12)

    assert ProofCache.of_user().find(KEY) == 12
    assert cache.find(f"sha256:{'b' * 64}") == 0
    assert folder.stat().st_mode & 0o777 == 0o700


def test_what_is_no_number_is_no_proof(folder: Path) -> None:
    cache = ProofCache.of_user()
    cache.keep(KEY, documents=12)
    (folder / ("a" * 64)).write_text("yes")
    assert cache.find(KEY) == 0
    (folder / ("a" * 64)).write_bytes(b"\xff")
    assert cache.find(KEY) == 0


def test_a_folder_that_others_may_write_is_not_believed(folder: Path) -> None:
    ProofCache.of_user().keep(KEY, documents=12)
    folder.chmod(0o777)

    cache = ProofCache.of_user()
    assert cache.find(KEY) == 0
    cache.keep(KEY, documents=13)
    folder.chmod(0o700)
    assert ProofCache.of_user().find(KEY) == 12


def test_without_a_place_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))
    cache = ProofCache.of_user()
    cache.keep(KEY, documents=1)
    assert cache.find(KEY) == 0
