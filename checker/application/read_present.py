"""Read what is present: the commit that is checked out, and the bytes of its workflow files."""

from checker.domain.digest import Digest, digest_of
from checker.domain.release_order import Present
from checker.errors import InputRefusedError, NotFoundError, Place
from checker.formats.release_entry_v1 import digest_of_files
from checker.ports.checkout_git import CheckoutGit
from checker.ports.workspace import Workspace


def read_present(git: CheckoutGit, *, workspace: Workspace) -> Present:
    """The commit, and the digest of the workflow files as they lie there; without a folder of them, of none.

    Raises:
        InputRefusedError: there is no commit, or a workflow file cannot be read.
    """
    return Present(commit=git.head(), workflows=_workflows(workspace))


def _workflows(workspace: Workspace) -> Digest:
    files: list[tuple[str, Digest]] = []
    try:
        for file in workspace.workflows():
            if file.problem:
                raise InputRefusedError(file.problem, where=Place(source=file.path))
            files.append((file.path, digest_of(file.data)))
    except NotFoundError:
        files = []
    return digest_of_files(files)
