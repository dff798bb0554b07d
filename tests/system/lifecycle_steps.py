"""The steps of a release, each a process whose system calls can be made to fail, and what a store holds after it."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain
from pathlib import Path

from checker.adapters.clock import SystemClock
from checker.adapters.store import SqliteStore, store_path
from checker.domain.moment import format_moment
from checker.domain.namespace import Namespace
from tests.architecture.source_tree import ROOT
from tests.fakes.fixed_clock import FixedClock
from tests.integration.released_project import BOT, BYPASS, NAME, OWNER, SLUG, WHEEL, ReleasedProject

DRIVER = Path(__file__).with_name("lifecycle_driver.py")
WRITING = ("mkdir", "openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "unlink", "link", "rename")
SECONDS = 120
LEASE = 1.1
PERMIT = "permit.json"
_CALL = re.compile(r"^\d+\s+(\w+)\(", re.MULTILINE)
_REPORT = ("--report-id", "rpt-001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A command of the lifecycle."""

    name: str
    words: tuple[str, ...]


CANDIDATE = (
    Step(
        name="register", words=("candidate", "register", *BOT, "--version", "1.2.0", "--source-snapshot", "v1.2.0-rc1")
    ),
    Step(name="import", words=("candidate", "import-artifacts", *BOT, "--input", "artifacts.json")),
    Step(name="build", words=("manifest", "build", *BOT)),
    Step(name="run", words=("compliance", "run", *BOT, "--json")),
)
RELEASE = (
    *CANDIDATE,
    Step(name="approve", words=("release", "approve", *OWNER, *_REPORT)),
    Step(name="publish", words=("release", "publish", *OWNER, *_REPORT, "--channel", "prod", "-o", PERMIT)),
    Step(name="confirm", words=("release", "confirm", *OWNER)),
    Step(name="revoke", words=("release", "revoke", *OWNER, "--reason", "it deletes files")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """How a process ended, and what it said on standard error."""

    code: int
    said: str


@dataclass(slots=True, kw_only=True)
class Scene:
    """A project right before a step, put back as it was as often as needed."""

    project: ReleasedProject
    kept: Path
    names: set[str] = field(default_factory=set)

    @property
    def folder(self) -> Path:
        """The folder of the store."""
        return self.project.tree / ".clean-release"

    def keep(self) -> None:
        """Remember the folder of the store, and what lies beside it."""
        shutil.copytree(self.folder, self.kept)
        self.names = {path.name for path in self.project.tree.iterdir()}

    def put_back(self) -> None:
        """Make both what they were."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)
        for path in self.project.tree.iterdir():
            if path.name not in self.names:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def do(self, step: Step, *, inject: str = "", log: Path | None = None) -> Happened:
        """Run a step under strace, which sees only calls about the store and the files that the step writes."""
        store = store_path(self.project.tree, Namespace.REAL)
        places = [store, f"{store}-journal", store.parent, store.parent / ".gitignore", self.project.tree / PERMIT]
        command = ["strace", "-f", "-qq", "-o", str(log or os.devnull)]
        for place in places:
            command += ["-P", str(place)]
        if inject:
            command += ["-e", f"inject={inject}"]
        ended = subprocess.run(
            [*command, sys.executable, str(DRIVER), *step.words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return Happened(code=ended.returncode, said=ended.stderr)

    def sites(self, step: Step, log: Path) -> list[tuple[str, int]]:
        """Every occurrence of a writing call in a step that nothing happens to: its name and number."""
        ended = self.do(step, log=log)
        assert ended.code == 0, ended.said
        counted = Counter(_CALL.findall(log.read_text(encoding="utf-8")))
        return [(call, number) for call in WRITING for number in range(1, counted[call] + 1)]

    def trail(self) -> tuple[tuple[str, str], ...]:
        """Type and hash of every entry; the trail holds."""
        path = store_path(self.project.tree, Namespace.REAL)
        with SqliteStore.open(path, namespace=Namespace.REAL, clock=FixedClock()) as store:
            finding = store.verify_trail()
            assert finding.holds, finding.problem
            return tuple((row.type, row.hash) for row in store.read_trail(up_to=finding.head.seq))

    def state(self) -> str:
        """Where the candidate stands; nothing for one that nobody registered."""
        listed = json.loads(self.project.done("candidate", "list", "--json"))["candidates"]
        return next((one["state"] for one in listed if one["candidate_id"] == NAME), "")

    def wait(self) -> None:
        """Until the lease of a dead one is over."""
        time.sleep(LEASE)


def before(project: ReleasedProject, name: str, kept: Path) -> tuple[Scene, Step]:
    """The scene right before a step of a release, or of a waiver, and that step."""
    steps = iter(RELEASE)
    if name.startswith("waiver"):
        path = f"repos/{SLUG}/rulesets/101"
        project.github.put(path, {**project.github.answers[path].body, "bypass_actors": BYPASS})
        steps = chain(CANDIDATE, _waivers(project))
    for step in steps:
        if step.name == "confirm":
            digest = json.loads((project.tree / "artifacts.json").read_text())["artifacts"][0]["sha256"]
            project.registry.python("widget", project.registry.file(WHEEL, digest))
        if step.name == name:
            scene = Scene(project=project, kept=kept)
            scene.keep()
            return scene, step
        project(*step.words)
    raise AssertionError(name)


def _waivers(project: ReleasedProject) -> Iterator[Step]:
    """Asking for a waiver of what blocks, and approving it."""
    report = json.loads(project("report", "show", "latest", "--json").out)["report"]
    fingerprint = next(found["fingerprint"] for rule in report["rules"] for found in rule["violations"])
    ends = format_moment((SystemClock().now() + timedelta(days=1)).replace(microsecond=0))
    asked = ("--reason", "it is being mended", "--owner", "second", "--expires", ends, "--actor", "release-owner")
    yield Step(name="waiver-request", words=("waiver", "request", "--fingerprint", fingerprint, *asked))
    yield Step(name="waiver-approve", words=("waiver", "approve", "--waiver-id", "wvr-001", "--actor", "second"))
