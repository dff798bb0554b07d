"""Bytes to text, before any parser sees them: size, encoding and emptiness are settled here for JSON and YAML alike.

A parser that guesses encodings reads another document than the one that was hashed, so only UTF-8 without a byte order
mark is accepted.
"""

from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError, Place

_UTF8_MARK = b"\xef\xbb\xbf"
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE_SIGN = 4


def text_of(data: bytes, *, source: str, limits: DocumentLimits) -> str:
    """The text of a document that is small enough, not empty, and UTF-8 without a byte order mark.

    Raises:
        InputRefusedError: naming the line and column of the first byte that is not UTF-8.
    """
    where = Place(source=source, line=1, column=1)
    if len(data) > limits.bytes:
        raise InputRefusedError(
            f"the document has {len(data)} bytes, at most {limits.bytes} are read",
            hint="split it, or leave out what is not needed",
            where=Place(source=source),
        )
    if not data or data.isspace():
        raise InputRefusedError("the document is empty, expected one value", where=where)
    if data.startswith(_UTF8_MARK):
        raise InputRefusedError(
            "the document begins with a byte order mark, expected plain UTF-8",
            hint="save it as UTF-8 without BOM",
            where=where,
        )
    if data.startswith(_WIDE_MARKS) or b"\x00" in data[:_WIDE_SIGN]:
        raise InputRefusedError(
            "the document looks like UTF-16 or UTF-32, expected UTF-8", hint="save it as UTF-8", where=where
        )
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        raise InputRefusedError(
            f"byte 0x{data[error.start]:02x} is not UTF-8, expected UTF-8 text",
            hint="save it as UTF-8",
            where=place_in(before, len(before), source=source),
        ) from None


def place_in(text: str, offset: int, *, source: str, pointer: str = "") -> Place:
    """The place of a character: line and column counted from 1, columns in characters, lines end with a line feed."""
    line = text.count("\n", 0, offset) + 1
    column = offset - (text.rfind("\n", 0, offset) + 1) + 1
    return Place(source=source, line=line, column=column, pointer=pointer)
