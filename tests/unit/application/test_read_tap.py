"""A checkout of a tap: what formulas state counts only where it is what everybody installs from."""

from typing import Any

import pytest

from checker.application.read_tap import NoTap, TapCheckout, read_taps
from checker.domain.observation import Observation, Status, collected, unread
from checker.errors import InputRefusedError
from tests.fakes.memory_files import MemoryFiles

COMMIT = "a" * 40
FORMULA = f"""\
class Widget < Formula
  url "https://example.org/widget-1.2.3.tar.gz"
  sha256 "{"b" * 64}"
end
""".encode()
CLEAN = collected({"branch": "main", "changes": 0, "first_changes": []})
PUSHED = collected({"branch": "main", "ref": "refs/remotes/origin/main", "ahead": 0, "behind": 0})


class TapGit:
    """Git of a tap that says what a test told it."""

    version = "git version 2.0.0"

    def __init__(self, *, head: str = COMMIT, work_tree: Observation = CLEAN, upstream: Observation = PUSHED) -> None:
        self._head, self._work_tree, self._upstream = head, work_tree, upstream

    def head(self) -> str:
        if not self._head:
            raise InputRefusedError("the checkout has no commit yet, expected one")
        return self._head

    def work_tree(self) -> Observation:
        return self._work_tree

    def upstream(self) -> Observation:
        return self._upstream

    def release_tag(self, name: str) -> Observation:
        raise AssertionError(name)

    def base_tag(self, name: str) -> Observation:
        raise AssertionError(name)


def read(
    *names: str, files: dict[str, bytes] | None = None, git: TapGit | None = None, writable: bool = True
) -> list[Any]:
    checkout = TapCheckout(
        git=git or TapGit(),
        files=MemoryFiles({"Formula/widget.rb": FORMULA} if files is None else files),
        writable=writable,
    )
    found: Any = read_taps(names or ("widget",), checkout)
    assert found.status is Status.COLLECTED
    return list(found.value)


def why_of(item: dict[str, Any]) -> tuple[str, str]:
    return item["stated"]["status"], item["stated"]["detail"]["why"]


@pytest.mark.parametrize(
    "place", ["Formula/widget.rb", "HomebrewFormula/widget.rb", "widget.rb", "Formula/w/widget.rb"]
)
def test_a_formula_is_found_where_taps_keep_them(place: str) -> None:
    (item,) = read(files={place: FORMULA})

    assert (item["formula"], item["commit"]) == ("widget", COMMIT)
    assert item["stated"]["value"] == {
        "version": "1.2.3",
        "archives": [{"name": "widget-1.2.3.tar.gz", "sha256": "b" * 64}],
    }


def test_each_formula_stands_for_itself_and_once() -> None:
    found = read("widget", "other", "widget", "../widget")

    assert [item["formula"] for item in found] == ["widget", "other", "../widget"]
    assert [item["stated"]["status"] for item in found] == ["collected", "not_found", "error"]


def test_a_formula_in_two_places_is_none() -> None:
    (item,) = read(files={"Formula/widget.rb": FORMULA, "widget.rb": FORMULA})
    assert why_of(item)[1] == "the tap has the formula widget in Formula/widget.rb and widget.rb, expected it once"


def test_a_formula_that_is_not_plain_says_where() -> None:
    (item,) = read(files={"widget.rb": FORMULA.replace(b"end", b"eval")})
    assert why_of(item) == ("error", "widget.rb:4: the line is not one that is read")


@pytest.mark.parametrize(
    ("git", "status", "why"),
    [
        (TapGit(head=""), "error", "the checkout has no commit yet, expected one"),
        (TapGit(work_tree=collected({"changes": 2})), "error", "the tap has uncommitted changes (2)"),
        (TapGit(work_tree=collected({"changes": "none"})), "error", "the tap has uncommitted changes (1)"),
        (TapGit(upstream=collected({"ahead": 1, "behind": 0})), "error", "upstream: 1 ahead"),
        (TapGit(upstream=collected({"ahead": 0, "behind": 3})), "error", "0 ahead, 3 behind"),
        (
            TapGit(work_tree=unread(Status.INCOMPLETE, why="a filter", needs="none")),
            "incomplete",
            "the tap: a filter",
        ),
        (TapGit(upstream=unread(Status.NOT_FOUND, why="no upstream")), "not_found", "the tap: no upstream"),
    ],
)
def test_a_checkout_that_is_not_what_everybody_installs_from_says_nothing(git: TapGit, status: str, why: str) -> None:
    (item,) = read(git=git)

    assert item["stated"]["status"] == status
    assert why in item["stated"]["detail"]["why"]
    assert item["stated"]["detail"]["needs"]


def test_a_checkout_that_cannot_be_written_to_says_nothing() -> None:
    (item,) = read(writable=False)
    assert "cannot be written to" in why_of(item)[1]


def test_without_a_checkout_every_formula_is_unread() -> None:
    found: Any = read_taps(("a", "b"), NoTap(why="there is none"))

    assert [why_of(item) for item in found.value] == [("not_found", "there is none")] * 2
    assert {item["commit"] for item in found.value} == {""}
