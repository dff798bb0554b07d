"""Whose a repository is: a known fact, or the reason why it is not known."""

import pytest

from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.owner import derive_owner
from tests.settings_builders import hidden, repository, seen


def owner(kind: Json = "Organization") -> Json:
    return seen({"id": 7, "login": "acme", "kind": kind})


@pytest.mark.parametrize(("word", "kind"), [("Organization", "organization"), ("User", "user")])
def test_the_kind_of_owner_is_told_in_our_words(word: str, kind: str) -> None:
    assert derive_owner(owner(word), repository=repository()).value == {"kind": kind}


def test_a_kind_that_nobody_knows_is_not_taken_for_a_person() -> None:
    found = derive_owner(owner("Mannequin"), repository=repository())

    assert (found.status, found.value) == (Status.ERROR, None)
    assert found.detail.why == "the owner is of the kind 'Mannequin', expected one of Organization, User"


def test_an_owner_that_was_not_read_is_not_known() -> None:
    found = derive_owner(hidden(needs="Metadata: read"), repository=repository())

    assert (found.status, found.detail.needs) == (Status.DENIED, "Metadata: read")


def test_without_an_audit_the_owner_was_not_asked_for() -> None:
    assert derive_owner(None, repository=repository()).status is Status.NOT_REQUESTED


def test_it_goes_with_the_answer_it_came_with() -> None:
    found = derive_owner(owner(), repository=hidden(Status.ERROR))

    assert (found.status, found.detail.why) == (Status.ERROR, "the test hides it")
