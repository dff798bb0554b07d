"""The members of a tar stream: regular files and folders, and nothing that could reach outside or be read in two ways.

Read are POSIX ustar and GNU headers, long names of both (pax `path`, GNU `L`), and pax records that do not change what
a file is. Everything else is refused: links, devices, FIFOs, sparse files, sizes in pax records, unknown types. Source
of the layout: POSIX.1-2017, pax, "ustar Interchange Format".
"""

from collections.abc import Iterator
from dataclasses import dataclass

from checker.errors import BundleRefusedError
from checker.formats.bounded_gzip import BoundedGzip
from checker.formats.bundle_limits import BundleLimits

_BLOCK = 512
_END = bytes(_BLOCK)
_POSIX = b"ustar\x0000"
_GNU = b"ustar  \x00"
_CHECKSUM = slice(148, 156)
_FILE = (b"0", b"\0")
_FOLDER = b"5"
_PAX = b"x"
_PAX_GLOBAL = b"g"
_GNU_LONG_NAME = b"L"
_REFUSED = {
    b"1": "a hard link",
    b"2": "a symbolic link",
    b"3": "a character device",
    b"4": "a block device",
    b"6": "a FIFO",
    b"7": "a contiguous file",
    b"K": "a link with a long name",
    b"S": "a sparse file",
}
_HARMLESS = frozenset({"atime", "charset", "comment", "ctime", "gid", "gname", "mtime", "uid", "uname"})
_LONGEST_EXTENSION = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class TarMember:
    """One member as the archive spells it."""

    name: bytes
    is_folder: bool
    data: bytes


def tar_members(stream: BoundedGzip, *, limits: BundleLimits) -> Iterator[TarMember]:
    """Every member, in order, to the end of the archive and of the stream.

    Raises:
        BundleRefusedError: at the first header that is damaged or not a plain file or folder, or beyond a limit.
    """
    seen = 0
    longer = b""
    while (header := stream.read(_BLOCK)) != _END:
        seen += 1
        if seen > limits.files:
            raise stream.refusal(f"has more than {limits.files} entries, at most that many are read")
        kind, size = _kind(stream, header), _size(stream, header)
        if kind in (_PAX, _PAX_GLOBAL, _GNU_LONG_NAME):
            longer = _long_name(stream, kind, size, longer)
            continue
        if kind == _FOLDER and size:
            raise stream.refusal("holds a folder with content")
        if size > limits.file:
            raise stream.refusal(f"holds a file of {size} bytes, at most {limits.file} are read")
        yield TarMember(name=longer or _name(header), is_folder=kind == _FOLDER, data=_content(stream, size))
        longer = b""
    if longer or stream.read(_BLOCK) != _END:
        raise stream.refusal("does not end as a tar archive ends")
    stream.refuse_rest()


def _kind(stream: BoundedGzip, header: bytes) -> bytes:
    blank = header[: _CHECKSUM.start] + b" " * 8 + header[_CHECKSUM.stop :]
    if header[257:265] not in (_POSIX, _GNU) or _octal(stream, header[_CHECKSUM]) != sum(blank):
        raise stream.refusal("holds a damaged tar header")
    kind = header[156:157]
    if kind in (*_FILE, _FOLDER, _PAX, _PAX_GLOBAL, _GNU_LONG_NAME):
        return kind
    what = _REFUSED.get(kind, f"an entry of the unknown type {kind.decode('latin-1')!a}")
    name = ascii(_name(header).decode(errors="backslashreplace"))
    raise stream.refusal(f"holds {what}, {name}; only plain files and folders are read")


def _size(stream: BoundedGzip, header: bytes) -> int:
    return _octal(stream, header[124:136])


def _octal(stream: BoundedGzip, field: bytes) -> int:
    """A number of a header. Base 256, which some writers use beyond 8 GiB, is no plain octal and is refused."""
    digits = field.rstrip(b"\0 ").lstrip(b" ")
    if not digits or digits.strip(b"01234567"):
        raise stream.refusal("holds a tar header with a number that is not octal")
    return int(digits, 8)


def _name(header: bytes) -> bytes:
    name = header[:100].split(b"\0", 1)[0]
    prefix = header[345:500].split(b"\0", 1)[0] if header[257:265] == _POSIX else b""
    return prefix + b"/" + name if prefix else name


def _content(stream: BoundedGzip, size: int) -> bytes:
    data = stream.read(size)
    if stream.read(-size % _BLOCK).strip(b"\0"):
        raise stream.refusal("holds something between its files")
    return data


def _long_name(stream: BoundedGzip, kind: bytes, size: int, before: bytes) -> bytes:
    """The name the next member gets from an extension header, if this one gives a name."""
    if size > _LONGEST_EXTENSION:
        raise stream.refusal(f"holds an extended tar header of {size} bytes, at most {_LONGEST_EXTENSION} are read")
    content = _content(stream, size)
    name = content.rstrip(b"\0") if kind == _GNU_LONG_NAME else _pax_path(stream, content)
    if name and (before or kind == _PAX_GLOBAL):
        raise stream.refusal("names one file twice in extended tar headers")
    return name or before


def _pax_path(stream: BoundedGzip, content: bytes) -> bytes:
    path = b""
    while content:
        record, content = _pax_record(stream, content)
        key, _, value = record.partition(b"=")
        if key == b"path" and not path:
            path = value
        elif key.decode("latin-1") not in _HARMLESS:
            raise stream.refusal(
                f"holds the extended tar header {key.decode('latin-1')!a}, which changes what a file is"
            )
    return path


def _pax_record(stream: BoundedGzip, content: bytes) -> tuple[bytes, bytes]:
    r"""The first record, `<length> <key>=<value>\n` with the length over all of it, and what follows."""
    digits, _, _ = content.partition(b" ")
    length = int(digits) if digits.isdigit() and len(digits) < len(str(_LONGEST_EXTENSION)) + 1 else 0
    record = content[:length]
    if len(record) != length or not record.endswith(b"\n") or b"=" not in record:
        raise _damaged_extension(stream)
    return record[len(digits) + 1 : -1], content[length:]


def _damaged_extension(stream: BoundedGzip) -> BundleRefusedError:
    return stream.refusal("holds a damaged extended tar header")
