"""Candidates for tests: a store in memory, and candidates at any point of their way."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from checker.application.build_manifest import build_manifest
from checker.application.import_artifacts import import_artifacts
from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event, open_lifecycle
from checker.application.register_candidate import CandidateAsked, register_candidate
from checker.domain.digest import Digest
from checker.domain.run import RunEnded, RunOutcome, RunRequested, RunStarted, Stage, StageEnded, StageOutcome
from checker.formats.canonical import canonical_bytes
from checker.ports.checkout_git import NamedRef
from tests.fakes.marked_forms import MarkedForms
from tests.release_builders import COMMIT, NOW, OTHER, PROJECT, a_project, an_empty_store

if TYPE_CHECKING:
    from checker.domain.candidate import Happening
    from checker.domain.json_value import Json

NAME = "2026.03.09-rc1"
ASKED = CandidateAsked(name=NAME, version="1.2.0", source="v1.2.0-rc1")
TAG = NamedRef(ref="refs/tags/v1.2.0-rc1", commit=COMMIT)
TARGETS = PROJECT.replace(b"release: {}", b"release: {targets: [{registry: pypi, project: widget}]}")


WHEEL: "dict[str, Json]" = {
    "name": "widget-1.2.0-py3-none-any.whl",
    "kind": "wheel",
    "sha256": "0" * 64,
    "size": 2,
}


class ToldRefs:
    """The port `NamedRefs` over refs that a test says."""

    def __init__(self, *refs: NamedRef) -> None:
        self._refs = refs or (TAG,)

    def refs_of(self, name: str) -> tuple[NamedRef, ...]:
        return tuple(one for one in self._refs if one.ref.endswith(f"/{name}") or one.ref == name)


BRANCHED = ToldRefs(NamedRef(ref="refs/tags/main", commit=COMMIT), NamedRef(ref="refs/heads/main", commit=OTHER))


def acting(**changes: Any) -> Acting:  # noqa: ANN401 - any part of it
    """With what events are written, at noon."""
    by = Acting(store=an_empty_store(), project=a_project(TARGETS), at=NOW, actor="release-bot", secrets=MarkedForms())
    return replace(by, **changes)


def artifacts(**changes: Any) -> bytes:  # noqa: ANN401 - any part of it
    """A list of one file."""
    document: dict[str, Json] = {
        "schema": "clean-release/artifacts/v1",
        "project": "widget",
        "version": "1.2.0",
        "artifacts": [WHEEL],
    }
    return canonical_bytes({**document, **changes})


def registered(by: Acting, **changes: str) -> OpenedLifecycle:
    """The lifecycle with one candidate more."""
    opened = open_lifecycle(by.store, project=by.project)
    return register_candidate(opened, replace(ASKED, **changes), git=ToldRefs(), by=by)


def prepared(by: Acting, *, files: int = 1) -> OpenedLifecycle:
    """The same, with its files imported: a wheel, and an sdist where there are two."""
    sdist: dict[str, Json] = {"name": "widget-1.2.0.tar.gz", "kind": "sdist", "sha256": "2" * 64, "size": 3}
    more = {"artifacts": [WHEEL, sdist]} if files > 1 else {}
    return import_artifacts(registered(by), NAME, artifacts(**more), source="artifacts.json", by=by)


def built(by: Acting, *, files: int = 1) -> OpenedLifecycle:
    """The same, with a manifest."""
    return build_manifest(prepared(by, files=files), NAME, by=by)


def requested(by: Acting) -> OpenedLifecycle:
    """The same, with a run that was asked for."""
    opened = built(by)
    asked = RunRequested(run=opened.run_count + 1, manifest=opened.manifests[-1][1].document)
    return add_event(opened, asked, candidate=NAME, by=by)


def judged(
    by: Acting,
    *,
    report: Digest,
    outcome: RunOutcome = RunOutcome.PASSED,
    opened: OpenedLifecycle | None = None,
) -> OpenedLifecycle:
    """The same, with a run on its newest manifest that came to this report; the report itself is not stored."""
    opened = opened or built(by)
    run = opened.run_count + 1
    manifest = next(one.document for event, one in reversed(opened.manifests) if event.candidate == NAME)
    stages = (
        StageEnded(run=run, stage=stage, started=by.at, outcome=StageOutcome.DONE, document=report) for stage in Stage
    )
    ended = RunEnded(run=run, outcome=outcome, report=opened.report_count + 1, document=report)
    happenings: tuple[Happening, ...] = (RunRequested(run=run, manifest=manifest), RunStarted(run=run), *stages, ended)
    for happened in happenings:
        opened = add_event(opened, happened, candidate=NAME, by=by)
    return opened
