"""Patterns of refs mean what the provider means by them, and what is said of two patterns is proven."""

import json
from pathlib import Path

import pytest

from checker.domain.ref_pattern import doubtful, is_pattern
from tests.unbounded import covers, matches, may_overlap

RUBY = json.loads((Path(__file__).parents[2] / "data" / "ruby_fnmatch.json").read_text(encoding="utf-8"))["cases"]


def test_every_answer_is_the_one_ruby_gave() -> None:
    different = [case for case in RUBY if matches(case[0], case[1]) is not case[2]]

    assert len(RUBY) > 3000
    assert sum(case[2] for case in RUBY) > 1000
    assert different == []


@pytest.mark.parametrize(
    ("pattern", "matched", "not_matched"),
    [
        ("main", ["main"], ["mai", "main2", "Main", "x/main", ""]),
        ("release/*", ["release/1", "release/1.x", "release/"], ["release/1/2", "release", "release/.x"]),
        ("release/**/*", ["release/1", "release/1/2/3"], ["release", "prerelease/1", "release/a/.b"]),
        ("*release*", ["release", "prerelease-1"], ["a/release"]),
        ("**", ["a"], ["a/b"]),
        ("**/*", ["a", "a/b", "a/b/c"], [".a", "a/.b", ".a/b"]),
        ("v[0-9].?", ["v1.2", "v1.x"], ["v1.", "v1./", "vx.1", "v10.1"]),
        ("[!a]x", ["bx"], ["ax", "/x"]),
        ("{main,dev}", ["{main,dev}"], ["main", "dev"]),
        (r"\*", ["*"], [r"\*", "a"]),
        ("[", [], ["["]),
        ("[]", [], ["", "]"]),
        ("a[b/c]d", ["abd", "acd"], ["a/d", "a[b/c]d"]),
        ("~NEW", [], ["main", "refs/heads/main"]),
        ("a\0b", [], ["a", "a\0b"]),
    ],
)
def test_a_pattern_stands_for_exactly_these_refs(pattern: str, matched: list[str], not_matched: list[str]) -> None:
    assert [ref for ref in matched + not_matched if matches(pattern, ref)] == matched


def test_the_words_for_all_refs_and_the_default_branch() -> None:
    assert matches("~ALL", "refs/heads/anything/at/all")
    assert matches("~DEFAULT_BRANCH", "refs/heads/main", default_branch="main")
    assert not matches("~DEFAULT_BRANCH", "refs/heads/dev", default_branch="main")
    assert not matches("~DEFAULT_BRANCH", "refs/tags/main", default_branch="main")
    assert not matches("~DEFAULT_BRANCH", "main", default_branch="main")


def test_an_unknown_default_branch_is_never_guessed() -> None:
    with pytest.raises(ValueError, match="the default branch is not known"):
        matches("~DEFAULT_BRANCH", "refs/heads/main")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("main", False),
        ("release/1.x", False),
        ("{a,b}", False),
        ("a]b", False),
        ("v*", True),
        ("v?", True),
        ("[ab]", True),
        (r"a\b", True),
        ("~ALL", True),
        ("~DEFAULT_BRANCH", True),
        ("~NEW", True),
    ],
)
def test_only_a_text_that_stands_for_itself_is_no_pattern(text: str, *, expected: bool) -> None:
    assert is_pattern(text) is expected


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("main", ""),
        ("refs/heads/release/**/*", ""),
        ("v[0-9]*.[a-z-]", ""),
        ("~ALL", ""),
        ("~DEFAULT_BRANCH", ""),
        ("~NEW", "~NEW is no word for refs that is known"),
        (r"v\*", "does not support backslashes"),
        ("[^a]", "does not support complemented sets: [^a]"),
        ("x[!a-c]", "does not support complemented sets: [!a-c]"),
        ("[", "is empty, without end"),
        ("a[b-", "is empty, without end"),
        ("[]a]", "the set [] is empty"),
        ("[z-a]", "has a range that runs backwards"),
        ("a\0", "none of them is U+0000"),
        ("a" * 1025, "at most 1024 characters"),
    ],
)
def test_forms_whose_meaning_is_not_known_are_named(pattern: str, why: str) -> None:
    assert why in doubtful(pattern)
    assert bool(doubtful(pattern)) is bool(why)


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        ("~ALL", "refs/heads/main"),
        ("~ALL", "~ALL"),
        ("~ALL", "~DEFAULT_BRANCH"),
        ("~DEFAULT_BRANCH", "~DEFAULT_BRANCH"),
        ("refs/tags/*", "refs/tags/v*"),
        ("refs/tags/**/*", "refs/tags/v*"),
        ("refs/tags/**/*", "refs/tags/v/**/x*"),
        ("refs/heads/**/*", "refs/heads/main"),
        ("v*", "v[0-9]*.[0-9]*"),
        ("v*", "v1.0"),
        ("*", "?*"),
        ("v[0-9]", "v[3-5]"),
        ("[ab]*", "a*"),
        ("**/*", "a/**/b"),
        ("*a*", "*ba*"),
        ("a**/b", "a*/b"),
        (r"\a", r"\a"),
    ],
)
def test_a_pattern_that_stands_for_more_covers(general: str, specific: str) -> None:
    assert covers(general, specific)


