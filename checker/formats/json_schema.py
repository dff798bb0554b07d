"""Documents held to their published JSON Schema, before anything else reads them.

`jsonschema-rs` decides: it is a hundred times as fast as the reference and its pattern engine is linear, so no pattern
of a policy author can stop a gate. It would fetch remote references; every reference is checked before, and its
retriever refuses whatever should still get there.
"""

from itertools import islice
from typing import TYPE_CHECKING, Any, NoReturn, cast

from checker.domain.json_value import Json
from checker.errors import InputRefusedError, Place
from checker.formats.json_pointer import pointer_of
from checker.formats.locate import locate
from checker.formats.schema_dialect import subschemas_of
from checker.formats.schema_findings import Failure, Finding, finding_of, most_telling, quoting_hint
from checker.formats.strict_json import read_json
from checker.formats.text_safety import escape_for_terminal
from checker.formats.unique_keys import UniqueKeys

if TYPE_CHECKING:
    from collections.abc import Iterable

_COUNTED = 100


class DocumentSchema:
    """One schema, compiled; what it accepts has every field where it belongs, and every list its names once.

    Args:
        schema: the bytes of a schema, or the schema itself.
        source: what to call it when it is refused.

    Raises:
        InputRefusedError: not a schema, not in the dialect of `schema_dialect`, or a pattern that is not linear.
    """

    def __init__(self, schema: bytes | dict[str, Json], *, source: str = "schema") -> None:
        import jsonschema_rs  # noqa: PLC0415  # 30 ms that commands without documents do not pay

        value: Json = read_json(schema, source=source) if isinstance(schema, bytes) else schema
        self._schema = value
        self._unique_keys = UniqueKeys(subschemas_of(value, source=source), source=source)
        try:
            self._validator = jsonschema_rs.Draft202012Validator(
                cast("dict[str, Any]", value),
                retriever=_refuse_to_fetch,
                validate_formats=True,
                ignore_unknown_formats=False,
                pattern_options=jsonschema_rs.RegexOptions(),
            )
        except ValueError as error:
            reason = str(error).split("\n", 1)[0]
            raise InputRefusedError(f"the schema cannot be used: {reason}", where=Place(source=source)) from None

    def accepts(self, value: Json) -> bool:
        """Whether the schema describes a value."""
        return self._validator.is_valid(value) and not self._unique_keys.repetition_in(value)

    def refuse_unless_valid(self, value: Json, *, source: str, data: bytes | None = None) -> None:
        """Accept a value that the schema describes.

        Args:
            value: what was read, by a strict reader.
            source: the name of the document.
            data: the bytes it was read from; with them a refusal names line and column.

        Raises:
            InputRefusedError: the finding that explains most of the others, and how many others there are.
        """
        try:
            is_valid = self._validator.is_valid(value)
        except (ValueError, TypeError) as error:
            raise InputRefusedError(f"the value is not JSON: {error}", where=Place(source=source)) from None
        if not is_valid:
            self._refuse(value, source=source, data=data)
        if twice := self._unique_keys.repetition_in(value):
            name = escape_for_terminal(twice.name)
            message = (
                f'the {twice.key} "{name}" is given twice in one list, at {twice.earlier} and at {twice.steps[-1]}'
            )
            steps = (*twice.steps, twice.key)
            _raise(Finding(message=message, hint="keep one of them", steps=steps), source=source, data=data)

    def _refuse(self, value: Json, *, source: str, data: bytes | None) -> NoReturn:
        failures = list(islice(cast("Iterable[Failure]", self._validator.iter_errors(value)), _COUNTED))
        if not failures:
            raise InputRefusedError("the value is against its schema", where=Place(source=source))
        finding = finding_of(most_telling(failures), self._schema)
        _raise(finding, source=source, data=data, others=len(failures) - 1)


def _raise(finding: Finding, *, source: str, data: bytes | None, others: int = 0) -> NoReturn:
    pointer = pointer_of(finding.steps)
    where = locate(data, pointer, source=source) if data is not None else Place(source=source, pointer=pointer)
    hint = finding.hint
    if finding.quotable:
        known = data is not None and where.line
        hint = quoting_hint(data or b"", line=where.line, column=where.column) if known else "put it in quotes"
    message = finding.message
    if others:
        most = "or more " if others == _COUNTED - 1 else ""
        message += f" (and {others} {most}other finding{'s' if others > 1 else ''})"
    raise InputRefusedError(message, hint=hint, where=where)


def _refuse_to_fetch(address: str) -> NoReturn:
    raise ValueError(f"the reference {address} leaves the schema")
