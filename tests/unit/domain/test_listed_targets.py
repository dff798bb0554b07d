"""A registry's listing that leaves out a declared target is not a complete one."""

from typing import Any

import pytest

from checker.domain.listed_targets import first_unlisted, unlisted_in
from tests.builders import a_gap, an_observation

PYPI: dict[str, Any] = {"registry": "pypi", "project": "acme"}
NPM: dict[str, Any] = {"registry": "npm", "project": "acme"}


def test_the_first_target_that_a_listing_leaves_out_is_named() -> None:
    assert first_unlisted([PYPI, NPM], listing=[PYPI]) == "npm acme"
    assert first_unlisted([PYPI, NPM], listing=[NPM, PYPI]) == ""
    assert first_unlisted([], listing=[]) == ""


@pytest.mark.parametrize("section", ["published", "publication", "attested_releases"])
def test_an_input_names_the_section_that_lacks_a_target(section: str) -> None:
    document: dict[str, Any] = {
        "manifest": an_observation({"targets": [PYPI]}),
        "registry": {"published": a_gap("denied"), "publication": a_gap("denied"), section: an_observation([NPM])},
    }
    assert unlisted_in(document) == (f"registry.{section}", "pypi acme")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"manifest": a_gap("denied"), "registry": {"published": an_observation([])}},
        {"manifest": an_observation({"targets": []}), "registry": {"published": an_observation([])}},
        {"manifest": an_observation({"targets": [PYPI]}), "registry": {"published": an_observation([PYPI])}},
        {"manifest": an_observation({"targets": [PYPI]}), "registry": {"published": a_gap("denied")}},
    ],
)
def test_nothing_is_missing_where_nothing_is_known_or_everything_listed(document: dict[str, Any]) -> None:
    assert unlisted_in(document) == ("", "")