@pytest.mark.parametrize(
    ("general", "specific"),
    [
        ("refs/heads/**/*", "~ALL"),
        ("refs/tags/v*", "refs/tags/*"),
        ("refs/tags/*", "refs/tags/**/*"),
        ("v[0-9]*", "v*"),
        ("v1.0", "v*"),
        ("main", "master"),
        ("~DEFAULT_BRANCH", "refs/heads/main"),
        ("refs/heads/main", "~DEFAULT_BRANCH"),
        ("refs/heads/*", "~DEFAULT_BRANCH"),
        ("*", ".*"),
        ("*", r"\a"),
        (r"\*", "*"),
        ("*", "[^a]"),
        ("*", "["),
        ("~NEW", "main"),
        ("*", "~NEW"),
    ],
)
def test_what_is_not_proven_is_not_covered(general: str, specific: str) -> None:
    assert not covers(general, specific)


def test_with_a_known_default_branch_its_word_is_that_branch() -> None:
    assert covers("refs/heads/m*", "~DEFAULT_BRANCH", default_branch="main")
    assert covers("~DEFAULT_BRANCH", "refs/heads/main", default_branch="main")
    assert not covers("refs/heads/d*", "~DEFAULT_BRANCH", default_branch="main")
    assert not covers("refs/heads/*", "~DEFAULT_BRANCH", default_branch="weird[name")
    assert may_overlap("refs/heads/m*", "~DEFAULT_BRANCH", default_branch="main")
    assert not may_overlap("refs/heads/d*", "~DEFAULT_BRANCH", default_branch="main")


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("release/*", "release/1.*", True),
        ("release/*", "*/1.x", True),
        ("a*", "*b", True),
        ("v[0-5]", "v[5-9]", True),
        ("**/x", "a/b/x", True),
        ("~ALL", "main", True),
        ("~DEFAULT_BRANCH", "main", True),
        ("[^a]", "a", True),
        (r"\a", "b", True),
        ("~NEW", "main", True),
        ("main", "master", False),
        ("release/*", "release/*/*", False),
        ("v[0-4]", "v[5-9]", False),
        ("refs/heads/*", "refs/tags/*", False),
        ("a*", "b*", False),
        ("?", "??", False),
        ("*", "a/b", False),
    ],
)
def test_two_patterns_overlap_unless_the_opposite_is_proven(one: str, other: str, *, overlap: bool) -> None:
    assert may_overlap(one, other) is overlap
    assert may_overlap(other, one) is overlap


def test_no_pattern_takes_exponential_time() -> None:
    stars = "*a" * 500
    assert not matches(stars + "b", "a" * 10_000)
    assert matches("**/" * 300 + "x", "a/" * 3_000 + "x")
    assert not matches("[a-z]*" * 200 + "0", "b" * 5_000)


def test_a_proof_that_would_take_too_long_is_not_found_and_errs_on_the_safe_side() -> None:
    general, specific = "*a" + "?" * 30, "*b*a" + "?" * 30
    assert not covers(general, specific)
    assert may_overlap("*a" * 200 + "b", "*b" * 200 + "a")
