"""Release refs come from the project's declaration, else from the default branch that was really read."""

import pytest

from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.project import ReleaseFacts
from checker.domain.release_refs import (
    NEEDS_REPOSITORY,
    RefKind,
    ReleaseRef,
    derive_release_refs,
    refuse_short_ref,
    release_refs_of,
)
from checker.errors import InputRefusedError, UsageError
from tests.settings_builders import hidden, repository


def branch(name: str, *, default: bool = False, pattern: bool = False) -> ReleaseRef:
    return ReleaseRef(ref=f"refs/heads/{name}", name=name, kind=RefKind.BRANCH, default=default, pattern=pattern)


def tag(name: str, *, pattern: bool = False) -> ReleaseRef:
    return ReleaseRef(ref=f"refs/tags/{name}", name=name, kind=RefKind.TAG, default=False, pattern=pattern)


def derived(release: ReleaseFacts, repository: Json) -> tuple[ReleaseRef, ...]:
    return release_refs_of(derive_release_refs(release, repository=repository))


def test_without_declared_branches_the_default_branch_is_the_release_branch() -> None:
    assert derived(ReleaseFacts(tags=("v*",)), repository("main")) == (
        branch("main", default=True),
        tag("v*", pattern=True),
    )


def test_declared_branches_decide_and_only_the_default_branch_is_marked_default() -> None:
    facts = ReleaseFacts(branches=("release/*", "main"))
    assert derived(facts, repository("main")) == (branch("main", default=True), branch("release/*", pattern=True))
    assert derived(facts, repository("trunk")) == (branch("main"), branch("release/*", pattern=True))


@pytest.mark.parametrize("unread", [None, hidden()])
def test_declared_branches_stay_when_the_default_branch_is_unknown_but_none_is_called_default(unread: Json) -> None:
    assert derived(ReleaseFacts(branches=("main",)), unread) == (branch("main"),)


@pytest.mark.parametrize(("unread", "status"), [(None, Status.NOT_REQUESTED), (hidden(needs=""), Status.DENIED)])
def test_declared_tags_alone_are_not_taken_for_all_release_refs(unread: Json, status: Status) -> None:
    found = derive_release_refs(ReleaseFacts(tags=("v*",)), repository=unread)
    assert found.status is status
    assert found.value is None
    assert found.detail.needs == NEEDS_REPOSITORY
    assert found.detail.why == "no release branches are declared and the default branch could not be read"


def test_the_permission_a_denied_repository_names_is_kept() -> None:
    found = derive_release_refs(ReleaseFacts(), repository=hidden(needs="Metadata: read"))
    assert found.detail.needs == "Metadata: read"


def test_a_ref_written_in_full_or_twice_is_one_ref() -> None:
    facts = ReleaseFacts(branches=("main", "refs/heads/main"), tags=("refs/tags/v1", "v1"))
    assert derived(facts, None) == (branch("main"), tag("v1"))


@pytest.mark.parametrize("name", ["v*", "v?", "v[0-9]"])
def test_a_name_with_a_wildcard_is_a_pattern(name: str) -> None:
    assert derived(ReleaseFacts(branches=("m",), tags=(name,)), None)[1].pattern


def test_a_repository_without_its_default_branch_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="the field default_branch is missing"):
        derive_release_refs(ReleaseFacts(), repository={"status": "collected", "value": {}, "evidence": []})


@pytest.mark.parametrize(
    "ref", ["", "v1", "refs/tags/", "refs/heads/", "refs/tags/v*", "refs/tags/../x", "refs/pull/1"]
)
def test_a_short_name_or_a_pattern_is_no_full_ref(ref: str) -> None:
    with pytest.raises(UsageError):
        refuse_short_ref(ref)


@pytest.mark.parametrize("ref", ["refs/tags/v1.2.3", "refs/heads/release/1"])
def test_a_full_ref_is_one(ref: str) -> None:
    refuse_short_ref(ref)
