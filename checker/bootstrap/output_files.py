"""Files that a report is written to, wherever the person who runs the command wants them."""

from pathlib import Path

from checker.errors import InputRefusedError, Place


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


def write_output(path: Path, data: bytes) -> None:
    """Write a file whole or not at all.

    Raises:
        InputRefusedError: it cannot be written, or became something else since it was looked at.
    """
    from checker.adapters.project_files import replace_file  # noqa: PLC0415 - only where a file is asked for

    refuse_unwritable(path)
    replace_file(path, data)
