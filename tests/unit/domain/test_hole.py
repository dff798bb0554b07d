"""Holes: an observation that was not read, a list that was read in part, and what a reader sees of a document."""

from typing import Any

from checker.domain.hole import Observed, holes_in, is_read_through, observed, seen_by, with_cut, with_hole
from checker.domain.observation import Status

INNER = {"status": "collected", "evidence": [], "value": True}
OTHER = {"status": "denied", "evidence": [], "detail": {"needs": "a token"}}


def a_document() -> dict[str, Any]:
    items = [{"name": "x", "inner": INNER, "other": OTHER}, {"name": "y", "inner": INNER, "other": OTHER}]
    return {"context": {"tool": "test"}, "s": {"list": {"status": "collected", "evidence": ["e"], "value": items}}}


LIST = Observed(pointer=("s", "list"), path="s.list")
FIRST = Observed(pointer=("s", "list", "value", 0, "inner"), path="s.list[].inner")


def test_every_collected_observation_is_found_the_outer_ones_first() -> None:
    assert observed(a_document()) == (
        LIST,
        FIRST,
        Observed(pointer=("s", "list", "value", 1, "inner"), path="s.list[].inner"),
    )


def test_a_hole_takes_the_value_away_and_leaves_the_rest() -> None:
    holed: Any = with_hole(a_document(), FIRST, Status.DENIED)
    assert holed["s"]["list"]["value"][0]["inner"] == {"status": "denied", "evidence": []}
    assert holed["s"]["list"]["value"][1] == a_document()["s"]["list"]["value"][1]


def test_a_hole_inside_a_hole_changes_nothing() -> None:
    holed = with_hole(a_document(), LIST, Status.ERROR)
    assert with_hole(holed, FIRST, Status.DENIED) == holed
    assert with_cut(holed, LIST, kept=1) == holed


def test_a_list_that_is_cut_is_incomplete_and_keeps_its_beginning_where_nobody_looks() -> None:
    cut: Any = with_cut(a_document(), LIST, kept=1)
    assert cut["s"]["list"] == {
        "status": "incomplete",
        "evidence": ["e"],
        "partial": a_document()["s"]["list"]["value"][:1],
    }
    assert with_cut(a_document(), FIRST, kept=0) == a_document()


def test_every_observation_is_a_hole_once_and_a_list_twice() -> None:
    assert [at.path for at, _ in holes_in(a_document())] == ["s.list", "s.list", "s.list[].inner", "s.list[].inner"]
    emptied = a_document()
    emptied["s"]["list"]["value"] = []
    assert [at.path for at, _ in holes_in(emptied)] == ["s.list"]


def test_a_reader_sees_what_it_reads_and_what_lies_on_the_way() -> None:
    seen: Any = seen_by(a_document(), ["s.list[].inner"])
    assert seen["context"] == {"tool": "test"}
    assert seen["s"]["list"]["value"] == [{"name": "x", "inner": INNER}, {"name": "y", "inner": INNER}]
    assert seen_by(a_document(), ["t"]) == {"context": {"tool": "test"}, "s": {}}


def test_a_path_is_read_through_what_lies_above_it() -> None:
    assert is_read_through("a.b[].c", "a.b")
    assert is_read_through("a.b", "a.b")
    assert is_read_through("a.b.c", "a.b")
    assert not is_read_through("a.bc", "a.b")
    assert not is_read_through("a", "a.b")
