"""Taking snapshots: only rules within the contract that compile against the schema become part of one."""

from dataclasses import replace

import pytest

from checker.application.read_bundle import read_bundle
from checker.application.take_snapshot import SnapshotRequest, take_snapshot
from checker.domain.digest import Digest, digest_of
from checker.domain.project import ReleaseFacts, Selection
from checker.domain.rule import Contract
from checker.domain.snapshot import BundleFile, ResolvedBundle, Snapshot
from checker.errors import BundleRefusedError, SelectionError
from checker.formats.published import schema_bytes
from checker.ports.bundles import FetchedBundle
from tests.builders import a_resolved
from tests.policy_builders import BODY, BUILTINS, ENGINE, a_folder, a_policy
from tests.project_builders import rule_checks

FOREIGN = {"main.rego": 'package main\n\ndeny contains "no" if input.bad\n'}
LENIENT = BODY.replace("p.protected.value if", "object.get(p, [], true) if")


def resolved(folder: FetchedBundle, contract: Contract = Contract.RELEASE_POLICY) -> ResolvedBundle:
    return a_resolved(read_bundle(folder), contract=contract)


def taken(
    *bundles: ResolvedBundle, selection: Selection | None = None, checked: frozenset[Digest] = frozenset()
) -> Snapshot:
    request = SnapshotRequest(
        bundles=bundles,
        selection=selection or Selection(bundles=("mine",)),
        release=ReleaseFacts(branches=("main",)),
        anchor=None,
        input_schema=schema_bytes("input_v1"),
        builtins=BUILTINS,
        checks=rule_checks(),
        checked=checked,
    )
    return take_snapshot(request, engine=ENGINE)


def test_a_snapshot_holds_rules_facts_and_what_they_were_compiled_against() -> None:
    snapshot = taken(resolved(a_folder(a_policy())))

    assert [rule.code for rule in snapshot.rules] == ["branch.guarded"]
    assert snapshot.project_facts["release_branches"] == ["main"]
    assert snapshot.input_schema == digest_of(schema_bytes("input_v1"))
    assert snapshot.builtins == BUILTINS


def test_the_same_makes_the_same_and_each_change_another() -> None:
    bundle = resolved(a_folder(a_policy()))
    same = taken(bundle)

    assert taken(bundle).digest == same.digest
    assert taken(bundle, selection=Selection(bundles=("mine",), include=("branch.*",))).digest != same.digest
    assert taken(replace(bundle, bundle=replace(bundle.bundle, tree_digest=digest_of(b"x")))).digest != same.digest


def test_a_rule_beyond_the_contract_is_refused_unless_its_tree_was_checked_when_it_was_built() -> None:
    bundle = resolved(a_folder(a_policy(body=LENIENT)))

    with pytest.raises(BundleRefusedError):
        taken(bundle)
    assert taken(bundle, checked=frozenset({bundle.bundle.tree_digest})).rules


def test_a_rule_that_misspells_a_path_does_not_compile() -> None:
    with pytest.raises(BundleRefusedError, match="does not compile"):
        taken(resolved(a_folder(a_policy(body=BODY.replace("effective_protection", "effective_protecton")))))


def test_a_foreign_bundle_is_held_to_no_schema_and_to_no_checks() -> None:
    snapshot = taken(resolved(a_folder(FOREIGN, source="theirs"), Contract.CONFTEST))

    assert [(rule.code, rule.contract) for rule in snapshot.rules] == [("main.deny", Contract.CONFTEST)]


def test_both_contracts_live_in_one_snapshot() -> None:
    snapshot = taken(resolved(a_folder(a_policy())), resolved(a_folder(FOREIGN, source="theirs"), Contract.CONFTEST))
    assert [rule.code for rule in snapshot.rules] == ["branch.guarded", "main.deny"]


def test_nobody_but_the_host_writes_facts_of_the_project() -> None:
    bundle = resolved(a_folder(a_policy()))
    planted = BundleFile(path="project.rego", data=b'package project\n\nrelease_branches := ["none"]\n')
    files = (*bundle.bundle.files, planted)

    with pytest.raises(BundleRefusedError, match="only the host may do"):
        taken(replace(bundle, bundle=replace(bundle.bundle, files=files)))


def test_a_selection_that_names_nothing_known_is_refused() -> None:
    with pytest.raises(SelectionError, match=r"unknown rule 'branch\.guardet'"):
        taken(resolved(a_folder(a_policy())), selection=Selection(bundles=("mine",), exclude=("branch.guardet",)))
