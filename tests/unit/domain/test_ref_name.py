"""Names of refs that mean nothing else to git."""

import pytest

from checker.domain.ref_name import is_ref_name


@pytest.mark.parametrize("name", ["v1.2.0-rc1", "main", "refs/tags/v1", "feature/a+b", "1"])
def test_a_plain_name_is_one(name: str) -> None:
    assert is_ref_name(name)


@pytest.mark.parametrize(
    "name",
    ["", "-x", "--upload-pack=x", "a..b", "a^", "a~1", "a@{1}", "a:b", "a b", "a//b", "a/.b", "a.", "a/", "a.lock",
     "a.lock/b", "a\nb", "a" * 201, ":/text"],
)  # fmt: skip
def test_what_git_could_take_for_something_else_is_none(name: str) -> None:
    assert not is_ref_name(name)
