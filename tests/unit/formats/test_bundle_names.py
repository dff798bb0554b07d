"""A name in a bundle means one file on every system and to every reader, or the bundle is refused."""

import pytest

from checker.errors import BundleRefusedError
from checker.formats.bundle_limits import BundleLimits
from checker.formats.bundle_names import TakenNames, checked_path

LIMITS = BundleLimits()


def refusal_of(raw: bytes, limits: BundleLimits = LIMITS) -> str:
    with pytest.raises(BundleRefusedError) as refusal:
        checked_path(raw, source="b.tar.gz", limits=limits)
    assert refusal.value.message.isascii()
    return refusal.value.message


@pytest.mark.parametrize(
    "path",
    [
        "a.rego",
        "rules/branch/no_bypass/no_bypass.rego",
        ".manifest",
        ".signatures.json",
        ".clean-release.dsse.json",
        "data.json",
        "lib/é.rego",
        "docs/read me.txt",
        "patch.jsonl",
        "plan.json.txt",
        "a/" * 15 + "b",
        "x" * 255,
    ],
)
def test_an_ordinary_path_stays_as_it_is(path: str) -> None:
    assert checked_path(path.encode(), source="b.tar.gz", limits=LIMITS) == path


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "empty path"),
        (b"/etc/passwd", "is absolute"),
        (b"//host/share", "is absolute"),
        (b"../x", "leaves the bundle"),
        (b"a/../../b", "leaves the bundle"),
        (b"a/..", "leaves the bundle"),
        (b"./a", "empty part or a `.`"),
        (b"a/./b", "empty part or a `.`"),
        (b"a//b", "empty part or a `.`"),
        (b"a/", "empty part or a `.`"),
        (b"..\\x", "backslash"),
        (b"\\\\host\\share", "backslash"),
        (b"C:\\x", "backslash"),
        (b"C:/x", "begins with a drive"),
        (b"c:x", "begins with a drive"),
        (b"a.rego:stream", "holds a colon"),
        (b"a\x00b", "cannot be seen"),
        (b"a\nb", "cannot be seen"),
        (b"a\x7fb", "cannot be seen"),
        ("a\u202eb".encode(), "cannot be seen"),
        ("a\u200bb".encode(), "cannot be seen"),
        ("a\u2028b".encode(), "cannot be seen"),
        ("a\ue000b".encode(), "cannot be seen"),
        (b"a.", "ends in a space or a dot"),
        (b"a /b", "ends in a space or a dot"),
        (b"...", "ends in a space or a dot"),
        ("cafe\u0301".encode(), "normal form C"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"\xed\xa0\x80", "is not UTF-8"),
        (b"a/" * 16 + b"b", "has 17 parts, at most 16"),
        (b"x" * 256, "has 256 bytes, a path has at most 255"),
        (b"patch.json", "delta"),
        (b"a/Patch.JSON", "delta"),
        (b"policy.wasm", "compiled"),
        (b"a/other.wasm", "compiled"),
        (b"plan.json", "compiled"),
        (b"a/plan.pb", "compiled"),
        (b"data.yaml", "data.json only"),
        (b"a/data.yml", "data.json only"),
        (b"a/.manifest", "read it as the manifest"),
        (b"x.manifest", "read it as the manifest"),
        (b".manifest.pb", "read it as the manifest"),
        (b".Manifest", "read it as the manifest"),
        (b"signatures.json", "skip it when they verify"),
        (b"xsignatures.json", "skip it when they verify"),
        (b"a/.signatures.json", "skip it when they verify"),
        (b".git/config", "is hidden"),
        (b".github/workflows/x.yml", "is hidden"),
        (b"a/.hidden", "is hidden"),
        (b"a/.clean-release.dsse.json", "is hidden"),
    ],
)
def test_a_path_that_could_mean_something_else_is_refused(raw: bytes, why: str) -> None:
    assert why in refusal_of(raw)


def test_a_refusal_shows_at_most_the_longest_path() -> None:
    assert len(refusal_of(b"\x1b" * 100_000)) < 2000


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ("a.rego", "a.rego", "is there twice"),
        ("a.rego", "A.rego", "the same name as 'a.rego'"),
        ("stra\u00dfe.rego", "STRASSE.rego", "the same name as"),
        ("\ufb01le.rego", "file.rego", "the same name as"),
        ("a", "a/b.rego", "is there twice"),
        ("a/b.rego", "a", "is there twice"),
        ("A/b.rego", "a", "the same name as 'A'"),
        ("A/b.rego", "a/c.rego", "the same name as 'A'"),
        ("a/b/c.rego", "a/B/d.rego", "the same name as 'a/b'"),
    ],
)
def test_two_names_that_some_system_takes_for_one_are_refused(first: str, second: str, why: str) -> None:
    taken = TakenNames(source="b.tar.gz")
    taken.take_file(first)

    with pytest.raises(BundleRefusedError) as refusal:
        taken.take_file(second)

    assert why in refusal.value.message


def test_a_folder_may_be_named_again_but_not_where_a_file_is() -> None:
    taken = TakenNames(source="b.tar.gz")
    taken.take_folder("a/b")
    taken.take_folder("a/b")
    taken.take_file("a/b/c.rego")

    with pytest.raises(BundleRefusedError, match="is there twice"):
        taken.take_folder("a/b/c.rego/d")
