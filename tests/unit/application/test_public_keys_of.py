"""A key counts in one role, in one namespace, and for as long as it is valid."""

from dataclasses import replace

import pytest

from checker.application.public_keys_of import public_keys_of
from checker.domain.namespace import Namespace
from checker.domain.trust import KeyRole
from tests.fakes.memory_keys import MemorySigner
from tests.identity_builders import LATER, NOON, an_anchor, key_of, person

ANN = MemorySigner("ann").identity.fingerprint
MACHINES = (KeyRole.PERMIT, KeyRole.AUDITOR, KeyRole.BUILDER)


@pytest.mark.parametrize("role", MACHINES)
@pytest.mark.parametrize("namespace", Namespace)
def test_a_key_of_a_machine_counts_in_its_own_namespace_alone(role: KeyRole, namespace: Namespace) -> None:
    anchor = replace(an_anchor(), keys=(key_of("ann", role=role, namespace=namespace),))
    (other,) = set(Namespace) - {namespace}

    assert public_keys_of(anchor, role, namespace=namespace, at=NOON)[ANN].name == f"ann.{role}"
    assert not public_keys_of(anchor, role, namespace=other, at=NOON)
    assert not public_keys_of(anchor, KeyRole.APPROVER, namespace=namespace, at=NOON)


def test_a_key_of_an_approver_counts_where_a_person_has_it() -> None:
    anchor = replace(an_anchor(), keys=(key_of("ann"), key_of("bea")), identities=(person("ann", number=17),))
    both = replace(anchor, identities=(*anchor.identities, person("ann", number=17, namespace=Namespace.DEMO)))

    assert list(public_keys_of(anchor, KeyRole.APPROVER, namespace=Namespace.REAL, at=NOON)) == [ANN]
    assert not public_keys_of(anchor, KeyRole.APPROVER, namespace=Namespace.DEMO, at=NOON)
    assert list(public_keys_of(both, KeyRole.APPROVER, namespace=Namespace.DEMO, at=NOON)) == [ANN]


def test_what_comes_from_elsewhere_takes_a_key_that_is_still_valid() -> None:
    anchor = replace(an_anchor("ann"), keys=(key_of("ann", role=KeyRole.PERMIT, not_after=NOON),))

    assert public_keys_of(anchor, KeyRole.PERMIT, namespace=Namespace.REAL, at=NOON)
    assert public_keys_of(anchor, KeyRole.PERMIT, namespace=Namespace.REAL, at=NOON, now=NOON)
    assert not public_keys_of(anchor, KeyRole.PERMIT, namespace=Namespace.REAL, at=NOON, now=LATER)
    assert not public_keys_of(None, KeyRole.PERMIT, namespace=Namespace.REAL, at=NOON)
