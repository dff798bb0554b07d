"""Git over somebody else's checkout, through a folder of our own: none of its configuration reaches git.

A repository can name programs that git starts: hooks, file-system monitors, filters, external diffs, commands for ssh,
signatures and alternates, and whole configuration files to include. Switching each of them off leaves the next one. So
git is given a repository folder that is made here: configuration of ours, no hooks, no attributes, no grafts; copies of
HEAD, index and the list of shallow commits; links to the refs; and the objects where they are. Git only reads.
"""

import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from checker.adapters.git_environment import configured
from checker.adapters.plain_file import FlawedFileError, open_file, read_file
from checker.adapters.workspace.git_files import GitFiles

_SECONDS = 60.0
_MOST_OUTPUT = 32 * 1024 * 1024
_MOST_SMALL = 1024 * 1024
_MOST_INDEX = 256 * 1024 * 1024
_CHUNK = 65536
_PATIENCE = 0.1
_OWN = "[core]\n\trepositoryformatversion = 0\n\tbare = false\n"
_SETTINGS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.commitGraph": "false",  # a made-up one tells of ancestors that are none
    "core.multiPackIndex": "false",
    "core.preloadIndex": "false",
    "core.pager": "cat",
    "gc.auto": "0",
    "protocol.allow": "never",
    "submodule.recurse": "false",
}


class GitSilentError(Exception):
    """Git gave no answer; the message says why. It never leaves the adapter."""


class GitView:
    """Git over one work tree; to be closed."""

    def __init__(self, tree: Path, *, environment: Mapping[str, str], seconds: float = _SECONDS) -> None:
        self._tree = tree.resolve()
        self._seconds = seconds
        self._path = environment.get("PATH", os.defpath)
        self._git = self.program("git")
        files = GitFiles(self._tree, text=_text)
        if not files.is_there:
            raise GitSilentError("there is no git repository")
        self._made = tempfile.TemporaryDirectory(prefix="clean-release-git-")
        try:
            self.folder = Path(self._made.name)
            self._objects = files.shared / "objects"
            self.is_shallow = (files.shared / "shallow").exists()
            self._fill(files)
            self.configuration = self._configuration(files.shared / "config")
            self._refuse_other_format()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """The view itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Remove the folder."""
        self.close()

    def close(self) -> None:
        """Remove the folder."""
        self._made.cleanup()

    def program(self, name: str) -> str:
        """A program from an absolute place on PATH outside of the tree: a checkout could bring one of its own.

        Raises:
            GitSilentError: there is none.
        """
        for entry in self._path.split(os.pathsep):
            folder = Path(entry)
            if not folder.is_absolute() or folder.resolve().is_relative_to(self._tree):
                continue
            found = shutil.which(name, path=entry)
            if found and not Path(found).resolve().is_relative_to(self._tree):
                return found
        raise GitSilentError(f"there is no {name} on PATH outside of the checkout")

    def ask(self, *arguments: str, index: str = "index", given: bytes = b"", may_say_no: bool = False) -> bytes | None:
        """What a command of git prints; None where it ends with 1 and that is an answer.

        Args:
            arguments: the command; nothing in it may come from the checkout unless it begins with `refs/` or is a
                commit.
            index: the index to use, by its name in our folder.
            given: what it reads from standard input.
            may_say_no: whether ending with 1 is an answer.

        Raises:
            GitSilentError: it cannot be started, takes too long, prints too much, or fails.
        """
        (self.folder / "given").write_bytes(given)
        try:
            with (self.folder / "given").open("rb") as stdin:
                process = subprocess.Popen(  # noqa: S603 - git from a place outside of the tree, without a shell
                    [self._git, *arguments],
                    env=self._environment(index),
                    cwd=self._tree,
                    stdin=stdin,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
        except OSError as error:
            raise GitSilentError(f"git does not start: {error.strerror}") from None
        with process:
            said = self._exchange(process, arguments[0])
        if process.returncode == 1 and may_say_no:
            return None
        if process.returncode != 0:
            raise GitSilentError(f"git {arguments[0]} ended with {process.returncode}")
        return said

    def _exchange(self, process: "subprocess.Popen[bytes]", name: str) -> bytes:
        """Everything it prints, within its bounds; afterwards it has ended, whatever happened."""
        try:
            return _bounded(process, name, seconds=self._seconds)
        finally:
            if process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)

    def _fill(self, files: GitFiles) -> None:
        """Make the folder a repository that has nothing of the other but what is pointed at."""
        (self.folder / "objects").mkdir()
        (self.folder / "config").write_text(_OWN, encoding="utf-8")
        (self.folder / "HEAD").write_bytes(_copied(files.own / "HEAD", _MOST_SMALL) or b"")
        for name, source, most in (
            ("index", files.own, _MOST_INDEX),
            ("packed-refs", files.shared, _MOST_INDEX),
            ("shallow", files.shared, _MOST_SMALL),
        ):
            data = _copied(source / name, most)
            if data is not None:
                (self.folder / name).write_bytes(data)
        (self.folder / "refs").symlink_to(files.shared / "refs", target_is_directory=True)

    def _configuration(self, path: Path) -> dict[str, tuple[str, ...]]:
        """The values of the repository's own configuration, by lower-case key; as text, and without its includes."""
        data = _copied(path, _MOST_SMALL)
        if data is None:
            return {}
        copy = self.folder / "theirs"
        copy.write_bytes(data)
        listed = self.ask("config", "--file", str(copy), "--no-includes", "--null", "--list") or b""
        found: dict[str, tuple[str, ...]] = {}
        for entry in listed.decode(errors="replace").split("\0"):
            key, _, value = entry.partition("\n")
            if key:
                found[key] = (*found.get(key, ()), value)
        return found

    def _refuse_other_format(self) -> None:
        """Refs and objects are found only where they lie in the first format."""
        storage = {
            key: values[-1].lower()
            for key, values in self.configuration.items()
            if key in ("extensions.objectformat", "extensions.refstorage")
        }
        if storage.get("extensions.objectformat", "sha1") != "sha1":
            raise GitSilentError("the repository names its objects by SHA-256, which is not read")
        if storage.get("extensions.refstorage", "files") != "files":
            raise GitSilentError("the repository keeps its refs in another form than files, which is not read")

    def _environment(self, index: str) -> dict[str, str]:
        """Everything git is told; nothing of this process's own environment."""
        return {
            "PATH": os.defpath,
            "LC_ALL": "C",
            "HOME": str(self.folder),
            "GIT_DIR": str(self.folder),
            "GIT_WORK_TREE": str(self._tree),
            "GIT_OBJECT_DIRECTORY": str(self._objects),
            "GIT_INDEX_FILE": str(self.folder / index),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            **configured(_SETTINGS),
        }


