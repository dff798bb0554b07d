"""Requests as RFC 9112 writes them, and in no other way: what two readers could read differently is refused.

h11 takes lines that end with LF alone, joins folded ones, and makes one of a length that is said twice. Whoever stands
in front of this server may not, so that it ends a request, or counts a header, elsewhere than we do.
"""

import re
from collections import Counter

import h11
from h11._receivebuffer import ReceiveBuffer

_END = b"\r\n\r\n"
_BARE = re.compile(rb"(?<!\r)\n|\r(?=[^\n])")
_FOLDED = re.compile(rb"\n[ \t]")
_VERSION = re.compile(rb"[^\r\n]* HTTP/1\.[01]\r\n")
_HOST = re.compile(rb"[A-Za-z0-9._~\-]*(:[0-9]{0,5})?|\[[0-9A-Fa-f:.]+\](:[0-9]{0,5})?")
_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,16}[ \t]*(;[\t -~]*)?\r\n")
_LENGTH = re.compile(rb"[0-9]{1,18}")
_ONCE = frozenset(
    {
        b"authorization",
        b"content-encoding",
        b"content-length",
        b"content-type",
        b"cookie",
        b"host",
        b"idempotency-key",
        b"last-event-id",
        b"origin",
        b"sec-fetch-site",
        b"transfer-encoding",
        b"x-forwarded-proto",
    }
)
"""Headers that have one value: of two, each reader takes the one it likes."""


class StrictLines(ReceiveBuffer):
    """What came in and was not read yet; the lines of a head are looked at before h11 makes anything of them."""

    def maybe_extract_lines(self) -> list[bytearray] | None:
        """The lines of a head, or of what follows a body in chunks, once they are all there.

        Raises:
            LocalProtocolError: they are written in another way than they have to be; h11 makes a refusal of it.
        """
        data = bytes(self._data)
        end = 2 if data.startswith(b"\r\n") else data.find(_END) + len(_END)
        is_whole = end >= len(_END) or data.startswith(b"\r\n")
        head = data[:end] if is_whole else data
        if _BARE.search(head):
            raise h11.LocalProtocolError("a line ends with CR or LF alone, expected both")
        if _FOLDED.search(head):
            raise h11.LocalProtocolError("a header goes on in the next line, expected it in one")
        if is_whole:
            _refuse_two_ways(head)
        return super().maybe_extract_lines()

    def maybe_extract_next_line(self) -> bytearray | None:
        """The line before a chunk, once it is there: its length, and perhaps what else is said of it.

        Raises:
            LocalProtocolError: it holds what another reader may take for its end.
        """
        line = super().maybe_extract_next_line()
        if line is not None and not _CHUNK.fullmatch(line):
            raise h11.LocalProtocolError("the length of a chunk is no number, or something else than words follows it")
        return line


def _refuse_two_ways(head: bytes) -> None:
    """Refuse a head with a header of which there may be one, or a value, that could be read in two ways."""
    first, *lines = head.removesuffix(_END).split(b"\r\n")
    fields = [(name.lower(), value.strip(b" \t")) for name, _, value in (line.partition(b":") for line in lines)]
    twice = [name for name, count in Counter(name for name, _ in fields).items() if count > 1 and name in _ONCE]
    if twice:
        raise h11.LocalProtocolError(f"the header {twice[0].decode()} is there more than once")
    known = dict(fields)
    if not _HOST.fullmatch(known.get(b"host", b"")):
        raise h11.LocalProtocolError("the header Host names no host")
    if not _LENGTH.fullmatch(known.get(b"content-length", b"0")):
        raise h11.LocalProtocolError("the header Content-Length is no number")
    if b" HTTP/" in first and not _VERSION.fullmatch(first + b"\r\n"):
        raise h11.LocalProtocolError("the version is another one than HTTP/1.0 and HTTP/1.1")
    if first.endswith(b"HTTP/1.0") and b"transfer-encoding" in known:
        raise h11.LocalProtocolError("a request of HTTP/1.0 has Transfer-Encoding")
