"""Checking a project: what its files name is judged, and the report is kept with everything it was made from."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import TypeVar

import pytest

from checker.application.check_project import (
    CheckedProject,
    LoadedProject,
    check_project,
    inputs_of,
    load_project,
    refuse_fixed_time,
    refuse_other_namespace,
)
from checker.application.lock_project import lock_project
from checker.application.prepare_snapshot import PolicyServices
from checker.application.read_documents import GivenDocuments
from checker.domain.digest import Digest
from checker.domain.lock import Lock
from checker.domain.namespace import Namespace
from checker.domain.verdict import Verdict
from checker.errors import BundleRefusedError, InputRefusedError, NotFoundError, TrustError, UsageError
from checker.formats.json_schema import DocumentSchema
from checker.formats.lock_v1 import render_lock
from checker.formats.report_v1 import read_report, report_bytes
from checker.formats.strict_json import read_json
from tests.builders import SOME_DIGEST
from tests.fakes.memory_files import MemoryFiles
from tests.policy_builders import MINIMUM, a_folder, a_policy
from tests.project_builders import EVALUATED_AT, PROJECT, asked, given, named, project_files, services

FOLDER = a_folder(a_policy())
ALLOWED = "{name: allowed, schema: {type: array}, default: [], weaker: never}"
GUARDED = """\
subjects contains p.ref if some p in input.repository.effective_protection.value