def _bounded(process: "subprocess.Popen[bytes]", name: str, *, seconds: float) -> bytes:
    """What a process prints until it ends.

    Raises:
        GitSilentError: it takes longer, or prints more than is read.
    """
    end = time.monotonic() + seconds
    said = bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout or -1, selectors.EVENT_READ)
        while waiting.get_map():
            if time.monotonic() > end:
                raise GitSilentError(f"git {name} did not end within {seconds:g} seconds")
            for key, _ in waiting.select(timeout=_PATIENCE):
                chunk = os.read(key.fd, _CHUNK)
                said += chunk
                if len(said) > _MOST_OUTPUT:
                    raise GitSilentError(f"git {name} printed more than {_MOST_OUTPUT} bytes")
                if not chunk:
                    waiting.unregister(key.fileobj)
    try:
        process.wait(timeout=max(_PATIENCE, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        raise GitSilentError(f"git {name} did not end within {seconds:g} seconds") from None
    return bytes(said)


def _text(path: Path) -> str:
    data = _copied(path, _MOST_SMALL)
    return "" if data is None else data.decode(errors="replace")


def _copied(path: Path, most_bytes: int) -> bytes | None:
    """The bytes of one of git's files; None where it is not there.

    Raises:
        GitSilentError: it is a pipe, a device or a link, or larger than what is read.
    """
    try:
        opened = open_file(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise GitSilentError(f"{path.name} of the repository cannot be read: {error.strerror}") from None
    try:
        return read_file(opened, most_bytes=most_bytes)
    except FlawedFileError as error:
        raise GitSilentError(f"{path.name} of the repository {error.flaw}") from None
    finally:
        os.close(opened)
