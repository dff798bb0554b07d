"""The ref a manifest is built from is compared with the release refs, as the provider compares them."""

import pytest

from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.project import ReleaseFacts
from checker.domain.release_refs import derive_release_refs
from checker.domain.source_ref import derive_from_release_ref
from tests.settings_builders import hidden, repository

RELEASED = ReleaseFacts(branches=("main", "release/*"), tags=("v*",))


def refs(release: ReleaseFacts = RELEASED) -> Json:
    return derive_release_refs(release, repository=repository()).to_json()


@pytest.mark.parametrize("ref", ["refs/heads/main", "refs/heads/release/1.0", "refs/tags/v1.0"])
def test_a_release_ref_or_what_a_release_pattern_stands_for_is_one(ref: str) -> None:
    found = derive_from_release_ref(ref, release_refs=refs())

    assert (found.status, found.value) == (Status.COLLECTED, True)


@pytest.mark.parametrize(
    "ref",
    [
        "refs/heads/attacker",
        "refs/heads/main2",
        "refs/heads/release/1/2",
        "refs/heads/v1.0",
        "refs/tags/main",
        "refs/tags/1.0",
        "refs/tags/v1/0",
    ],
)
def test_every_other_ref_is_none(ref: str) -> None:
    found = derive_from_release_ref(ref, release_refs=refs())

    assert (found.status, found.value) == (Status.COLLECTED, False)


@pytest.mark.parametrize("ref", ["refs/tags/v*", "refs/heads/release/*", "refs/heads/release/[1]"])
def test_what_is_written_like_a_pattern_is_no_ref(ref: str) -> None:
    assert derive_from_release_ref(ref, release_refs=refs()).value is False


def test_without_declared_refs_only_the_default_branch_is_one() -> None:
    undeclared = refs(ReleaseFacts())

    assert derive_from_release_ref("refs/heads/main", release_refs=undeclared).value is True
    assert derive_from_release_ref("refs/tags/v1.0", release_refs=undeclared).value is False


def test_nothing_is_known_while_the_release_refs_are_not() -> None:
    unknown = derive_release_refs(ReleaseFacts(), repository=hidden()).to_json()

    found = derive_from_release_ref("refs/heads/main", release_refs=unknown)
    assert found.status is Status.DENIED
    assert "Administration: read" in found.detail.needs


@pytest.mark.usefixtures("few_steps")
def test_patterns_that_take_too_many_steps_to_compare_prove_nothing() -> None:
    ref = "refs/tags/" + "a" * 1000
    many = ReleaseFacts(branches=("main",), tags=tuple(f"{'a*' * 400}{number}" for number in range(20_000)))

    found = derive_from_release_ref(ref, release_refs=refs(many))
    assert found.status is Status.ERROR
