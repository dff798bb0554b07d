"""Writing audits: one is replaced by the next, but that of a checkout not by what a provider holds of its files."""

from collections.abc import Collection
from pathlib import Path

from checker.adapters.project_files import read_plain_file, replace_file
from checker.application.audit_files import is_of_checkout
from checker.domain.audit import AuditKind
from checker.domain.limits import MACHINE_WRITTEN
from checker.errors import CleanReleaseError

_READ_TOGETHER = (AuditKind.REPOSITORY, AuditKind.HISTORY, AuditKind.WORKSPACE)
_ENDING = f".{AuditKind.WORKSPACE}.json"


def write_audit(path: Path, data: bytes) -> bool:
    """Write an audit whole; False where the audit of a checkout is there, which says more than this one."""
    if path.name.endswith(_ENDING) and not is_of_checkout(data) and is_of_checkout(_there(path)):
        return False
    replace_file(path, data)
    return True


def _there(path: Path) -> bytes:
    """What is there; nothing where that is no plain file, which replacing it then says."""
    try:
        return read_plain_file(path, most_bytes=MACHINE_WRITTEN.bytes)
    except CleanReleaseError:
        return b""


def older_audits(folder: Path, names: Collection[str]) -> tuple[Path, ...]:
    """Audits of the same repositories that an earlier run left in a folder: of other kinds than these, by file name.

    That of a checkout is none: another command makes it, and it is meant to lie beside these.
    """
    stems = {name.removesuffix(".json").rpartition(".")[0] for name in names}
    others = sorted({f"{stem}.{kind}.json" for stem in stems for kind in _READ_TOGETHER} - {*names})
    return tuple(path for name in others if (path := folder / name).is_file() and not is_of_checkout(_there(path)))


def told_older(path: Path) -> str:
    """What to say of one of them."""
    return f"{path} is of an earlier run: this one read nothing of it, and replaced nothing of it"
