"""Read what is present: the commit that is checked out, the bytes of its workflow files, and whether files differ."""

from checker.domain.digest import Digest, digest_of
from checker.domain.observation import Observation, Status
from checker.domain.release_order import Present
from checker.errors import InputRefusedError, NotFoundError, Place
from checker.formats.release_entry_v1 import digest_of_files
from checker.ports.checkout_git import CheckoutGit
from checker.ports.workspace import Workspace

_NAMED = 3


def read_present(git: CheckoutGit, *, workspace: Workspace) -> Present:
    """The commit, the digest of the workflow files as they lie there (without a folder, of none), and what differs.

    Raises:
        InputRefusedError: there is no commit, or a workflow file cannot be read.
    """
    return Present(commit=git.head(), workflows=_workflows(workspace), unclean=_unclean(git.work_tree()))


def _unclean(tree: Observation) -> str:
    """Why the files are not known to be those of the commit; empty when they are."""
    value = tree.value
    if tree.status is not Status.COLLECTED or not isinstance(value, dict):
        return f"nobody knows whether the files are those of the commit: {tree.detail.why or tree.status}"
    if value.get("changes") == 0:
        return ""
    shown = value.get("first_changes")
    named = (
        [f"{one['path']} ({one['state']})" for one in shown if isinstance(one, dict)] if isinstance(shown, list) else []
    )
    return f"{value.get('changes')} changed files are in no commit, such as {', '.join(named[:_NAMED])}"


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
