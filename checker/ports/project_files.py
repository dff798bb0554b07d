"""Project files: the documents a project file names, read from the tree that is judged."""

from typing import Protocol


class ProjectFiles(Protocol):
    """Reads files of one project, relative to the folder of its project file."""

    @property
    def place(self) -> str:
        """The folder, as a person would write it."""
        ...

    def read(self, name: str, *, most_bytes: int) -> bytes:
        """The exact bytes of a file.

        Raises:
            NotFoundError: it is not there.
            InputRefusedError: it is not a plain file, too large, not readable, or outside the project's folder.
        """
        ...

    def read_if_there(self, name: str, *, most_bytes: int) -> bytes | None:
        """The exact bytes of a file, or None when there is no such file; raises as `read` for everything else."""
        ...
