"""The workflow files of a folder: plain files of bounded size, each by itself, so that one that cannot be read is one.

GitHub reads `.yml` and `.yaml` files directly in `.github/workflows`; links are not followed, for they lead to bytes
that GitHub does not run.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from checker.adapters.plain_file import FlawedFileError, open_file, read_file
from checker.domain.limits import HAND_WRITTEN
from checker.domain.workflow import FOLDER, is_workflow_file
from checker.errors import InputRefusedError, NotFoundError, Place
from checker.ports.workspace import WorkflowFile

_MOST_FILES = 20_000


def workflow_folder(tree: Path) -> Path:
    """Where a work tree keeps its workflows."""
    return tree.joinpath(*FOLDER.split("/"))


def workflow_files(folder: Path, *, shown: str = FOLDER) -> Iterator[WorkflowFile]:
    """The workflow files of a folder by name; `shown` is what the folder is called in their paths.

    Raises:
        NotFoundError: there is no such folder.
        InputRefusedError: it is a link or no folder, may not be read, or holds more than 20,000 of them.
    """
    where = Place(source=str(folder))
    try:
        opened = open_file(folder, only_folders=True)
    except FileNotFoundError as error:
        raise NotFoundError("there is no folder of workflows", where=where) from error
    except OSError as error:
        raise InputRefusedError(f"the folder of workflows cannot be read ({error.strerror})", where=where) from error
    try:
        names = sorted(name for name in os.listdir(opened) if is_workflow_file(name))  # noqa: PTH208 - of the open folder
        if len(names) > _MOST_FILES:
            raise InputRefusedError(f"the folder holds more than {_MOST_FILES} workflow files", where=where)
        for name in names:
            yield _file(opened, name, f"{shown}/{name}")
    finally:
        os.close(opened)


def _file(folder: int, name: str, path: str) -> WorkflowFile:
    try:
        opened = open_file(name, folder=folder)
    except OSError as error:
        return WorkflowFile(path=path, problem=f"the file cannot be read ({error.strerror})")
    try:
        return WorkflowFile(path=path, data=read_file(opened, most_bytes=HAND_WRITTEN.bytes))
    except FlawedFileError as error:
        return WorkflowFile(path=path, problem=f"the file {error.flaw}")
    finally:
        os.close(opened)
