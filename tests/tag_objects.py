"""Objects of git with a text of a test's own, as somebody who can write refs makes them."""

import subprocess
from pathlib import Path

from tests.git_repositories import git


def made_again(tree: Path, text: str, name: str, *, kind: str = "tag") -> str:
    """The name of the object; a tag of this name, if there is one, points at it."""
    done = subprocess.run(
        ["git", "-C", str(tree), "hash-object", "-t", kind, "-w", "--stdin", "--literally"],
        input=text.encode(),
        capture_output=True,
        check=True,
    )
    made = done.stdout.decode().strip()
    if name:
        git(tree, "update-ref", f"refs/tags/{name}", made)
    return made
