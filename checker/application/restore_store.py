"""Put a store back from a copy, and lose nothing that was acknowledged since without saying so.

A copy is whatever somebody hands in: it is taken aside and read in full before anything of the present store changes.
"""

from dataclasses import dataclass

from checker.application.check_store import refuse_unsound
from checker.errors import ConflictError, Place, StoreError
from checker.ports.store_file import Replacement, StoreFile, StoreState


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A store that was put back; `kept` is where the one that was there lies now, empty where none had to go."""

    state: StoreState
    kept: str = ""


def restore_store(file: StoreFile, *, source: str, may_replace: bool, run: str) -> Restored:
    """Put back the store that `source` is a copy of.

    Args:
        file: where it is put.
        source: a file that `store backup` wrote.
        may_replace: whether a store with other entries may be moved aside.
        run: the CI run this happens in, empty outside of any. A store that travels between runs would make a fresh
            runner look like a machine that remembers, so there none is put back.

    Raises:
        NotFoundError: there is no such file.
        StoreError: a CI run, or the copy is not sound.
        ConflictError: the store that is there has entries that the copy lacks.
    """
    if run:
        raise StoreError(
            "no store is put back in a CI run, expected a machine that keeps its own",
            hint="between jobs the signed record travels; clean-release trail import takes it",
        )
    with file.replacing(source=source) as replacement:
        refuse_unsound(replacement.offered, what="copy")
        kept = _make_room(replacement, may_replace=may_replace)
        return Restored(state=replacement.put(), kept=kept)


def _make_room(replacement: Replacement, *, may_replace: bool) -> str:
    present = replacement.present
    if present is None or (present.is_sound and replacement.continues()):
        return ""
    if not may_replace:
        raise ConflictError(
            f"the store that is there {_why(present, replacement.offered)}",
            hint="--replace moves it aside, whole, and says where",
            where=Place(source=present.path),
        )
    return replacement.keep_present()


def _why(present: StoreState, offered: StoreState) -> str:
    if not present.is_sound:
        return f"is not sound ({present.problems[0]}) and may hold what the copy lacks"
    return f"has {present.head.seq} entries and the copy, of {offered.head.seq}, does not continue them"
