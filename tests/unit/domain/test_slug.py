"""Slugs: what names a repository, and what to type instead of what does not."""

import pytest

from checker.domain.slug import is_slug, refuse_no_slug, spelt_as_slug
from checker.errors import UsageError


@pytest.mark.parametrize("text", ["o/r", "o-x/r.py", "O_1/_r", "o/.github"])
def test_a_slug_is_accepted(text: str) -> None:
    assert is_slug(text)
    refuse_no_slug(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/o/r",
        "https:/github.com/o/r",  # what a path of this machine makes of it
        "https://github.com/o/r/",
        "https://github.com/o/r.git",
        "https://github.com/o/r/tree/main?tab=readme#top",
        "http://name:secret@github.com:443/o/r",
        "git@github.com:o/r.git",
        "ssh://git@github.com:22/o/r.git",
        "github.com/o/r",
        "o/r.git",
    ],
)
def test_an_address_is_refused_with_what_to_type(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        refuse_no_slug(text)
    assert (refused.value.hint, "secret" in str(refused.value)) == ("type o/r", False)


def test_an_address_of_another_host_names_the_host() -> None:
    assert spelt_as_slug("git@ghe.example.com:o/r.git") == "o/r --host ghe.example.com"


@pytest.mark.parametrize("text", ["", "o", "o/", "o/..", "a/b/c", "build.d/o/r", "https://github.com/o", "not a name"])
def test_what_names_no_repository_says_what_would(text: str) -> None:
    assert spelt_as_slug(text) == ""
    with pytest.raises(UsageError, match="is no repository, expected OWNER/REPO"):
        refuse_no_slug(text)


def test_a_long_text_is_not_repeated_whole() -> None:
    with pytest.raises(UsageError) as refused:
        refuse_no_slug("x" * 5000)
    assert len(str(refused.value)) < 200
