"""The next step: the command that can do something now, not one that would name another."""

from dataclasses import replace

import pytest

from checker.application.check_project import LoadedProject, load_project
from checker.application.next_step import next_step
from checker.domain.approval import Rejected
from checker.domain.candidate import ArtifactsImported, Candidate, Happening, LifecycleEvent, ManifestBuilt, Registered
from checker.domain.digest import Digest
from checker.domain.identity import Identity, Method
from checker.domain.lock import Lock
from checker.domain.project import Inputs
from checker.domain.run import RunEnded, RunOutcome, RunRequested, RunStarted
from checker.domain.verdict import Verdict
from tests.builders import SOME_DIGEST
from tests.fakes.memory_files import MemoryFiles
from tests.project_builders import project_files

AUDIT, MANIFEST = "audits/a.json", "manifest.json"
INPUTS = Inputs(audits=(AUDIT,), manifest=MANIFEST)


def locked(inputs: Inputs = INPUTS, *, of: Digest | None = None) -> LoadedProject:
    """A project whose lock is of this very project file, or of another."""
    loaded = load_project(MemoryFiles(project_files()))
    project = replace(loaded.project, inputs=inputs)
    lock = Lock(bundles=(), snapshot=SOME_DIGEST, project_digest=of or project.digest)
    return replace(loaded, project=project, lock=lock)


def command(
    loaded: LoadedProject | None,
    *there: str,
    verdict: Verdict | None = None,
    candidates: tuple[Candidate, ...] = (),
) -> str:
    files = MemoryFiles(dict.fromkeys(there, b""))
    return next_step(loaded, files=files, verdict=verdict, candidates=candidates).command


def a_candidate(name: str, *happened: Happening) -> Candidate:
    registered = Registered(version="1.2.0", ref="refs/tags/v1.2.0-rc1", commit="c" * 40)
    events = tuple(
        LifecycleEvent(
            number=number,
            candidate=name,
            at="2026-03-01T00:00:00Z",
            actor="release-bot",
            identity=Identity(method=Method.ASSERTED, issuer="", subject=""),
            happened=one,
            digest=SOME_DIGEST,
        )
        for number, one in enumerate((registered, *happened), start=1)
    )
    return Candidate(name=name, registered=registered, events=events)


FILES = ArtifactsImported(document=SOME_DIGEST, files=1)
REJECTED = (
    FILES,
    ManifestBuilt(number=1, document=SOME_DIGEST),
    RunRequested(run=1, manifest=SOME_DIGEST),
    RunStarted(run=1),
    RunEnded(run=1, outcome=RunOutcome.BLOCKED, report=1, document=SOME_DIGEST),
    Rejected(reason="the notes are missing"),
)


def test_a_release_that_is_under_way_goes_on_once_the_project_is_locked() -> None:
    first, second, over = a_candidate("rc1"), a_candidate("rc2", FILES), a_candidate("rc3", *REJECTED)

    step = next_step(locked(), files=MemoryFiles({}), verdict=Verdict.PASSED, candidates=(first, second, over))
    assert step.command == "manifest build --candidate-id rc2 --actor NAME"
    assert step.why == "rc2 is PREPARED"
    assert command(replace(locked(), lock=None), candidates=(first,)) == "lock"
    assert command(locked(), candidates=(over,)) == "audit github"


def test_without_a_project_file_it_is_to_begin() -> None:
    assert command(None) == "init"


@pytest.mark.parametrize("loaded", [replace(locked(), lock=None), locked(of=SOME_DIGEST)], ids=["no lock", "other"])
def test_a_project_file_that_is_not_locked_is_locked_first(loaded: LoadedProject) -> None:
    assert command(loaded) == "lock"


@pytest.mark.parametrize(
    ("inputs", "there", "wanted"),
    [
        (Inputs(), (), "audit github"),
        (INPUTS, (), "audit github"),
        (INPUTS, (MANIFEST,), "audit github"),
        (INPUTS, (AUDIT,), "manifest draft"),
        (INPUTS, (AUDIT, MANIFEST), "check"),
        (Inputs(audits=(AUDIT,)), (AUDIT,), "check"),
        (Inputs(manifest=MANIFEST), (MANIFEST,), "check"),
        (Inputs(manifest="../outside.json"), (), "check"),
    ],
    ids=["none named", "nothing", "no audit", "no manifest", "all", "audit alone", "manifest alone", "unreadable"],
)
def test_a_document_that_is_not_there_is_made_first(inputs: Inputs, there: tuple[str, ...], wanted: str) -> None:
    assert command(locked(inputs), *there) == wanted


@pytest.mark.parametrize(
    ("verdict", "wanted"),
    [
        (None, "check"),
        (Verdict.PASSED, "check"),
        (Verdict.UNDECIDED, "check"),
        (Verdict.BLOCKED, "report fixes"),
    ],
)
def test_a_blocked_gate_is_mended_first(verdict: Verdict | None, wanted: str) -> None:
    assert command(locked(), AUDIT, MANIFEST, verdict=verdict) == wanted


def test_a_document_that_is_missing_is_named() -> None:
    step = next_step(locked(), files=MemoryFiles({}), verdict=None, candidates=())
    assert step.why.startswith(f"{AUDIT} is not there yet: ")
