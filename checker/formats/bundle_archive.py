"""Bundle archives: `.tar.gz` bytes to files and back.

Nothing is ever written to disk while reading, so no name can reach outside; names are still refused strictly, because
the same bytes are read by OPA and unpacked by people. Writing is deterministic: the same files give the same bytes.
"""

import gzip
import io
import tarfile
from collections.abc import Iterable

from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, Place
from checker.formats.bounded_gzip import BoundedGzip
from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits
from checker.formats.bundle_names import TakenNames, checked_path
from checker.formats.tar_members import TarMember, tar_members

_OPA_DATA = b"/data.json"
_MODE = 0o600
_LEVEL = 9


def read_archive(data: bytes, *, source: str, limits: BundleLimits = BUNDLE_LIMITS) -> tuple[BundleFile, ...]:
    """The files of an archive, sorted by path; folders are not kept.

    Raises:
        BundleRefusedError: too large in any way, damaged, followed by anything, or holding a link, a device, or a name
            that is unsafe, taken, or never part of a bundle.
    """
    if len(data) > limits.compressed:
        raise BundleRefusedError(
            f"the archive has {len(data)} bytes, at most {limits.compressed} are read",
            hint="a policy bundle is small; look at what is in it",
            where=Place(source=source),
        )
    stream = BoundedGzip(data, source=source, most=limits.unpacked)
    members = _without_opa_slash(list(tar_members(stream, limits=limits)))
    taken = TakenNames(source=source)
    files = [file for member in members if (file := _admit(member, taken, source=source, limits=limits)) is not None]
    if not files:
        raise BundleRefusedError("the archive holds no file", where=Place(source=source))
    return tuple(sorted(files, key=lambda file: file.path))


def write_archive(files: Iterable[BundleFile]) -> bytes:
    """The archive of these files: sorted, no times, no owners, mode 0600, gzip without name and time."""
    buffer = io.BytesIO()
    with (
        gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=buffer, mtime=0) as packed,
        tarfile.open(mode="w", fileobj=packed, format=tarfile.PAX_FORMAT, encoding="utf-8") as tar,
    ):
        for file in sorted(files, key=lambda file: file.path):
            entry = tarfile.TarInfo(file.path)
            entry.size = len(file.data)
            entry.mode = _MODE
            tar.addfile(entry, io.BytesIO(file.data))
    return buffer.getvalue()


def _without_opa_slash(members: list[TarMember]) -> list[TarMember]:
    """The members as they are, or without the leading slash when the archive is one that `opa build` wrote.

    OPA's writer puts one slash before every name and always writes `/data.json`. A slash before only some names, or in
    an archive without that file, is an absolute path and stays one.
    """
    if not all(member.name.startswith(b"/") for member in members):
        return members
    if all(member.name != _OPA_DATA for member in members):
        return members
    return [TarMember(name=member.name[1:], is_folder=member.is_folder, data=member.data) for member in members]


def _admit(member: TarMember, taken: TakenNames, *, source: str, limits: BundleLimits) -> BundleFile | None:
    if member.is_folder:
        taken.take_folder(checked_path(member.name.removesuffix(b"/"), source=source, limits=limits))
        return None
    path = checked_path(member.name, source=source, limits=limits)
    taken.take_file(path)
    return BundleFile(path=path, data=member.data)
