"""Preparing snapshots: the lock is held to, trust is decided anew, and what was checked once is remembered."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from checker.application.check_rules import RuleChecks
from checker.application.prepare_snapshot import PolicyServices, locked, prepare_snapshot
from checker.domain.lock import Lock
from checker.domain.project import Project, RuleOverride
from checker.domain.rule import Enforcement
from checker.domain.snapshot import BundleFile, Snapshot
from checker.domain.trust import Anchor, ParameterFloor, TrustMethod
from checker.errors import NotFoundError, SelectionError, TrustError
from checker.formats.project_v1 import parse_project
from checker.formats.snapshot_v1 import content_bytes, seal_snapshot, snapshot_bytes
from checker.ports.store import SnapshotRecord
from tests.builders import SOME_DIGEST, a_resolved
from tests.fakes.memory_bundles import MemoryBundles
from tests.fakes.scripted_engine import ScriptedEngine
from tests.policy_builders import BODY, ENGINE, MINIMUM, a_folder, a_policy
from tests.project_builders import EVALUATED_AT, PROJECT, pinning, services

FOLDER = a_folder(a_policy(), a_policy("branch.second", catalogue="BR-98"))
ANCHOR = pinning(FOLDER)
CHANGED = a_folder(a_policy(body=f"# changed\n{BODY}"), a_policy("branch.second", catalogue="BR-98"))


def a_project(**selection: object) -> Project:
    project = parse_project(PROJECT.encode(), source="it")
    chosen = replace(project.selection, **selection)  # type: ignore[arg-type]  # a test names the fields
    return replace(project, selection=chosen)


def prepared(
    by: PolicyServices, *, lock: Lock | None = None, anchor: Anchor | None = ANCHOR, project: Project | None = None
) -> Snapshot:
    return prepare_snapshot(project or a_project(), anchor=anchor, now=EVALUATED_AT, lock=lock, services=by)


def never_checked() -> RuleChecks:
    def load() -> Sequence[BundleFile]:
        raise AssertionError("the rules were held to the contract again")

    return RuleChecks(load=load, builtins=())


def weakened(*, anchor: Anchor) -> tuple[PolicyServices, Project, Lock]:
    """A project that lowers a rule, locked under this anchor."""
    by = services(FOLDER)
    project = a_project(overrides={"branch.second": RuleOverride(enforcement=Enforcement.WARN)})
    snapshot = prepared(by, anchor=anchor, project=project)
    return by, project, locked(project, snapshot)


def test_without_a_lock_a_snapshot_is_taken_and_kept() -> None:
    by = services(FOLDER)

    snapshot = prepared(by)

    assert by.store.list_snapshots(limit=10) == (snapshot.digest,)
    assert by.store.get_snapshot(digest=snapshot.digest).data == snapshot_bytes(snapshot)


def test_a_bundle_that_is_not_shipped_is_held_to_the_contract_at_every_use() -> None:
    by = services(FOLDER, pinned=False)
    lock = locked(a_project(), prepared(by))

    with pytest.raises(AssertionError, match="held to the contract again"):
        prepared(replace(by, checks=never_checked()), lock=lock)


def test_a_snapshot_planted_in_the_store_is_never_taken_for_the_locked_one() -> None:
    by = services(FOLDER)
    honest = prepared(by)
    milder = seal_snapshot(
        bundles=honest.bundles,
        rules=tuple(replace(rule, enforcement=Enforcement.INFORM) for rule in honest.rules),
        collections=honest.collections,
        parameters=honest.parameters,
        project_facts=honest.project_facts,
        builtins=honest.builtins,
        input_schema=honest.input_schema,
        weakenings=(),
        selection=honest.selection,
    )
    record = SnapshotRecord(digest=milder.digest, data=snapshot_bytes(milder), content=content_bytes(milder))
    by.store.put_snapshot(snapshot=record)
    lock = replace(locked(a_project(), honest), snapshot=milder.digest)

    with pytest.raises(TrustError, match=f"this makes the snapshot {honest.digest}, locked is {milder.digest}"):
        prepared(by, lock=lock)


def test_a_locked_snapshot_that_is_not_kept_here_is_taken_again() -> None:
    lock = locked(a_project(), prepared(services(FOLDER)))
    elsewhere = services(FOLDER)

    assert prepared(elsewhere, lock=lock).digest == lock.snapshot
    assert elsewhere.store.list_snapshots(limit=10) == (lock.snapshot,)


def test_another_project_file_than_the_locked_one_is_refused() -> None:
    by = services(FOLDER)
    lock = replace(locked(a_project(), prepared(by)), project_digest=SOME_DIGEST)

    with pytest.raises(TrustError, match="the project file is not the one that was locked"):
        prepared(by, lock=lock)


def test_a_bundle_that_changed_since_it_was_locked_is_refused() -> None:
    by = services(FOLDER)
    lock = locked(a_project(), prepared(by))

    with pytest.raises(TrustError, match="locked is"):
        prepared(services(CHANGED, store=by.store), lock=lock, anchor=None)


def test_a_lock_that_names_another_snapshot_is_refused() -> None:
    by = services(FOLDER)
    lock = replace(locked(a_project(), prepared(by)), snapshot=SOME_DIGEST)

    with pytest.raises(TrustError, match=f"locked is {SOME_DIGEST}"):
        prepared(by, lock=lock)


def test_a_kept_snapshot_of_a_milder_selection_is_not_passed_off() -> None:
    by = services(FOLDER)
    milder = prepared(by, project=a_project(exclude=("branch.second",)), anchor=None)
    lock = locked(a_project(), milder)

    with pytest.raises(TrustError, match="this makes the snapshot"):
        prepared(by, lock=lock, anchor=None)


def test_a_kept_snapshot_with_another_allow_list_of_builtins_is_not_judged_with() -> None:
    by = services(FOLDER)
    lock = locked(a_project(), prepared(by))
    shorter = sorted(set(by.builtins) - {"bits.xor"})

    assert shorter != sorted(by.builtins)
    with pytest.raises(TrustError, match="this makes the snapshot"):
        prepared(replace(by, builtins=shorter), lock=lock)


@pytest.mark.parametrize("what", ["schema", "trust"])
def test_a_kept_snapshot_under_other_circumstances_is_taken_again_and_is_another(what: str) -> None:
    by = services(FOLDER)
    lock = locked(a_project(), prepared(by))
    later = replace(by, input_schema=by.input_schema + b"\n") if what == "schema" else by

    with pytest.raises(TrustError, match="this makes the snapshot"):
        prepared(later, lock=lock, anchor=None if what == "trust" else ANCHOR)


def test_a_revision_older_than_one_seen_before_is_refused() -> None:
    by = services(FOLDER)
    by.store.record_revision(bundle="mine", revision=3)

    with pytest.raises(TrustError, match="mine has revision 0, revision 3 was used here before"):
        prepared(by)


def test_a_bundle_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        prepared(replace(services(FOLDER), bundles=MemoryBundles()))


def test_a_weakening_the_anchor_allows_is_remembered_as_allowed() -> None:
    anchor = replace(ANCHOR, may_weaken=("branch.second",))
    by, project, lock = weakened(anchor=anchor)

    assert (
        prepared(replace(by, checks=never_checked()), lock=lock, anchor=anchor, project=project)
        .weakenings[0]
        .allowed_by
    )


@pytest.mark.parametrize("anchor", [ANCHOR, None], ids=["leave withdrawn", "no anchor"])
def test_a_weakening_that_is_not_allowed_any_more_is_not_remembered(anchor: Anchor | None) -> None:
    by, project, lock = weakened(anchor=replace(ANCHOR, may_weaken=("branch.second",)))

    with pytest.raises((SelectionError, TrustError), match=r"weakens branch\.second|this makes the snapshot"):
        prepared(by, lock=lock, anchor=anchor, project=project)


def test_a_weakening_nobody_was_asked_about_is_not_remembered_under_an_anchor() -> None:
    by = services(FOLDER)
    project = a_project(overrides={"branch.second": RuleOverride(enforcement=Enforcement.WARN)})
    lock = locked(project, prepared(by, anchor=None, project=project))
    knows_nobody = Anchor(bundles=(), repositories=())

    with pytest.raises(SelectionError, match=r"weakens branch\.second"):
        prepared(by, lock=lock, anchor=knows_nobody, project=project)


def test_a_parameter_below_a_new_floor_is_not_remembered() -> None:
    body = BODY.replace("p.protected.value if", "data.parameters.branch.guarded.minimum > 0 if")
    folder = a_folder(a_policy(body=body, parameters=MINIMUM))
    by, anchor = services(folder), pinning(folder)
    lock = locked(a_project(), prepared(by, anchor=anchor))
    floor = ParameterFloor(rule="branch.guarded", parameter="minimum", value=3)

    lower = replace(anchor, parameter_floors=(replace(floor, value=2),))
    assert prepared(by, lock=lock, anchor=lower).digest == lock.snapshot
    with pytest.raises(SelectionError, match=r"parameter minimum of branch\.guarded is below the floor"):
        prepared(by, lock=lock, anchor=replace(anchor, parameter_floors=(floor,)))


def test_what_the_anchor_vouches_for_byte_by_byte_runs_in_this_process_and_nothing_else() -> None:
    untrusted = ScriptedEngine({})
    by = services(FOLDER, untrusted=lambda: untrusted)

    assert by.engine_for([a_resolved(method=TrustMethod.PINNED), a_resolved(method=TrustMethod.DSSE)]) is ENGINE
    for method in (TrustMethod.NONE, TrustMethod.UNSIGNED_PATH):
        assert by.engine_for([a_resolved(method=TrustMethod.PINNED), a_resolved(method=method)]) is untrusted


def test_the_lock_names_exactly_what_was_used() -> None:
    project = a_project()
    by = services(FOLDER)
    snapshot = prepared(by)

    lock = locked(project, snapshot)

    assert (lock.snapshot, lock.project_digest) == (snapshot.digest, project.digest)
    entry = lock.entry("mine")
    assert entry is not None
    assert (entry.tree_digest, entry.revision) == (snapshot.bundles[0].bundle.tree_digest, 0)
    assert lock.entry("yours") is None
