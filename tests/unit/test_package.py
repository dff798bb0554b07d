"""The package as other programs import it."""

import pytest

import checker
from checker.bootstrap import CleanRelease as Facade


def test_the_facade_is_there_when_it_is_asked_for() -> None:
    assert checker.CleanRelease is Facade


def test_nothing_else_is() -> None:
    with pytest.raises(AttributeError, match="module 'checker' has no attribute 'CleanReleases'"):
        _ = checker.CleanReleases
