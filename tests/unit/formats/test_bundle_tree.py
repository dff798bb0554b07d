"""The tree digest names the content of a bundle, and nothing about how it travels."""

import hashlib
import json

import pytest

from checker.formats.bundle_archive import read_archive, write_archive
from checker.formats.bundle_tree import tree_digest
from tests.bundle_builders import files_of, team_contents


def test_the_tree_digest_is_what_anyone_can_compute_by_hand() -> None:
    files = {"b.rego": b"two", "a/z.rego": b"1", "B.txt": b""}
    rows = [
        {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)} for path, data in files.items()
    ]
    rows.sort(key=lambda row: str(row["path"]))
    by_hand = hashlib.sha256(json.dumps(rows, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    assert tree_digest(files_of(files)) == f"sha256:{by_hand}"


def test_a_folder_and_its_archive_have_one_tree_digest() -> None:
    files = files_of(team_contents())

    assert tree_digest(read_archive(write_archive(files), source="b")) == tree_digest(files)


@pytest.mark.parametrize("path", [".signatures.json", ".clean-release.dsse.json"])
def test_signatures_do_not_change_what_they_sign(path: str) -> None:
    assert tree_digest(files_of({**team_contents(), path: b"{}"})) == tree_digest(files_of(team_contents()))


@pytest.mark.parametrize(
    "changed",
    [
        {"lib/team/answer.rego": b"package lib.team\n\nanswer := 43\n"},
        {"lib/team/other.rego": b""},
        {".manifest": b"{}"},
        {"a/.signatures.json": b""},
    ],
)
def test_any_other_change_changes_the_tree_digest(changed: dict[str, bytes]) -> None:
    assert tree_digest(files_of({**team_contents(), **changed})) != tree_digest(files_of(team_contents()))
