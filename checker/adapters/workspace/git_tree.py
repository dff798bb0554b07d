"""The workflow files of a commit, as git names them; nothing of the checkout is run, and nothing in it is believed."""

import re
import shutil
import subprocess
from pathlib import Path

from checker.adapters.git_environment import git_environment
from checker.domain.workflow import FOLDER, is_workflow_file

_SECONDS = 30
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ENTRY = re.compile(r"100(?:644|755) blob (?P<name>[0-9a-f]{40}|[0-9a-f]{64})\t(?P<path>.+)", re.DOTALL)


def committed_workflows(tree: Path, *, commit: str) -> dict[str, str] | None:
    """Git's name of the bytes of each workflow file of a commit, by path; None where git cannot say.

    A link there is no entry: GitHub does not follow it.
    """
    git = shutil.which("git")
    if git is None or not _COMMIT.fullmatch(commit):
        return None
    command = [git, "-C", str(tree), "ls-tree", "-z", "--full-tree", commit, f"{FOLDER}/"]
    try:
        ended = subprocess.run(  # noqa: S603 - the program is git from PATH, the arguments are ours
            command, env=git_environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if ended.returncode != 0:
        return None
    entries = (_ENTRY.fullmatch(one) for one in ended.stdout.decode("utf-8", "surrogateescape").split("\0"))
    return {found["path"]: found["name"] for found in entries if found and is_workflow_file(found["path"])}
