"""What was read of a bundle counts for exactly its bytes, and what is large is not remembered."""

import pytest

from checker.application import read_bundle as module
from checker.application.read_bundle import read_bundle
from checker.errors import BundleRefusedError
from tests.policy_builders import BODY, a_folder, a_policy


def test_the_same_bytes_are_read_once_and_others_are_read_anew() -> None:
    first = read_bundle(a_folder(a_policy()))
    assert read_bundle(a_folder(a_policy())) is first
    changed = read_bundle(a_folder(a_policy(body=f"# changed\n{BODY}")))
    assert changed.tree_digest != first.tree_digest
    assert read_bundle(a_folder(a_policy(), source="yours")).name == "yours"


def test_what_was_refused_is_refused_again() -> None:
    for _ in range(2):
        with pytest.raises(BundleRefusedError, match="holds no rules"):
            read_bundle(a_folder({"data.json": "{}"}))


def test_what_is_large_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_REMEMBERED", 0)
    first = read_bundle(a_folder(a_policy()))
    again = read_bundle(a_folder(a_policy()))
    assert again == first
    assert again is not first
