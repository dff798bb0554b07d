"""Asks git whether it tracks anything below a directory, without letting the repository run anything.

Git gets an environment and settings of ours, and reads the index only.
"""

import os
import shutil
import subprocess
from pathlib import Path

from checker.adapters.git_environment import git_environment
from checker.errors import Place, StoreError

_SECONDS = 10


def tracked_below(directory: Path) -> str:
    """The first path git tracks below `directory`, or nothing; outside a repository nothing is tracked.

    Raises:
        StoreError: there is a repository, but git cannot be asked.
    """
    if not _is_in_repository(directory):
        return ""
    git = shutil.which("git")
    if git is None:
        raise _unknown(directory, "there is no git on PATH")
    command = [git, "-C", str(directory), "ls-files", "-z", "--cached", "--", "."]
    try:
        result = subprocess.run(  # noqa: S603 - the program is git from PATH, the arguments are ours
            command, env=git_environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _unknown(directory, f"git did not answer: {type(error).__name__}") from error
    if result.returncode != 0:
        raise _unknown(directory, f"git ended with {result.returncode}")
    return result.stdout.split(b"\0", 1)[0].decode(errors="replace")


def _is_in_repository(directory: Path) -> bool:
    """Whether any directory above carries `.git`; where none does, git need not be started."""
    resolved = directory.resolve()
    return any(os.path.lexists(parent / ".git") for parent in resolved.parents)


def _unknown(directory: Path, why: str) -> StoreError:
    return StoreError(
        f"whether git tracks the store could not be found out: {why}",
        hint="install git, or repair the repository; a store that came with a checkout must not be used",
        where=Place(source=str(directory)),
    )
