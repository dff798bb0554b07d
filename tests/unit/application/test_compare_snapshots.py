"""Comparing snapshots: every difference is a sentence, and a name finds exactly one."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from checker.application.compare_snapshots import compare_snapshots, find_snapshot
from checker.domain.digest import digest_of
from checker.domain.rule import Contract, Enforcement, Severity
from checker.domain.snapshot import OfferedCollection, Snapshot, Weakening
from checker.domain.trust import TrustDecision, TrustMethod
from checker.errors import NotFoundError
from checker.formats.snapshot_v1 import content_bytes, snapshot_bytes
from checker.ports.store import SnapshotRecord
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import a_bundle, a_rule, a_snapshot

RULE = a_rule()
OLD = digest_of(b"old")


def bundle_changed(snapshot: Snapshot) -> Snapshot:
    (one,) = snapshot.bundles
    return replace(snapshot, bundles=(replace(one, bundle=replace(one.bundle, tree_digest=OLD)),))


def trust_changed(snapshot: Snapshot) -> Snapshot:
    (one,) = snapshot.bundles
    return replace(snapshot, bundles=(replace(one, trust=TrustDecision(method=TrustMethod.NONE)),))


def bundle_replaced(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, bundles=(a_bundle("other", Contract.RELEASE_POLICY),))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (bundle_changed, [f"bundle release-policy: {a_snapshot().bundles[0].bundle.tree_digest} became {OLD}"]),
        (trust_changed, ["bundle release-policy: trusted by pinned, then by none"]),
        (bundle_replaced, ["bundle release-policy is gone", "bundle other is new"]),
        (lambda one: replace(one, rules=(a_rule("tag.x"),)), ["rule branch.no_bypass is gone", "rule tag.x is new"]),
        (
            lambda one: replace(one, rules=(replace(RULE, enforcement=Enforcement.WARN),)),
            ["rule branch.no_bypass: enforcement block became warn"],
        ),
        (
            lambda one: replace(one, rules=(replace(RULE, severity=Severity.LOW),)),
            ["rule branch.no_bypass: severity high became low"],
        ),
        (
            lambda one: replace(one, rules=(replace(RULE, metadata={}),)),
            ["rule branch.no_bypass: its METADATA changed"],
        ),
        (
            lambda one: replace(one, parameters={"branch.approvals": {"least": 2}}),
            ['parameters of branch.approvals: {"least":1} became {"least":2}'],
        ),
        (lambda one: replace(one, parameters={}), ['parameters of branch.approvals: {"least":1} became {}']),
        (
            lambda one: replace(one, project_facts={"release_branches": ["main", "v1"], "checks": []}),
            [
                "project fact checks: null became []",
                'project fact release_branches: ["main"] became ["main","v1"]',
            ],
        ),
        (lambda one: replace(one, builtins=("count", "sum")), ["builtin startswith is gone", "builtin sum is new"]),
        (
            lambda one: replace(one, input_schema=OLD),
            [f"input schema: {digest_of(b'schema')} became {OLD}"],
        ),
        (lambda one: replace(one, weakenings=(Weakening(rule="a.b", what="excluded"),)), ["the weakenings differ"]),
        (
            lambda one: replace(one, collections=(OfferedCollection(name="acme/strict", rules=("tag.x",)),)),
            ["the bundles offer other rules in the collection acme/strict"],
        ),
        (lambda one: replace(one, selection=OLD), ["the project file asks for another selection"]),
        (lambda one: one, []),
    ],
    ids=[
        "content of a bundle",
        "trust in a bundle",
        "another bundle",
        "another rule",
        "enforcement",
        "severity",
        "METADATA",
        "a parameter",
        "no parameters",
        "project facts",
        "builtins",
        "input schema",
        "weakenings",
        "offered rules",
        "selection",
        "nothing",
    ],
)
def test_every_difference_is_a_sentence(change: Callable[[Snapshot], Snapshot], said: list[str]) -> None:
    assert list(compare_snapshots(a_snapshot(), change(a_snapshot()))) == said


def test_a_collection_that_offers_the_same_rules_is_no_difference_beside_one_that_does_not() -> None:
    same, before, after = (
        OfferedCollection(name=name, rules=(rule,))
        for name, rule in (("acme/lax", "tag.x"), ("acme/strict", "tag.x"), ("acme/strict", "tag.y"))
    )
    first, second = (replace(a_snapshot(), collections=(same, one)) for one in (before, after))

    assert list(compare_snapshots(first, second)) == ["the bundles offer other rules in the collection acme/strict"]


def store_with(*snapshots: Snapshot) -> MemoryStore:
    store = MemoryStore(clock=FixedClock())
    for one in snapshots:
        record = SnapshotRecord(digest=one.digest, data=snapshot_bytes(one), content=content_bytes(one))
        store.put_snapshot(snapshot=record)
    return store


@pytest.mark.parametrize(
    "shown",
    [str, lambda digest: digest[7:15], lambda digest: digest[7:20].upper()],
    ids=["whole", "eight digits", "capitals"],
)
def test_a_snapshot_is_found_by_the_beginning_of_its_digest(shown: Callable[[str], str]) -> None:
    wanted = a_snapshot()
    store = store_with(wanted, a_snapshot(a_rule("tag.x")))

    assert compare_snapshots(find_snapshot(shown(wanted.digest), store=store), wanted) == ()


@pytest.mark.parametrize("name", ["", "sha256:", "1234567", "deadbeef"])
def test_a_name_that_finds_none_or_is_too_short_is_not_found(name: str) -> None:
    store = store_with(a_snapshot())
    with pytest.raises(NotFoundError, match="expected one named by at least 8 digits"):
        find_snapshot(name or a_snapshot().digest[7:14], store=store)
    with pytest.raises(NotFoundError):
        find_snapshot(name, store=store)


def test_the_latest_snapshot_has_a_name_of_its_own() -> None:
    newest = a_snapshot(a_rule("tag.x"))

    assert find_snapshot("latest", store=store_with(a_snapshot(), newest)).digest == newest.digest
    with pytest.raises(NotFoundError, match="there is no snapshot yet"):
        find_snapshot("latest", store=store_with())
