"""Principals: what they may do and where."""

from checker.domain.identity import Identity, Method
from checker.domain.namespace import Namespace
from checker.domain.principal import Principal, Role


def _principal(*roles: Role) -> Principal:
    return Principal(
        label="release-bot",
        namespace=Namespace.REAL,
        projects=("gadget", "widget"),
        roles=frozenset(roles),
        method=Method.TOKEN,
        issuer="clean-release",
        subject="3f2a",
    )


def test_every_principal_may_read() -> None:
    assert all(_principal(role).may(Role.READER) for role in Role)


def test_no_role_contains_another_one() -> None:
    for given in Role:
        may = {role for role in Role if _principal(given).may(role)}
        assert may == {Role.READER, given}


def test_two_roles_are_both_theirs() -> None:
    both = _principal(Role.OPERATOR, Role.PUBLISHER)
    assert [role for role in Role if both.may(role)] == [Role.READER, Role.OPERATOR, Role.PUBLISHER]


def test_only_the_projects_named_are_reached() -> None:
    principal = _principal(Role.READER)
    assert principal.reaches("widget")
    assert not principal.reaches("widge")
    assert not principal.reaches("")


def test_an_event_records_how_they_proved_who_they_are() -> None:
    assert _principal().identity == Identity(method=Method.TOKEN, issuer="clean-release", subject="3f2a")
    assert _principal().identity.is_proven
