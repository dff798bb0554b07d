"""The next step: the command that can do something now, not one that would name another."""

from dataclasses import replace

import pytest

from checker.application.check_project import LoadedProject, load_project
from checker.application.next_step import next_step
from checker.domain.digest import Digest
from checker.domain.lock import Lock
from checker.domain.project import Inputs
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


def command(loaded: LoadedProject | None, *there: str, verdict: Verdict | None = None) -> str:
    return next_step(loaded, files=MemoryFiles(dict.fromkeys(there, b"")), verdict=verdict).command


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
    assert next_step(locked(), files=MemoryFiles({}), verdict=None).why.startswith(f"{AUDIT} is not there yet: ")
