"""Asks git whether it tracks anything below a directory, without letting the repository run anything.

Git gets an environment and settings of ours, and reads the index only. That nothing is tracked is remembered as long as
everything that says so looks the same; what is tracked, and what git could not say, is asked again each time.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path

from checker.adapters.git_environment import git_environment
from checker.adapters.store.git_state import git_state
from checker.errors import Place, StoreError

_SECONDS = 10
_ACROSS = {"GIT_DISCOVERY_ACROSS_FILESYSTEM": "1"}
"""A store may lie on a volume of its own, and the repository it is asked about around that."""
_MOST_REMEMBERED = 64
_SETTLED_SECONDS = 2.0
"""How long everything looked the same when it is believed to: times of files may count in steps as coarse as that."""


@dataclass(slots=True)
class _Untracked:
    """That nothing is tracked in a state, since when that was seen, and whether git said so after it had settled."""

    state: Hashable
    since: float
    is_settled: bool = False


_untracked: dict[Path, _Untracked] = {}


def tracked_below(directory: Path) -> str:
    """The first path git tracks below `directory`, or nothing; outside a repository nothing is tracked.

    Raises:
        StoreError: there is a repository, but git cannot be asked.
    """
    if not _is_in_repository(directory):
        return ""
    state, now = git_state(directory), time.monotonic()  # before git is asked: what changes meanwhile is asked again
    known = _untracked.get(directory)
    if state is None or known is None or known.state != state:
        known = _Untracked(state=state, since=now)
    elif known.is_settled:
        return ""
    _untracked.pop(directory, None)
    tracked = _ask(directory)
    if not tracked and state is not None and len(_untracked) < _MOST_REMEMBERED:
        known.is_settled = now - known.since >= _SETTLED_SECONDS
        _untracked[directory] = known
    return tracked


def _ask(directory: Path) -> str:
    git = shutil.which("git")
    if git is None:
        raise _unknown(directory, "there is no git on PATH")
    command = [git, "-C", str(directory), "ls-files", "-z", "--cached", "--", "."]
    try:
        result = subprocess.run(  # noqa: S603 - the program is git from PATH, the arguments are ours
            command,
            env={**git_environment(), **_ACROSS},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unknown(directory, f"git did not answer: {type(error).__name__}") from error
    if result.returncode != 0:
        raise _unknown(directory, f"git ended with {result.returncode}")
    return result.stdout.split(b"\0", 1)[0].decode(errors="replace")


def _is_in_repository(directory: Path) -> bool:
    """Whether any directory above carries `.git`; where none does, git need not be started."""
    resolved = directory.resolve()
    return any(os.path.lexists(folder / ".git") for folder in (resolved, *resolved.parents))


def _unknown(directory: Path, why: str) -> StoreError:
    return StoreError(
        f"whether git tracks the store could not be found out: {why}",
        hint="install git, or repair the repository; a store that came with a checkout must not be used",
        where=Place(source=str(directory)),
    )
