"""Code owners: the last line that fits decides, and an owner who is none does not count."""

import pytest

from checker.errors import InputRefusedError
from checker.formats.github.code_owners import OwnerError, is_owned

PATH = ".github/workflows/release.yml"


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("*", True),
        ("*.yml", True),
        ("*.yaml", False),
        ("release.yml", True),
        ("rel?ase.y*", True),
        ("r*e*e.*l", True),
        ("*a*b*", False),
        ("/.github/", True),
        (".github/", True),
        (".github", True),
        ("/.github/workflows/", True),
        (".github/workflows", True),
        ("/.github/workflows/*", True),
        ("/.github/*", False),
        ("/.github/**", True),
        ("/.github/**/release.yml", True),
        ("**/workflows/", True),
        ("**", True),
        ("/**/release.yml", True),
        ("workflows/release.yml", False),
        ("**/workflows/release.yml", True),
        ("workflows/", True),
        ("/workflows/", False),
        ("release.yml/", False),
        ("/release.yml", False),
        (".github/workflows/release.yml", True),
        (".github/workflows/release.yml/", False),
        (".github/workflows/release.yml/x", False),
        (".GITHUB/", False),
        ("docs/*", False),
        ("/", False),
    ],
)
def test_a_pattern_is_for_a_file_or_for_the_folders_it_is_in(pattern: str, *, fits: bool) -> None:
    assert is_owned(PATH, text=f"{pattern} @octo/core\n", errors=()) is fits


@pytest.mark.parametrize(
    ("text", "owned"),
    [
        ("", False),
        ("# only a comment\n", False),
        ("* @octo/core\n", True),
        ("* @octo/core\n.github/\n", False),
        (".github/\n* @octo/core\n", True),
        ("* someone@example.org # they\n", True),
        ("* # @octo/core\n", False),
        ("* octo\n", False),
        ("* @octo/core\r\n", True),
        ("/a\\ b/ @octo/core\n", False),
        ("* @octo/core\n/a\\ b/\n", True),
    ],
)
def test_the_last_line_that_fits_decides(text: str, *, owned: bool) -> None:
    assert is_owned(PATH, text=text, errors=()) is owned


def wrong(line: int, kind: str) -> OwnerError:
    return OwnerError(line=line, kind=kind)


def test_an_owner_whom_the_provider_does_not_know_does_not_count() -> None:
    assert is_owned(PATH, text="* @gone\n", errors=[wrong(1, "Unknown owner")]) is False
    assert is_owned(PATH, text="* @gone @octo/core\n", errors=[wrong(1, "Unknown owner")]) is True
    assert is_owned(PATH, text="* @gone\n", errors=[wrong(2, "Unknown owner")]) is True


def test_a_line_whose_pattern_is_wrong_is_passed_over_as_the_provider_does() -> None:
    assert is_owned(PATH, text="* @octo/core\n[a] @x\n", errors=[wrong(2, "Invalid pattern")]) is True


def test_what_leaves_it_open_decides_nothing() -> None:
    with pytest.raises(InputRefusedError, match="line 1 of CODEOWNERS is wrong"):
        is_owned(PATH, text="* @octo/core\n", errors=[wrong(1, "Something new")])
    for pattern in ("[a]", "!a", "a\\#b"):
        with pytest.raises(InputRefusedError, match="means nothing"):
            is_owned(PATH, text=f"{pattern} @octo/core\n", errors=())


def test_a_pattern_made_to_take_long_does_not() -> None:
    path = f".github/workflows/{'a' * 250}"
    assert is_owned(path, text=f"{'*a' * 120}b @octo/core\n{'**/' * 200}b @octo/core\n", errors=()) is False
