"""The bundle a wheel carries is the same bytes wherever and whenever it is built, and is replaced without a gap."""

import json
import os
import shutil
from pathlib import Path

from tests.architecture.source_tree import ROOT
from tools.build_bundle import build


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere" / "policies"
    shutil.copytree(ROOT / "policies", elsewhere)
    for path in elsewhere.rglob("*"):
        os.utime(path, (0, 0))

    build(ROOT / "policies", tmp_path / "one")
    build(elsewhere, tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_a_changed_rule_changes_the_pinned_digest(tmp_path: Path) -> None:
    changed = tmp_path / "policies"
    shutil.copytree(ROOT / "policies", changed)
    build(changed, tmp_path / "before")
    library = next(path for path in sorted((changed / "lib").rglob("*.rego")) if not path.stem.endswith("_test"))
    library.write_text(library.read_text(encoding="utf-8") + "\n# Changed.\n", encoding="utf-8")

    build(changed, tmp_path / "after")

    before, after = (json.loads(contents(tmp_path / name)["pinned.json"]) for name in ("before", "after"))
    assert before["tree_digest"] != after["tree_digest"]


def test_what_is_no_longer_made_is_removed(tmp_path: Path) -> None:
    target = tmp_path / "bundle"
    target.mkdir()
    (target / "old.json").write_text("{}", encoding="utf-8")

    build(ROOT / "policies", target)

    assert "old.json" not in contents(target)
    assert {"release-policy.tar.gz", "pinned.json", "schemas/input_v1.json"} <= set(contents(target))
