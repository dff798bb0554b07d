"""What an anchor requires is spelt out over what the bundles offer, never over what was selected."""

import pytest

from checker.application.required_rules import Requirements, requirements_of
from checker.domain.snapshot import OfferedCollection
from checker.errors import TrustError
from tests.builders import an_anchor

OFFERED = (
    OfferedCollection(name="acme/minimal", rules=("branch.one",)),
    OfferedCollection(name="acme/strict", rules=("branch.one", "tag.two")),
)


def test_without_an_anchor_nothing_is_required() -> None:
    assert requirements_of(None, OFFERED) == Requirements()


def test_rules_and_the_rules_of_collections_are_required_once_each() -> None:
    anchor = an_anchor(
        required_rules=("tag.two", "a.b"), required_collections=("acme/strict", "acme/minimal"), may_not_apply=("a.b",)
    )

    found = requirements_of(anchor, OFFERED)

    assert found == Requirements(required=("a.b", "branch.one", "tag.two"), may_not_apply=("a.b",))


@pytest.mark.parametrize("offered", [(), OFFERED])
def test_a_collection_that_no_bundle_offers_is_refused(offered: tuple[OfferedCollection, ...]) -> None:
    with pytest.raises(
        TrustError, match="requires the collection 'acme/minimall', which no bundle of the snapshot offers"
    ):
        requirements_of(an_anchor(required_collections=("acme/minimall",)), offered)
