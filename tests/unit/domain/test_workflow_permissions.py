"""A job has what it says, or what its workflow says, or what no file says; when called, never more than its caller."""

import pytest

from checker.domain.workflow_permissions import (
    ID_TOKEN,
    REPOSITORY_DEFAULT,
    Access,
    Permissions,
    PermissionSource,
)


def job(otherwise: Access = Access.NONE, **scopes: Access) -> Permissions:
    named = tuple((name.replace("_", "-"), access) for name, access in scopes.items())
    return Permissions(source=PermissionSource.JOB, scopes=named, otherwise=otherwise, line=3)


def test_a_scope_that_is_not_named_is_not_had() -> None:
    assert job(contents=Access.READ).access("contents") is Access.READ
    assert job(contents=Access.READ).access(ID_TOKEN) is Access.NONE
    assert job(Access.WRITE).access(ID_TOKEN) is Access.WRITE


def test_the_repository_default_is_not_known_but_never_holds_an_identity_token() -> None:
    assert REPOSITORY_DEFAULT.access("contents") is Access.UNKNOWN
    assert REPOSITORY_DEFAULT.access(ID_TOKEN) is Access.NONE


@pytest.mark.parametrize(
    ("own", "callers", "left"),
    [
        (Access.WRITE, Access.WRITE, Access.WRITE),
        (Access.WRITE, Access.READ, Access.READ),
        (Access.READ, Access.WRITE, Access.READ),
        (Access.WRITE, Access.NONE, Access.NONE),
        (Access.NONE, Access.UNKNOWN, Access.NONE),
        (Access.UNKNOWN, Access.WRITE, Access.UNKNOWN),
        (Access.READ, Access.UNKNOWN, Access.UNKNOWN),
    ],
)
def test_a_called_job_has_the_weaker_of_both(own: Access, callers: Access, left: Access) -> None:
    found = job(id_token=own).within(job(id_token=callers))

    assert found.access(ID_TOKEN) is left
    assert found.access("contents") is Access.NONE


def test_what_only_one_side_names_is_compared_with_what_the_other_has_otherwise() -> None:
    found = job(Access.WRITE, contents=Access.READ).within(job(Access.READ, packages=Access.WRITE))

    assert (found.access("contents"), found.access("packages")) == (Access.READ, Access.WRITE)
    assert found.access(ID_TOKEN) is Access.READ


def test_a_called_job_that_says_nothing_has_what_its_caller_has() -> None:
    caller = job(id_token=Access.WRITE)

    assert REPOSITORY_DEFAULT.within(caller) == caller
