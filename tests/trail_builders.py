"""Trails for tests: stores with a candidate in them, and records that go from one to the other."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from checker.application.carry_trail import Carrying, export_trail
from checker.application.open_lifecycle import Acting, add_event, open_lifecycle
from checker.application.seal_trail import identity_of, sealing
from checker.domain.candidate import ArtifactsImported
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor
from checker.formats.canonical import canonical_bytes
from checker.formats.strict_json import read_json
from checker.ports.store import Store
from tests.candidate_builders import NAME, acting, built
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.memory_store import MemoryStore
from tests.identity_builders import LATER, NOON, an_anchor

ANN = MemorySigner("ann")
ANCHOR = an_anchor("ann")


def a_store(namespace: Namespace = Namespace.REAL) -> MemoryStore:
    """An empty store that no other store is."""
    return MemoryStore(clock=FixedClock(), namespace=namespace, made_by=str(next(_NUMBERS)))


def carrying(store: Store | None = None, **changes: Any) -> Carrying:  # noqa: ANN401 - any part of it
    """Between a store and others, an hour after noon."""
    by = Carrying(store=store or a_store(), project=acting().project, anchor=ANCHOR, now=LATER)
    return replace(by, **changes)


def a_candidate(store: Store | None = None) -> Acting:
    """A store in which a candidate has a manifest: five entries behind the first."""
    by = acting(store=store or a_store())
    built(by)
    return by


def gone_on(by: Acting, word: str = "") -> None:
    """One more event: two entries with its checkpoint, if it is sealed."""
    opened = open_lifecycle(by.store, project=by.project)
    add_event(opened, ArtifactsImported(document=digest_of(word.encode()), files=1), candidate=NAME, by=by)


def sealed(by: Acting, signer: MemorySigner = ANN, *, anchor: Anchor = ANCHOR) -> Acting:
    """The same actor, each of whose events is sealed."""
    trail = identity_of(by.store, project=by.project, anchor=anchor)
    return replace(by, seal=sealing(trail, signer=signer, at=NOON))


def exported(store: Store, *, first: int = 1, **changes: Any) -> bytes:  # noqa: ANN401 - any part of it
    """A record of a store."""
    return export_trail(carrying(store, **changes), signer=ANN, first=first)[1]


def spoiled(data: bytes, change: Callable[[Any], object]) -> bytes:
    """A document with something done to it."""
    document = read_json(data, source="it")
    change(document)
    return canonical_bytes(document)


_NUMBERS = count(1)
