"""Formatting: what would change, sorted; nothing looked at is no success."""

import pytest

from checker.application.format_policies import format_policies
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, NotFoundError


class Upper:
    """A format in which every letter is a capital."""

    def format(self, source: str, *, name: str) -> str:  # noqa: ARG002 - the port's name
        return source.upper()


def found(*files: tuple[str, bytes], within: str = "") -> list[tuple[str, str]]:
    given = [BundleFile(path=path, data=data) for path, data in files]
    return [(one.path, one.after) for one in format_policies(given, within=within, source="mine", formatter=Upper())]


def test_only_modules_that_are_laid_out_otherwise_are_found() -> None:
    assert found(("b.rego", b"b"), ("a_test.rego", b"a"), ("c.rego", b"C"), ("d.json", b"d")) == [
        ("a_test.rego", "A"),
        ("b.rego", "B"),
    ]


def test_only_what_is_meant_is_looked_at() -> None:
    assert found(("a/a.rego", b"a"), ("b/b.rego", b"\xff"), within="a/") == [("a/a.rego", "A")]


def test_no_module_is_no_success() -> None:
    with pytest.raises(NotFoundError, match="there is no policy here"):
        found(("a/a.rego", b"a"), within="b/")


def test_a_module_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(BundleRefusedError, match="not UTF-8"):
        found(("a.rego", b"\xff"))
