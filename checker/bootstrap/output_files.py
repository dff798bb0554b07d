"""Files that a report is written to, wherever the person who runs the command wants them."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from checker.bootstrap.services import ProjectServices
from checker.errors import CleanReleaseError, ConflictError, InputRefusedError, Place


def sources_of(facade: ProjectServices, *, named: Iterable[str] = ()) -> tuple[Path, ...]:
    """The files and folders that a verdict of this project rests on, those named on the command line among them.

    They are its documents, its bundles, its store, and what is trusted; a report written there would take their place.
    """
    # ruff: noqa: PLC0415 - only where a file is asked for
    from checker.adapters.anchor.anchor_file import configuration_folder
    from checker.adapters.store.place import STATE
    from checker.formats.lock_v1 import FILE_NAME as LOCK_FILE
    from checker.formats.project_v1 import FILE_NAME as PROJECT_FILE

    below = [PROJECT_FILE, LOCK_FILE, STATE]
    with suppress(CleanReleaseError):  # a project file that cannot be read is refused where it is needed
        loaded = facade.load_if_there()
        if loaded is not None:
            inputs = loaded.project.inputs
            below += [
                *loaded.project.selection.bundles,
                inputs.manifest,
                inputs.artifacts,
                *inputs.audits,
                *inputs.evidence,
                inputs.baseline,
                *inputs.waivers,
            ]
    elsewhere = [name for name in (facade.anchor, *named) if name]
    return (
        *(facade.directory / name for name in below if name),
        *map(Path, elsewhere),
        configuration_folder(os.environ),
    )


def permit_file_name(candidate: str, channel: str) -> str:
    """What the file of a permit is called where nobody says it: a name that leads nowhere else."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "-" for char in channel)
    return f"{candidate}.{plain}.permit.json"


def refuse_sources(paths: Iterable[Path], *, sources: Sequence[Path]) -> None:
    """Refuse to write over what is judged, or into it.

    Raises:
        InputRefusedError: an output is one of the sources, or lies in one.
    """
    real = [Path(os.path.realpath(source)) for source in sources]
    for path in paths:
        target = Path(os.path.realpath(path))
        if any(target.is_relative_to(source) for source in real):
            raise InputRefusedError(
                "this is part of what the verdict rests on, and an output would take its place",
                hint="choose another name; nothing was judged",
                where=Place(source=str(path)),
            )


def refuse_unwritable(path: Path) -> None:
    """Refuse a file that could not be written, or that is something else: a folder, a link, a device.

    Raises:
        InputRefusedError: says what is there instead, or that the folder is missing.
    """
    where = Place(source=str(path))
    try:
        is_folder, is_taken = path.parent.is_dir(), path.is_symlink() or (path.exists() and not path.is_file())
    except (OSError, ValueError) as error:  # a name no file can have, a folder nobody may enter
        raise InputRefusedError(
            "no file can have this name here", hint="choose another place; nothing was judged", where=where
        ) from error
    if not is_folder:
        raise InputRefusedError(
            "the folder of this output does not exist", hint="make it first; nothing was judged", where=where
        )
    if is_taken:
        raise InputRefusedError(
            "this is a link, a folder or a device, expected a plain file or a free name",
            hint="choose another name; links are never followed, and nothing was judged",
            where=where,
        )


def refuse_present(path: Path | None) -> None:
    """Make sure that a new file does not take the place of anything; of no file there is nothing to refuse.

    Raises:
        ConflictError: something is there already.
        InputRefusedError: it could not be written.
    """
    if path is None:
        return
    if os.path.lexists(path):
        raise ConflictError(f"{path} is there already", hint="remove it, or give another name")
    refuse_unwritable(path)


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is not there yet, whole or not at all; raises as `refuse_present`."""
    from checker.adapters.project_files import replace_file

    refuse_present(path)
    replace_file(path, data)


def write_output(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        InputRefusedError: it cannot be written, or became something else since it was looked at.
    """
    from checker.adapters.project_files import replace_file

    refuse_unwritable(path)
    replace_file(path, data)
