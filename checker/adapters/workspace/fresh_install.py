"""The port `Installer` with venv and pip: a new environment in a private folder, and nothing of this user's in it.

No name, version, address or path is ever an argument of a program: pip reads a file of requirements that holds them
with their hashes, and its address from a variable. It gets no configuration, no cache and no credential. First the
released files are installed, by hash and without anything they depend on; then what they depend on.
"""

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.adapters.child_output import Child, ChildFailedError, output_of
from checker.adapters.plain_file import FlawedFileError, open_file, read_file
from checker.domain.installation import TrialInstall, TriedInstall
from checker.domain.manifest import Artifact
from checker.domain.release_record import SmokeOutcome

_MOST_BYTES = 16 * 1024 * 1024
_MOST_FILE = 512 * 1024 * 1024
_SAID = 65_536
_PIP = ("-I", "-m", "pip", "install", "--no-color", "--progress-bar=off")


class _FailedError(Exception):
    """A part of the trial failed; it never leaves this module."""

    def __init__(self, part: str, why: str, said: bytes = b"") -> None:
        super().__init__(f"{part}: {why}")
        self.said = said.decode("utf-8", "replace")[-_SAID:]


class FreshInstall:
    """Installs with the Python that runs this program."""

    def try_install(self, trial: TrialInstall) -> TriedInstall:
        """Make an environment, install, run; everything is deleted afterwards."""
        ends_at = time.monotonic() + trial.seconds
        try:
            with TemporaryDirectory(prefix="clean-release-") as folder:
                _Trial(trial=trial, folder=Path(folder), ends_at=ends_at).run()
        except _FailedError as error:
            late = time.monotonic() >= ends_at
            outcome = SmokeOutcome.TIMED_OUT if late else SmokeOutcome.FAILED
            return TriedInstall(outcome=outcome, failed_at=str(error), said=error.said)
        return TriedInstall(outcome=SmokeOutcome.SUCCEEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    trial: TrialInstall
    folder: Path
    ends_at: float

    def run(self) -> None:
        """Every part, one after the other.

        Raises:
            _FailedError: the part that failed.
        """
        trial = self.trial
        self._start("environment", [sys.executable, "-I", "-m", "venv", "venv"])
        hashed = "".join(f" --hash=sha256:{file.sha256}" for file in trial.files)
        pin = f"{trial.project}=={trial.version}"
        self._write("released.txt", f"{pin}{hashed}\n")
        self._write("complete.txt", f"{pin}\n")
        if trial.folder:
            self._copy(Path(trial.folder))
        where = ("--no-index", "--find-links=files") if trial.folder else ()
        only = ("--no-deps", "--require-hashes", "--requirement=released.txt")
        self._start("install", [self._program("python"), *_PIP, *where, *only])
        links = () if trial.index else where
        self._start("dependencies", [self._program("python"), *_PIP, *links, "--requirement=complete.txt"])
        program = self._program(trial.command[0])
        if not Path(program).is_file():
            raise _FailedError("command", f"nothing that was installed is called {trial.command[0]!a}")
        self._start("command", [program, *trial.command[1:]])

    def _program(self, name: str) -> str:
        return str(self.folder / "venv" / "bin" / name)

    def _write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def _copy(self, source: Path) -> None:
        """Copy exactly the files of the release, none through a link; pip holds them to their hashes."""
        files = self.folder / "files"
        files.mkdir()
        for file in self.trial.files:
            (files / file.name).write_bytes(_read(source, file))

    def _start(self, part: str, command: Sequence[str]) -> None:
        child = Child(
            command=command,
            folder=self.folder,
            environment=self._environment(),
            seconds=self.ends_at - time.monotonic(),
            most_bytes=_MOST_BYTES,
            with_errors=True,
        )
        try:
            output_of(child)
        except ChildFailedError as error:
            raise _FailedError(part, str(error), error.said) from None

    def _environment(self) -> Mapping[str, str]:
        index = {"PIP_INDEX_URL": self.trial.index} if self.trial.index else {}
        return {
            "PATH": f"{self.folder / 'venv' / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "TMPDIR": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "PIP_CONFIG_FILE": "/dev/null",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_CACHE_DIR": "1",
            "PIP_NO_INPUT": "1",
            **index,
        }


def _read(folder: Path, file: Artifact) -> bytes:
    try:
        opened = open_file(folder / file.name)
    except OSError as error:
        raise _FailedError("files", f"{file.name!a} cannot be read ({error.strerror})") from None
    try:
        return read_file(opened, most_bytes=_MOST_FILE)
    except FlawedFileError as error:
        raise _FailedError("files", f"{file.name!a} {error.flaw}") from None
