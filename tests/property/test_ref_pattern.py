"""What is said of two patterns holds for every ref."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unbounded import covers, matches, may_overlap

pytestmark = pytest.mark.property

pieces = st.sampled_from(
    ["a", "b", "c", ".", "/", "-", "*", "?", "**/", "[ab]", "[a-c]", "[^a]", "[!b]", "[", "]", "\\", "{a,b}", "[c-a]"]
)
well_known = st.sampled_from(["a", "b", ".", "/", "*", "?", "**/", "[ab]", "[b-c]", "**/*"])
patterns = st.lists(pieces, max_size=7).map("".join) | st.lists(well_known, max_size=7).map("".join)
refs = st.text(alphabet="abc./-]{,}", max_size=8)


def as_spelt(pattern: str, ref: str) -> bool:
    """A second reading of the same rules, by trying every way: slow, and independent of the machine."""
    return _segment(pattern, ref, 0, 0)


def _segment(pattern: str, ref: str, at: int, here: int) -> bool:
    """From the beginning of a segment in both."""
    if not pattern.startswith("**/", at):
        return _inside(pattern, ref, at, here, begins=True)
    if _segment(pattern, ref, at + 3, here):
        return True
    end = ref.find("/", here)
    return end >= 0 and not ref.startswith(".", here) and _segment(pattern, ref, at, end + 1)


def _inside(pattern: str, ref: str, at: int, here: int, *, begins: bool = False) -> bool:
    """From within a segment; `begins` while nothing of it has been read in either."""
    char = pattern[at : at + 1]
    if ref.startswith(".", here) and begins and not pattern.startswith((".", "\\."), at):
        return False
    if char == "*":
        return any(_inside(pattern, ref, at + 1, end) for end in range(here, len(ref) + 1) if "/" not in ref[here:end])
    if char in {"?", "["} and (here == len(ref) or ref[here] == "/"):
        return False
    if char == "?":
        return _inside(pattern, ref, at + 1, here + 1)
    if char == "[":
        members, negated, after = set_in(pattern, at + 1)
        return after >= 0 and (ref[here] in members) is not negated and _inside(pattern, ref, after, here + 1)
    return _written(pattern, ref, at, here)


def _written(pattern: str, ref: str, at: int, here: int) -> bool:
    at += pattern.startswith("\\", at)
    if at >= len(pattern) or here >= len(ref):
        return at >= len(pattern) and here >= len(ref)
    if pattern[at] != ref[here]:
        return False
    return (_segment if pattern[at] == "/" else _inside)(pattern, ref, at + 1, here + 1)


def set_in(pattern: str, at: int) -> tuple[set[str], bool, int]:
    negated = pattern[at : at + 1] in {"!", "^"}
    at += negated
    members: set[str] = set()
    while at < len(pattern) and pattern[at] != "]":
        ends = []
        while True:
            at += pattern[at] == "\\"
            if at >= len(pattern):
                return set(), False, -1
            ends.append(pattern[at])
            at += 1
            if len(ends) == 2 or not pattern.startswith("-", at) or pattern.startswith("]", at + 1):
                break
            at += 1
            if at >= len(pattern):
                return set(), False, -1
        members |= {*ends, *map(chr, range(ord(ends[0]), ord(ends[-1]) + 1))}
    return members, negated, at + 1 if at < len(pattern) else -1


@given(patterns, refs)
def test_the_machine_reads_patterns_as_they_are_spelt(pattern: str, ref: str) -> None:
    assert matches(pattern, ref) is as_spelt(pattern, ref)


SPELT = {"*": ["", "a", "b.c"], "?": ["a", "."], "**/": ["", "a/", "b/c/"], "[ab]": ["a", "b"], "[b-c]": ["b", "c"]}
WIDER = {"a": ["a", "?", "*", "[ab]"], "b": ["b", "?", "[ab]", "[b-c]"], "[ab]": ["[ab]", "?", "*"], "?": ["?", "*"]}


@st.composite
def related(draw: st.DrawFn) -> tuple[str, str, str]:
    """A pattern, one that is often wider, and a ref the first one is likely to match."""
    drawn = draw(st.lists(st.sampled_from(["a", "b", ".", "/", "*", "?", "**/", "[ab]", "[b-c]"]), max_size=7))
    wider = [draw(st.sampled_from(WIDER.get(piece, [piece, "*"]))) for piece in drawn]
    ref = [draw(st.sampled_from(SPELT.get(piece, [piece]))) for piece in drawn]
    return "".join(drawn), "".join(wider), "".join(ref)


@given(related())
def test_what_covers_matches_whatever_the_covered_one_matches(drawn: tuple[str, str, str]) -> None:
    specific, general, ref = drawn
    if covers(general, specific) and matches(specific, ref):
        assert matches(general, ref)


@given(related())
def test_patterns_that_match_one_ref_may_overlap(drawn: tuple[str, str, str]) -> None:
    one, other, ref = drawn
    if matches(one, ref) and matches(other, ref):
        assert may_overlap(one, other)


@given(patterns, patterns, st.lists(refs, max_size=10))
def test_what_is_said_of_any_two_patterns_holds_for_any_ref(one: str, other: str, some: list[str]) -> None:
    covered, overlapping = covers(one, other), may_overlap(one, other)
    for ref in some:
        assert matches(one, ref) or not (covered and matches(other, ref))
        assert overlapping or not (matches(one, ref) and matches(other, ref))


@given(patterns, patterns)
def test_every_pattern_covers_itself_and_overlapping_is_mutual(one: str, other: str) -> None:
    assert covers(one, one)
    assert may_overlap(one, other) is may_overlap(other, one)


@given(patterns, refs)
def test_a_ref_without_special_characters_is_covered_exactly_when_it_is_matched(pattern: str, ref: str) -> None:
    if covers(pattern, ref):
        assert matches(pattern, ref)
    if matches(pattern, ref):
        assert may_overlap(pattern, ref)


@given(st.lists(well_known, max_size=7).map("".join), refs)
def test_of_forms_that_are_well_known_the_answers_about_one_ref_are_exact(pattern: str, ref: str) -> None:
    assert covers(pattern, ref) is matches(pattern, ref)
    assert may_overlap(pattern, ref) is matches(pattern, ref)
