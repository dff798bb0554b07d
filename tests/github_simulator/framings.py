"""Ways in which an answer lies about its length, or never ends: the exact bytes after the request, by name.

What never ends is ended after `MOST` bytes or `LONGEST` seconds, so that a client that reads on fails its test instead
of holding it up.
"""

import itertools
import time
import zlib
from collections.abc import Callable, Iterator, Mapping

MOST = 64 * 1024 * 1024
LONGEST = 12.0
_PAUSE = 0.02
_PIECE = b"[" + b" " * 65_534 + b"\n"
_START = b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"


def _endless(piece: bytes) -> Iterator[bytes]:
    return itertools.repeat(piece, MOST // len(piece))


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


def _endless_chunks(_: bytes) -> Iterator[bytes]:
    yield _START + b"Transfer-Encoding: chunked\r\n\r\n"
    yield from _endless(_chunk(_PIECE))


def _endless_after_its_length(body: bytes) -> Iterator[bytes]:
    """The length is that of a terabyte, and it comes."""
    yield _START + b"Content-Length: 1099511627776\r\n\r\n" + body
    yield from _endless(_PIECE)


def _no_length_and_endless(_: bytes) -> Iterator[bytes]:
    yield _START + b"Connection: close\r\n\r\n"
    yield from _endless(_PIECE)


def _length_too_large(body: bytes) -> Iterator[bytes]:
    yield _START + b"Content-Length: %d\r\n\r\n" % (len(body) + 7) + body


def _length_too_small(body: bytes) -> Iterator[bytes]:
    yield _START + b"Content-Length: %d\r\n\r\n" % (len(body) // 2) + body


def _chunk_cut_short(body: bytes) -> Iterator[bytes]:
    yield _START + b"Transfer-Encoding: chunked\r\n\r\nffffffff\r\n" + body


def _chunk_of_no_size(body: bytes) -> Iterator[bytes]:
    yield _START + b"Transfer-Encoding: chunked\r\n\r\nmany\r\n" + body


def _two_lengths(body: bytes) -> Iterator[bytes]:
    yield _START + b"Content-Length: %d\r\nContent-Length: 2\r\n\r\n" % len(body) + body


def _length_below_zero(body: bytes) -> Iterator[bytes]:
    yield _START + b"Content-Length: -1\r\n\r\n" + body


def _bomb() -> bytes:
    """A list of 256 MiB, packed, and made without ever being whole."""
    start = zlib.compressobj(9, zlib.DEFLATED, 31)
    piece = zlib.compressobj(9, zlib.DEFLATED, -15)
    spaces = piece.compress(b" " * 1024 * 1024) + piece.flush(zlib.Z_FULL_FLUSH)
    return start.compress(b"[") + start.flush(zlib.Z_FULL_FLUSH) + spaces * 256


def _gzip_bomb(_: bytes) -> Iterator[bytes]:
    bomb = _bomb()
    yield _START + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(bomb) + bomb


def _gzip_bomb_unnamed(_: bytes) -> Iterator[bytes]:
    bomb = _bomb()
    yield _START + b"Content-Length: %d\r\n\r\n" % len(bomb) + bomb


def _endless_header(_: bytes) -> Iterator[bytes]:
    yield _START
    yield from _endless(b"X-More: " + b"x" * 65_000 + b"\r\n")


def _dripped(piece: bytes) -> Iterator[bytes]:
    """A piece now and then: the server is never silent."""
    for _ in range(int(LONGEST / _PAUSE)):
        yield piece
        time.sleep(_PAUSE)


_HINT = b"HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n"


def _endless_hints(_: bytes) -> Iterator[bytes]:
    yield from itertools.repeat(_HINT * 1_000, 40)


def _dripped_hints(_: bytes) -> Iterator[bytes]:
    yield from _dripped(_HINT)


def _dripped_header(_: bytes) -> Iterator[bytes]:
    yield _START + b"X-Slow: "
    yield from _dripped(b"x")


def _dripped_body(_: bytes) -> Iterator[bytes]:
    yield _START + b"Content-Length: 100000\r\n\r\n["
    yield from _dripped(b" ")


FRAMINGS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "endless-chunks": _endless_chunks,
    "endless-after-its-length": _endless_after_its_length,
    "no-length-and-endless": _no_length_and_endless,
    "length-too-large": _length_too_large,
    "length-too-small": _length_too_small,
    "chunk-cut-short": _chunk_cut_short,
    "chunk-of-no-size": _chunk_of_no_size,
    "two-lengths": _two_lengths,
    "length-below-zero": _length_below_zero,
    "gzip-bomb": _gzip_bomb,
    "gzip-bomb-unnamed": _gzip_bomb_unnamed,
    "endless-header": _endless_header,
    "endless-103": _endless_hints,
    "dripped-103": _dripped_hints,
    "dripped-header": _dripped_header,
    "dripped-body": _dripped_body,
}
