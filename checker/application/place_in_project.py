"""Places in the project file: a refusal that is about something named there says the line that names it.

Rules are selected and bundles are fetched from values, not from a file. Only here both are at hand: what was refused,
and the bytes that asked for it.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from checker.domain.bundle_address import remote_address
from checker.errors import CleanReleaseError
from checker.formats.locate import locate
from checker.formats.project_v1 import FILE_NAME


@contextmanager
def placed_in_project(written: bytes, *, sources: Sequence[str]) -> Iterator[None]:
    """Give refusals about the selection, and about bundles of other machines, their line in the project file.

    Args:
        written: the bytes of the project file; empty where there is none.
        sources: the bundles it names.

    Raises:
        CleanReleaseError: the refusal, of the kind it was.
    """
    try:
        yield
    except CleanReleaseError as error:
        placed = _placed(error, written, sources)
        if placed is None:
            raise
        raise placed from error


def _placed(error: CleanReleaseError, written: bytes, sources: Sequence[str]) -> CleanReleaseError | None:
    """The refusal with its line, or None if it is about something else."""
    where, message = error.where, error.message
    if where is None or where.line or not written:
        return None
    pointer = where.pointer
    if where.source in sources and remote_address(where.source):
        pointer, message = f"/policy/bundles/{sources.index(where.source)}", f"{where.source}: {message}"
    elif where.source != FILE_NAME:
        return None
    return type(error)(message, hint=error.hint, where=locate(written, pointer, source=FILE_NAME))
