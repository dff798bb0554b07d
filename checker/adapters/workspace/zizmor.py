"""The port `WorkflowScanner` with zizmor: a child over copies of exactly these bytes, and nothing else of the tree.

It gets no configuration, no credential and no network, and comments of the judged files silence nothing. The copies lie
in a private folder under names of ours; that they are still the same bytes is checked when the child has ended. Beside
them lies a file with everything it is asked to look for, so that a detector that did not run is known (ADR 15).
"""

import hashlib
import re
import sysconfig
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.adapters.child_output import Child, ChildFailedError, output_of
from checker.domain.workflow_scan import ScanFinding, ScannedFile, WorkflowScan
from checker.errors import InputRefusedError
from checker.formats.zizmor_v1 import read_findings
from checker.ports.workspace import WorkflowFile

NAME = "zizmor"
CANARY = Path(__file__).with_name("zizmor_canary.yml")
_VERSION = re.compile(rb"zizmor (?P<version>(?P<major>\d+)\.(?P<minor>\d+)\.\d+)\s*")
_LEAST, _BELOW = (1, 32), (2, 0)
_FOLDER = ".github/workflows"
_AT_ONCE = 200
_MOST_BYTES = 16 * 1024 * 1024
_FLAGS = (
    *("--offline", "--no-config", "--no-ignores", "--strict-collection", "--no-exit-codes", "--no-progress", "--quiet"),
    *("--collect=all", "--persona=auditor", "--format=json-v1"),
)


def zizmor_program() -> Path | None:
    """The program that this installation carries; one that merely lies on PATH is not asked."""
    program = Path(sysconfig.get_path("scripts")) / NAME
    return program if program.is_file() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zizmor:
    """One program; `seconds` are for everything it is asked, `seconds_at_once` for one run of it."""

    program: Path
    seconds: float = 300
    seconds_at_once: float = 60

    def scan(self, files: Sequence[WorkflowFile]) -> WorkflowScan:
        """What came of each of these files."""
        ends_at = time.monotonic() + self.seconds
        try:
            version = self._version()
            found: dict[str, ScannedFile] = {}
            for start in range(0, len(files), _AT_ONCE):
                found |= self._scanned(files[start : start + _AT_ONCE], ends_at)
            changed = "" if self._version() == version else "it was replaced while it ran"
        except ChildFailedError as error:
            return WorkflowScan(name=NAME, problem=f"{NAME} was asked in vain: {error}")
        if changed:
            return WorkflowScan(name=NAME, problem=f"{NAME} was asked in vain: {changed}")
        return WorkflowScan(name=NAME, version=version, files=found)

    def _version(self) -> str:
        """The version it says it is.

        Raises:
            ChildFailedError: it says none, or one that is not known here.
        """
        with TemporaryDirectory(prefix="clean-release-") as folder:
            said = output_of(self._child(("--version",), Path(folder), seconds=self.seconds_at_once))
        match = _VERSION.fullmatch(said)
        if match is None:
            raise ChildFailedError("it does not say which version it is")
        version = match["version"].decode()
        if not _LEAST <= (int(match["major"]), int(match["minor"])) < _BELOW:
            raise ChildFailedError(f"it is version {version}, expected at least 1.32 and below 2")
        return version

    def _scanned(self, files: Sequence[WorkflowFile], ends_at: float) -> dict[str, ScannedFile]:
        """These files, together; where that fails, in halves, so that one that cannot be scanned is one."""
        try:
            return self._together(files, ends_at)
        except ChildFailedError as error:
            problem = str(error)
        if len(files) == 1 or time.monotonic() >= ends_at:
            failed = ScannedFile(problem=f"{NAME} was asked in vain: {problem}")
            return dict.fromkeys((file.path for file in files), failed)
        half = len(files) // 2
        return self._scanned(files[:half], ends_at) | self._scanned(files[half:], ends_at)

    def _together(self, files: Sequence[WorkflowFile], ends_at: float) -> dict[str, ScannedFile]:
        with TemporaryDirectory(prefix="clean-release-") as name:
            folder = Path(name)
            copies = {f"./{_FOLDER}/{number}.yml": file.data for number, file in enumerate(files, start=1)}
            canary = f"./{_FOLDER}/0.yml"
            copies[canary] = CANARY.read_bytes()
            _write(folder, copies)
            seconds = min(self.seconds_at_once, ends_at - time.monotonic())
            data = output_of(self._child((*_FLAGS, "."), folder, seconds=seconds))
            if not _holds(folder, copies):
                raise ChildFailedError("the files it was given were changed while it ran")
        found = _read(data, known=copies)
        ran = frozenset(one.detector for one in found.pop(canary, []))
        if not ran:
            raise ChildFailedError("it found nothing where everything is to be found")
        given = zip(copies, files, strict=False)
        return {file.path: ScannedFile(ran=ran, findings=tuple(found.get(copy, ()))) for copy, file in given}

    def _child(self, arguments: Sequence[str], folder: Path, *, seconds: float) -> Child:
        environment = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
        return Child(
            command=(str(self.program), *arguments),
            folder=folder,
            environment=environment,
            seconds=seconds,
            most_bytes=_MOST_BYTES,
        )


def _write(folder: Path, copies: Mapping[str, bytes]) -> None:
    folder.joinpath(*_FOLDER.split("/")).mkdir(parents=True)
    for name, data in copies.items():
        folder.joinpath(name).write_bytes(data)


def _holds(folder: Path, copies: Mapping[str, bytes]) -> bool:
    """Whether the folder holds exactly these files with exactly these bytes."""
    return dict(_digests(folder)) == {name: hashlib.sha256(data).digest() for name, data in copies.items()}


def _digests(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.joinpath(*_FOLDER.split("/")).iterdir()):
        plain = path.is_file() and not path.is_symlink()
        yield f"./{_FOLDER}/{path.name}", hashlib.sha256(path.read_bytes()).digest() if plain else b""


def _read(data: bytes, *, known: Mapping[str, bytes]) -> dict[str, list[ScanFinding]]:
    try:
        found = read_findings(data)
    except InputRefusedError as error:
        raise ChildFailedError(f"its answer cannot be read ({error.message})") from None
    if strangers := sorted(found.keys() - known.keys()):
        raise ChildFailedError(f"it speaks of {strangers[0]}, which it was not given")
    return found