holds[p.ref] := p.protected.value if {
	some p in input.repository.effective_protection.value
	data.parameters.branch.guarded.minimum > 0
	count(data.parameters.branch.guarded.allowed) > 0
}
"""
Result = TypeVar("Result")


def files(lock: Lock | None = None, **changes: bytes) -> MemoryFiles:
    more = {"clean-release.lock": render_lock(lock)} if lock else {}
    return MemoryFiles({**project_files(), **more, **{name.replace("_", "."): data for name, data in changes.items()}})


def a_lock(by: PolicyServices) -> Lock:
    loaded = load_project(files())
    anchor = asked().anchor
    assert anchor is not None
    return lock_project(loaded, anchor=anchor.anchor, now=EVALUATED_AT, upgrade=False, services=by).wanted


def checked(by: PolicyServices, loaded: LoadedProject, **changes: object) -> CheckedProject:
    return check_project(loaded, asked(**changes), services=by, schema=DocumentSchema(by.input_schema))


def test_a_project_without_a_lock_is_loaded_without_one() -> None:
    loaded = load_project(files())

    assert (loaded.project.name, loaded.project.namespace) == ("widget", Namespace.DEMO)
    assert (loaded.lock, loaded.lock_bytes) == (None, b"")
    assert read_json(loaded.project_bytes, source="it") != {}


def test_a_project_that_a_process_shares_is_judged_and_stays_as_it_was_read() -> None:
    own = "parameters: {branch.guarded: {minimum: 3, allowed: [main, {deep: [1]}]}}"
    policy = f"policy: {{bundles: [mine], {own}, rules: {{branch.guarded: {{severity: critical}}}}}}"
    project = MemoryFiles(
        project_files(PROJECT.replace("policy: {bundles: [mine], collections: [release-gate]}", policy))
    )
    shared = load_project(project)
    before = deepcopy(shared)

    result = checked(services(a_folder(a_policy(parameters=f"{MINIMUM}, {ALLOWED}", body=GUARDED))), shared)

    assert result.report.verdict is Verdict.PASSED
    assert load_project(project) is shared
    assert shared == before


def test_a_folder_without_a_project_file_says_what_writes_one() -> None:
    with pytest.raises(NotFoundError, match=r"there is no clean-release\.yaml in project") as refusal:
        load_project(MemoryFiles({}))
    assert "clean-release init" in refusal.value.hint


@pytest.mark.parametrize("name", ["clean-release.yaml", "clean-release.lock"])
def test_a_malformed_file_is_refused_by_its_name(name: str) -> None:
    with pytest.raises(InputRefusedError, match=f"^{name}"):
        load_project(MemoryFiles({**project_files(), name: b"{"}))


def test_the_documents_a_project_names_are_read() -> None:
    source = files()
    found = inputs_of(load_project(source).project, files=source, without=GivenDocuments())
    assert found == given()


def test_a_baseline_is_read_where_the_project_names_one() -> None:
    text = f"{PROJECT}  baseline: baseline.json\n".encode()
    source = MemoryFiles({"clean-release.yaml": text, "baseline.json": b"it"})
    inputs = inputs_of(load_project(source).project, files=source, without=given(baseline=None))
    assert inputs == GivenDocuments(baseline=named("baseline.json", b"it"))
    other = given(baseline=named("other.json", b"other"))
    assert inputs_of(load_project(source).project, files=source, without=other) == GivenDocuments()


def test_a_document_that_is_given_is_not_read_from_the_project() -> None:
    source = MemoryFiles({"clean-release.yaml": PROJECT.encode()})
    assert inputs_of(load_project(source).project, files=source, without=given()) == GivenDocuments()


def test_a_project_may_name_no_documents() -> None:
    text = PROJECT.partition("inputs:")[0]
    source = MemoryFiles({"clean-release.yaml": text.encode()})
    assert inputs_of(load_project(source).project, files=source, without=GivenDocuments()) == GivenDocuments()


def test_a_document_that_is_named_and_missing_is_not_found() -> None:
    source = MemoryFiles({"clean-release.yaml": PROJECT.encode()})
    with pytest.raises(NotFoundError, match=r"project/manifest\.json"):
        inputs_of(load_project(source).project, files=source, without=GivenDocuments())


def test_a_locked_project_passes_and_gates() -> None:
    by = services(FOLDER)

    result = checked(by, load_project(files(a_lock(by))))

    assert (result.report.verdict, result.report.gating.gating) == (Verdict.PASSED, True)


def test_a_project_without_a_lock_opens_nothing() -> None:
    result = checked(services(FOLDER), load_project(files()))

    assert result.report.verdict is Verdict.PASSED
    assert result.report.gating.because == ("no lock names this snapshot",)


def test_the_report_is_kept_with_every_document_it_names() -> None:
    by = services(FOLDER)

    result = checked(by, load_project(files(a_lock(by))))

    record = by.store.get_report(name=result.digest)
    assert record.data == result.data == report_bytes(result.report)
    report = read_report(record.data)
    document = report.document
    named_ones = [item["digest"] for item in (*_items(document["evidence"]), *_items(document["audits"]))]
    for digest in (*named_ones, report.view.anchor, document["input"], _manifest(document["manifest"])):
        assert by.store.get_document(digest=Digest(str(digest))).data
    kinds = {str(item["kind"]) for item in _items(document["evidence"])}
    assert kinds == {"project", "lock", "artifacts"}


def _items(value: object) -> list[dict[str, object]]:
    assert isinstance(value, list)
    return value


def _manifest(value: object) -> object:
    assert isinstance(value, dict)
    return value["digest"]


def test_without_an_anchor_none_is_kept() -> None:
    result = checked(services(FOLDER), load_project(files()), anchor=None)

    assert result.report.anchor == ""
    assert "there is no anchor" in " ".join(result.report.gating.because)


def test_the_same_check_twice_is_the_same_report() -> None:
    by = services(FOLDER)
    loaded = load_project(files(a_lock(by)))

    assert checked(by, loaded).digest == checked(by, loaded).digest
    assert len(by.store.list_reports(limit=10)) == 1


def test_nothing_is_kept_of_a_check_that_was_refused() -> None:
    by = services(FOLDER)
    loaded = load_project(files())
    foreign = replace(loaded, project=replace(loaded.project, slug="example-org/other"))

    with pytest.raises(TrustError):
        checked(by, foreign)
    with pytest.raises(InputRefusedError):
        checked(by, loaded, given=given(manifest=named("manifest.json", b"{}")))

    assert by.store.list_reports(limit=10) == ()


def test_a_project_without_manifest_and_audit_has_nothing_to_judge() -> None:
    by = services(FOLDER)

    with pytest.raises(UsageError, match="neither a manifest nor an audit"):
        checked(by, load_project(files()), given=GivenDocuments(artifacts=given().artifacts))

    assert by.store.list_snapshots(limit=10) == ()


def test_a_lock_for_another_project_file_is_refused() -> None:
    by = services(FOLDER)
    lock = replace(a_lock(by), project_digest=SOME_DIGEST)

    with pytest.raises(TrustError, match="not the one that was locked"):
        checked(by, load_project(files(lock)))


def test_what_is_wrong_with_a_document_is_said_before_what_is_wrong_with_the_policy() -> None:
    by = services(FOLDER)
    loaded = load_project(files(replace(a_lock(by), project_digest=SOME_DIGEST)))

    with pytest.raises(InputRefusedError, match=r"^manifest\.json"):
        checked(by, loaded, given=given(manifest=named("manifest.json", b"{}")))


@pytest.mark.parametrize("document", [b"", b"{}"])
def test_policies_begin_to_compile_before_documents_are_read(document: bytes) -> None:
    begun: list[Callable[[], object]] = []

    def noted(work: Callable[[], Result]) -> Callable[[], Result]:
        begun.append(work)
        return work

    by = replace(services(FOLDER), aside=noted)

    with pytest.raises(InputRefusedError):
        checked(by, load_project(files()), given=given(manifest=named("manifest.json", document)))
    assert len(begun) == 1


def test_a_policy_that_does_not_compile_beside_the_documents_leaves_no_report() -> None:
    def failing(work: Callable[[], Result]) -> Callable[[], Result]:
        def result() -> Result:
            raise BundleRefusedError("it does not compile")

        del work
        return result

    by = replace(services(FOLDER), aside=failing)

    with pytest.raises(BundleRefusedError, match="it does not compile"):
        checked(by, load_project(files()))
    assert by.store.list_reports(limit=10) == ()


def test_a_moment_can_be_chosen_only_where_nothing_counts() -> None:
    refuse_fixed_time(Namespace.DEMO)
    with pytest.raises(UsageError, match="only be fixed in the namespace demo"):
        refuse_fixed_time(Namespace.REAL)


def test_a_command_line_cannot_move_a_project_to_another_namespace() -> None:
    project = load_project(files()).project

    refuse_other_namespace(project, asked=None)
    refuse_other_namespace(project, asked=project.namespace)
    (other,) = set(Namespace) - {project.namespace}
    with pytest.raises(UsageError, match=f"counts in the namespace {project.namespace}, --namespace says {other}"):
        refuse_other_namespace(project, asked=other)
