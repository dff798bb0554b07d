"""From a JSON Pointer back to line and column, whichever of the two notations a document is written in."""

from checker.domain.limits import MACHINE_WRITTEN
from checker.errors import InputRefusedError, Place
from checker.formats.strict_json import locate_in_json, read_json


def locate(data: bytes, pointer: str, *, source: str) -> Place:
    """The place of the value a pointer names, in a document that was accepted before.

    The document is read again from its beginning: this is for telling a person, never for deciding. Without such a
    value, or when the document cannot be read, line and column stay unknown.
    """
    try:
        read_json(data, source=source, limits=MACHINE_WRITTEN)
    except InputRefusedError:
        return _in_yaml(data, pointer, source=source)
    return locate_in_json(data, pointer, source=source)


def _in_yaml(data: bytes, pointer: str, *, source: str) -> Place:
    from checker.formats.strict_yaml import locate_in_yaml  # noqa: PLC0415  # PyYAML is not loaded for JSON

    try:
        return locate_in_yaml(data, pointer, source=source)
    except InputRefusedError:
        return Place(source=source, pointer=pointer)
