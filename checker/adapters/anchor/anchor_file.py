"""The anchor as a file: `--anchor FILE`, or else `$XDG_CONFIG_HOME/clean-release/anchor.yaml`.

A pull request can change every file of the tree that is judged, so an anchor in there would let it choose whom to
trust. Both the path as it was written and the file it leads to must lie outside. XDG Base Directory Specification: a
relative `$XDG_CONFIG_HOME` is ignored.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from checker.adapters.plain_file import Flaw, FlawedFileError, open_file, read_file
from checker.domain.limits import HAND_WRITTEN
from checker.domain.namespace import Namespace
from checker.errors import InputRefusedError, NotFoundError, Place, TrustError
from checker.ports.anchors import FoundAnchor

FOLDER = "clean-release"
FILE = "anchor.yaml"

_FLAWS = {
    Flaw.NOT_PLAIN: "the anchor is no plain file",
    Flaw.TOO_LARGE: f"the anchor has more than {HAND_WRITTEN.bytes} bytes",
    Flaw.CHANGED: "the anchor was changed while it was read",
}


def configuration_folder(environment: Mapping[str, str]) -> Path:
    """The folder of this user's own configuration: anchor and private keys."""
    configured = environment.get("XDG_CONFIG_HOME", "")
    home = Path(configured) if configured.startswith("/") else Path(environment.get("HOME") or Path.home()) / ".config"
    return home / FOLDER


def work_tree_of(folder: Path) -> Path:
    """The work tree a folder belongs to: the nearest folder upwards with a `.git`, or else the folder itself."""
    real = folder.resolve()
    return next((above for above in (real, *real.parents) if (above / ".git").exists()), real)


class AnchorFile:
    """Finds and reads the anchor file of a person, never one of a project."""

    def __init__(self, *, environment: Mapping[str, str]) -> None:
        self._default = configuration_folder(environment) / FILE

    def find(self, named: str, *, judged: str, namespace: Namespace) -> FoundAnchor | None:
        """The named file, or this user's; None when nobody named one and this user has none.

        Raises:
            NotFoundError: the named file is not there.
            TrustError: it lies inside the judged tree (allowed in `demo` for a named one), or others may write to it.
            InputRefusedError: it is no plain file, or larger than an anchor can be.
        """
        path = Path(named) if named else self._default
        try:
            opened = open_file(path, follow_links=True)
        except (FileNotFoundError, NotADirectoryError) as error:
            if not named and not path.is_symlink():
                return None
            raise NotFoundError(
                "there is no anchor",
                hint="check the name; without --anchor your own one counts, which `clean-release init` makes",
                where=Place(source=str(path)),
            ) from error
        except (OSError, ValueError) as error:
            raise InputRefusedError(
                "the anchor cannot be read",
                hint="check its permissions and those of its folder",
                where=Place(source=ascii(str(path))),
            ) from error
        try:
            if not (named and namespace is Namespace.DEMO):
                _refuse_inside(path, judged)
            return FoundAnchor(location=str(path.absolute()), data=_content(opened, path))
        finally:
            os.close(opened)


def _refuse_inside(path: Path, judged: str) -> None:
    """Make sure that neither the path nor the file it leads to is in the tree that is judged."""
    tree = work_tree_of(Path(judged))
    written = Path(os.path.abspath(path))  # noqa: PTH100 - the path as written, links not followed
    places = (written, written.parent.resolve() / written.name, path.resolve())
    if any(place.is_relative_to(tree) for place in places):
        raise TrustError(
            "the anchor lies inside the tree that is judged, so the tree could choose whom to trust",
            hint=f"keep it outside of {tree}, for example in the configuration folder; a demo may name one inside",
            where=Place(source=str(path)),
        )


def _content(opened: int, path: Path) -> bytes:
    status = os.fstat(opened)
    where = Place(source=str(path))
    try:
        data = read_file(opened, most_bytes=HAND_WRITTEN.bytes)
    except FlawedFileError as error:
        hint = f"name the file itself: {path / FILE}, for example" if stat.S_ISDIR(status.st_mode) else ""
        raise InputRefusedError(_FLAWS[error.flaw], hint=hint, where=where) from error
    if status.st_mode & stat.S_IWOTH:
        raise TrustError("everybody on this machine may write to the anchor", hint=f"chmod o-w {path}", where=where)
    if status.st_uid not in (0, os.geteuid()):
        raise TrustError(
            "the anchor belongs to another user, who could choose whom you trust",
            hint="copy it to your own configuration folder after you have read it",
            where=where,
        )
    return data
