"""Writes a folder that was not there, whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from checker.errors import ConflictError, InputRefusedError, Place


def write_new_folder(root: Path, folder: str, files: Mapping[str, str]) -> Path:
    """Write files into a folder below `root` that is not there or empty; returns the folder.

    They are written beside it first and moved into their place together, so that nobody ever sees half of them.

    Raises:
        ConflictError: something is there already; it is untouched.
        InputRefusedError: the place lies outside `root` because of a link, or cannot be written to.
    """
    target = root / folder
    where = Place(source=str(target))
    if not target.resolve().is_relative_to(root.resolve()):
        raise InputRefusedError(
            "a link leads out of the folder of policies", hint="write into a folder without links", where=where
        )
    if os.path.lexists(target) and not _is_empty_folder(target):
        raise ConflictError("there is something here already", hint="choose another code, or edit it", where=where)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
        try:
            for name, text in files.items():
                (beside / name).write_text(text, encoding="utf-8")
            beside.chmod(0o755)
            beside.rename(target)
        except OSError:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise InputRefusedError(
            f"the folder cannot be written ({error.strerror})",
            hint="check permissions and free space; nothing was changed",
            where=where,
        ) from error
    return target


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink() and not any(path.iterdir())
