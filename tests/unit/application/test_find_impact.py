"""Which bundle of a report another one takes the place of."""

from dataclasses import replace

import pytest

from checker.application.find_impact import with_replaced
from checker.domain.rule import Contract
from checker.domain.snapshot import ResolvedBundle
from checker.domain.trust import TrustDecision, TrustMethod
from checker.errors import SelectionError
from tests.policy_builders import a_policy, opened

OTHER = opened(a_policy()).bundle


def resolved(name: str) -> ResolvedBundle:
    trust = TrustDecision(method=TrustMethod.NONE)
    bundle = replace(OTHER, name=name, revision=7)
    return ResolvedBundle(source=name, bundle=bundle, contract=Contract.RELEASE_POLICY, trust=trust)


def test_the_only_bundle_is_replaced_and_keeps_its_name() -> None:
    (found,) = with_replaced([resolved("release-policy")], OTHER)
    assert (found.bundle.name, found.bundle.revision, found.source) == (
        "release-policy",
        OTHER.revision,
        "release-policy",
    )


def test_among_several_the_one_of_the_same_name_is_replaced() -> None:
    first, second = with_replaced([resolved("base"), resolved("mine")], OTHER)
    assert (first.bundle.revision, second.bundle.revision) == (7, OTHER.revision)


def test_a_bundle_of_no_such_name_is_refused() -> None:
    with pytest.raises(SelectionError, match="judged by base, theirs, and mine is none of them"):
        with_replaced([resolved("base"), resolved("theirs")], OTHER)
