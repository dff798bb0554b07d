"""Compliance runs for tests: a candidate of the example project with its manifest, and services to judge it with."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from checker.application.build_manifest import build_manifest
from checker.application.check_project import load_project
from checker.application.import_artifacts import import_artifacts
from checker.application.lock_project import lock_project
from checker.application.open_lifecycle import Acting, OpenedLifecycle, open_lifecycle
from checker.application.read_documents import NamedBytes
from checker.application.register_candidate import CandidateAsked, register_candidate
from checker.application.run_compliance import Working, request_run
from checker.application.run_stages import RunServices, StageDone, StageWork, do_stage
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.manifest import Manifest
from checker.domain.namespace import Namespace
from checker.domain.report import Gating
from checker.domain.run import Stage
from checker.formats.json_schema import DocumentSchema
from checker.formats.lock_v1 import render_lock
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.project_v1 import parse_project
from checker.formats.published import schema_bytes
from checker.formats.report_v1 import report_bytes
from checker.ports.checkout_git import NamedRef
from checker.ports.store import Document, Store
from tests.candidate_builders import ToldRefs
from tests.fakes.marked_forms import MarkedForms
from tests.fakes.memory_files import MemoryFiles
from tests.policy_builders import a_folder, a_policy
from tests.project_builders import (
    EVALUATED_AT,
    PROJECT,
    TOOL,
    a_store,
    artifacts_bytes,
    asked,
    audit_bytes,
    manifest_bytes,
    manifest_document,
    project_files,
    services,
    trusted_anchor,
)
from tests.report_builders import a_report, a_rule, passed

NAME = "2.0.0-rc1"
RUN_PROJECT = PROJECT.replace("  audits: [repository.json]\n", "")
FOLDER = a_folder(a_policy())


REPORT = report_bytes(a_report(passed(a_rule(), "main"), namespace=Namespace.DEMO, gating=Gating(gating=True)))


@cache
def input_schema() -> DocumentSchema:
    """The schema of the rules' input, compiled once."""
    return DocumentSchema(schema_bytes("input_v1"))


def quick(stage: Stage, work: StageWork) -> StageDone:
    """A stage that judges nothing: AUDIT asks the provider, REPORT keeps a report that passed, others their names."""
    if stage is Stage.AUDIT:
        work.services.collect(parse_manifest(manifest_bytes(), source="manifest.json")[0])
    if stage is Stage.REPORT:
        work.services.policies.store.put_report(digest=digest_of(REPORT), data=REPORT)
        return StageDone(document=digest_of(REPORT))
    data = stage.encode()
    return StageDone(
        document=digest_of(data), beside=(Document(kind=DocumentKind.RUN_STAGE, digest=digest_of(data), data=data),)
    )


@cache
def _lock(text: str) -> bytes:
    anchor = asked().anchor
    assert anchor
    loaded = load_project(MemoryFiles(project_files(text)))
    by = services(FOLDER)
    return render_lock(lock_project(loaded, anchor=anchor.anchor, now=EVALUATED_AT, upgrade=False, services=by).wanted)


def locked_files(text: str = RUN_PROJECT, **more: bytes) -> MemoryFiles:
    """The files of the project with the lock that they come to."""
    return MemoryFiles({**project_files(text), "clean-release.lock": _lock(text), **more})


@dataclass(slots=True)
class Provider:
    """Collects what the test says; or raises it."""

    answer: Exception | bytes = field(default_factory=audit_bytes)
    asked: int = 0

    def __call__(self, manifest: Manifest) -> Sequence[NamedBytes]:
        del manifest
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return (NamedBytes(name="repository.json", data=self.answer),)


def run_services(store: Store, **changes: Any) -> RunServices:  # noqa: ANN401 - any part of them
    """Services over the example project, whose provider answers with the audit of the example."""
    given = RunServices(
        policies=services(FOLDER, store=store),
        schema=input_schema(),
        files=locked_files(),
        anchor=trusted_anchor,
        collect=Provider(),
        now=lambda: EVALUATED_AT,
        tool=TOOL,
    )
    return replace(given, **changes)


def working(store: Store | None = None, **changes: Any) -> Working:  # noqa: ANN401 - any part of the services
    """Somebody who works at runs in a store, and judges nothing."""
    store = store or a_store()
    project = parse_project(RUN_PROJECT.encode(), source="clean-release.yaml")
    by = Acting(store=store, project=project, at=EVALUATED_AT, actor="release-bot", secrets=MarkedForms())
    return Working(by=by, services=run_services(store, **changes), do=quick)


def judging(store: Store | None = None, **changes: Any) -> Working:  # noqa: ANN401 - as above
    """Somebody who does every stage as it is done."""
    return replace(working(store, **changes), do=do_stage)


def built(who: Working, name: str = NAME) -> OpenedLifecycle:
    """The lifecycle with a candidate that has a manifest of the example's files."""
    document = manifest_document()
    tag = NamedRef(ref=document["source"]["ref"], commit=document["source"]["commit"])
    asked_for = CandidateAsked(name=name, version=document["version"], source=tag.ref)
    opened = open_lifecycle(who.by.store, project=who.by.project)
    opened = register_candidate(opened, asked_for, git=ToldRefs(tag), by=who.by)
    opened = import_artifacts(opened, name, artifacts_bytes(), source="artifacts.json", by=who.by)
    return build_manifest(opened, name, by=who.by)


def requested(who: Working, name: str = NAME) -> OpenedLifecycle:
    """The same, with a run that was asked for."""
    return request_run(built(who, name), name, by=who.by)
