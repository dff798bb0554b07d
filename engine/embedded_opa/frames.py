"""What travels between an isolated engine and its child: lists of byte strings and numbers, lengths first."""

from __future__ import annotations

import struct
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_COUNT: Final = struct.Struct("!B")
_PART: Final = struct.Struct("!cQ")
_BYTES: Final = b"b"
_NUMBER: Final = b"n"
_MAXIMUM: Final = 1 << 31


def write_frame(stream: IO[bytes], parts: Sequence[bytes | int]) -> None:
    """Write one frame and flush."""
    stream.write(_COUNT.pack(len(parts)))
    for part in parts:
        if isinstance(part, bytes):
            stream.write(_PART.pack(_BYTES, len(part)))
            stream.write(part)
        else:
            stream.write(_PART.pack(_NUMBER, part))
    stream.flush()


def read_frame(stream: IO[bytes]) -> list[bytes | int]:
    """Read one frame.

    Raises:
        EOFError: the stream ended, at a frame's border or inside of one.
        ValueError: what was read is no frame.
    """
    (count,) = _COUNT.unpack(_exactly(stream, _COUNT.size))
    return [_part(stream) for _ in range(count)]


def _part(stream: IO[bytes]) -> bytes | int:
    kind, number = _PART.unpack(_exactly(stream, _PART.size))
    if kind == _NUMBER:
        return int(number)
    if kind != _BYTES or number > _MAXIMUM:
        raise ValueError(f"no frame: kind {kind!r}, {number} bytes")
    return _exactly(stream, number)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError(f"{len(data)} of {size} bytes")
    return data
