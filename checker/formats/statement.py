"""Statements: canonical JSON of a schema of ours, as the bytes that somebody signs.

What is not canonical is refused: whoever reads it could see something else in it than whoever signed it.
"""

from typing import Any, cast

from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN, DocumentLimits
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json


def statement_bytes(document: dict[str, Json], *, name: str) -> bytes:
    """The canonical bytes of a statement that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it.
    """
    data = canonical_bytes(document)
    read_statement(data, name=name, source=f"the new {name}")
    return data


def read_statement(data: bytes, *, name: str, source: str, limits: DocumentLimits = MACHINE_WRITTEN) -> dict[str, Any]:
    """The document of a statement that was verified, or that nobody has signed yet; `name` is that of its schema.

    Raises:
        InputRefusedError: malformed, against its schema, or not canonical.
    """
    document = read_json(data, source=source, limits=limits)
    document_schema(f"{name}_v1").refuse_unless_valid(document, source=source, data=data)
    if canonical_bytes(document) != data:
        raise InputRefusedError(
            f"the {name} is not in canonical form, expected the bytes that were signed", where=Place(source=source)
        )
    return cast("dict[str, Any]", document)
