"""One gzip member, unpacked piece by piece under a cap.

The size a gzip file states about itself is the sender's word, so it is checked and never used. More than one member,
anything behind it, a wrong checksum or a wrong length is refused: another reader could stop elsewhere and see other
files.
"""

import zlib

from checker.errors import BundleRefusedError, Place

_PIECE = 64 * 1024
_GZIP = 31
_MAGIC = b"\x1f\x8b"


class BoundedGzip:
    """What comes out of a gzip file, at most `most` bytes of it."""

    def __init__(self, data: bytes, *, source: str, most: int) -> None:
        self._source = source
        if not data.startswith(_MAGIC):
            raise self.refusal("is not a gzip file", hint="a bundle is a .tar.gz file or a directory")
        self._input = memoryview(data)
        self._at = 0
        self._machine = zlib.decompressobj(wbits=_GZIP)
        self._left = most
        self._most = most
        self._output = bytearray()

    def read(self, count: int) -> bytes:
        """Exactly the next `count` bytes.

        Raises:
            BundleRefusedError: there are fewer, they are damaged, or the cap is reached.
        """
        while len(self._output) < count:
            piece = self._next_piece()
            if not piece:
                raise self.refusal("ends in the middle of a file", hint="fetch it again; it was cut off")
            self._output += piece
        taken = bytes(self._output[:count])
        del self._output[:count]
        return taken

    def refuse_rest(self) -> None:
        """Make sure that nothing but zero bytes follows, and that the file was whole.

        Raises:
            BundleRefusedError: more follows, inside the archive or behind it.
        """
        rest = bytes(self._output) or b"\0"
        while rest:
            if rest.strip(b"\0"):
                raise self.refusal("holds something behind the end of the archive")
            rest = self._next_piece()
        if self._machine.unused_data or self._at < len(self._input):
            raise self.refusal("holds something behind its end, expected exactly one gzip member")

    def refusal(
        self, seen: str, *, hint: str = "make the archive with `clean-release bundle build`"
    ) -> BundleRefusedError:
        """A refusal of the whole archive."""
        return BundleRefusedError(f"the archive {seen}", hint=hint, where=Place(source=self._source))

    def _next_piece(self) -> bytes:
        """The next bytes, none at the end of the member."""
        while not self._machine.eof:
            waiting = self._machine.unconsumed_tail or self._take_input()
            if not waiting:
                raise self.refusal("ends before its checksum", hint="fetch it again; it was cut off")
            try:
                piece = self._machine.decompress(waiting, _PIECE)
            except zlib.error as error:
                raise self.refusal(f"is damaged: {error}", hint="fetch it again") from None
            if piece:
                self._left -= len(piece)
                if self._left < 0:
                    raise self.refusal(
                        f"unpacks to more than {self._most} bytes, at most that many are read",
                        hint="a policy bundle is small; look at what is in it",
                    )
                return piece
        return b""

    def _take_input(self) -> bytes:
        taken = bytes(self._input[self._at : self._at + _PIECE])
        self._at += len(taken)
        return taken
