"""`clean-release audit registry` with a formula: a real tap, read from a checkout and never run."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from tests.git_repositories import clone_with_upstream, commit, git
from tests.integration.registry_asking import Asking

ARCHIVE = b"the archive of a release"
FORMULA = f"""\
class Widget < Formula
  url "https://example.org/widget-0.0.19.tar.gz"
  sha256 "{hashlib.sha256(ARCHIVE).hexdigest()}"
end
"""


@pytest.fixture
def tap(tmp_path: Path) -> Path:
    """A tap with the formula of this release, pushed."""
    tree = clone_with_upstream(tmp_path / "taps")
    (tree / "Formula").mkdir()
    (tree / "Formula" / "widget.rb").write_text(FORMULA, encoding="utf-8")
    commit(tree, "widget 0.0.19")
    git(tree, "push", "--quiet")
    return tree


@pytest.fixture
def asking(ask: Asking) -> Asking:
    ask.targets, ask.formulas = [], ["widget"]
    return ask


def formula(asking: Asking, *arguments: object, expect: int = 0) -> dict[str, Any]:
    (item,) = asking(*arguments, expect=expect)["taps"]["value"]
    return dict(item)


def test_the_formula_of_a_clean_and_pushed_tap_is_told(asking: Asking, tap: Path) -> None:
    item = formula(asking, "--tap", tap)

    assert item["commit"] == git(tap, "rev-parse", "HEAD")
    assert item["stated"]["value"]["version"] == "0.0.19"
    (archive,) = item["stated"]["value"]["archives"]
    assert archive == {"name": "widget-0.0.19.tar.gz", "sha256": hashlib.sha256(ARCHIVE).hexdigest()}


def test_the_tap_is_found_beside_the_project(asking: Asking, tap: Path) -> None:
    tap.rename(asking.folder.parent / "homebrew-tap")

    assert formula(asking)["stated"]["status"] == "collected"


def test_without_a_tap_the_formula_is_unread_and_the_exit_code_says_so(asking: Asking) -> None:
    item = formula(asking, expect=3)

    assert item["stated"]["status"] == "not_found"
    assert item["stated"]["detail"]["why"] == "there is no checkout of a tap in a folder homebrew-tap"
    assert "--tap FOLDER" in item["stated"]["detail"]["needs"]


def test_a_tap_with_a_change_that_is_not_committed_says_nothing(asking: Asking, tap: Path) -> None:
    (tap / "Formula" / "widget.rb").write_text(FORMULA.replace("0.0.19", "0.0.20"), encoding="utf-8")

    item = formula(asking, "--tap", tap, expect=3)

    assert item["stated"]["detail"]["why"] == "the tap has uncommitted changes (1)"


def test_a_tap_that_was_not_pushed_says_nothing(asking: Asking, tap: Path) -> None:
    commit(tap, "Another", a__txt="three\n")

    item = formula(asking, "--tap", tap, expect=3)

    assert "1 ahead, 0 behind" in item["stated"]["detail"]["why"]


def test_a_formula_that_leads_out_of_the_tap_is_not_read(asking: Asking, tap: Path, tmp_path: Path) -> None:
    (tmp_path / "widget.rb").write_text(FORMULA, encoding="utf-8")
    (tap / "Formula" / "widget.rb").unlink()
    (tap / "Formula" / "widget.rb").symlink_to(tmp_path / "widget.rb")
    commit(tap, "A link")
    git(tap, "push", "--quiet")

    assert formula(asking, "--tap", tap, expect=3)["stated"]["status"] == "error"


def test_a_tap_whose_configuration_names_a_program_does_not_run_it(asking: Asking, tap: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    git(tap, "config", "core.fsmonitor", f"touch {ran}")
    git(tap, "config", "core.sshCommand", f"touch {ran}")

    formula(asking, "--tap", tap)

    assert not ran.exists()


def test_a_tap_for_a_project_without_a_formula_is_wrong_usage(asking: Asking, tap: Path) -> None:
    asking.formulas, asking.targets = [], [{"registry": "pypi", "project": "widget"}]

    ended = asking.run("--tap", tap)

    assert ended.code == 2
    assert "release.formulas" in ended.err
