"""Documents of a chain: canonical, one part each, named by their digest and by the document before them.

Events of a lifecycle and entries of a release record are such documents. What goes around the part, the check that it
is exactly the one that is named, and how a part becomes a type of the domain are the same in both.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, is_dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_type_hints

from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

if TYPE_CHECKING:
    from _typeshed import DataclassInstance  # noqa: V104 - named in a quoted annotation

    from checker.domain.json_value import Json

AnyPart = TypeVar("AnyPart")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFrame:
    """What goes around the part of every such document; `previous` is empty for the first of a store."""

    namespace: Namespace
    project: str
    repository: str
    number: int
    previous: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainForm:
    """One form of such documents: its name, its published schema, what one is called, and the types of its parts.

    `left_out` are fields around the part that are not written where they are empty.
    """

    schema: str
    schema_name: str
    article: str
    parts: Mapping[str, type[Any]]
    left_out: tuple[str, ...] = ()

    def kind_of(self, part: object) -> str:
        """The word by which a document names a part of this type."""
        return next(kind for kind, known in self.parts.items() if known is type(part))


def chained_bytes(frame: ChainFrame, part: "DataclassInstance", *, form: ChainForm) -> bytes:
    """The canonical bytes of a document with this part; its reader has still to accept them."""
    kind = form.kind_of(part)
    document: dict[str, Json] = {
        "schema": form.schema,
        **asdict(frame),
        "namespace": str(frame.namespace),
        "kind": kind,
        kind: asdict(part),
    }
    return canonical_bytes({name: value for name, value in document.items() if value or name not in form.left_out})


def read_chained(data: bytes, *, form: ChainForm, source: str) -> dict[str, Any]:
    """The fields of such a document.

    Raises:
        InputRefusedError: malformed, against its schema, a time that does not exist, or another part than it names.
    """
    document = cast("dict[str, Any]", read_json(data, source=source, limits=HAND_WRITTEN))
    document_schema(form.schema_name).refuse_unless_valid(document, source=source, data=data)
    kind = document["kind"]
    if parts := sorted(form.parts.keys() & document.keys() ^ {kind}):
        raise InputRefusedError(
            f"{form.article} of the kind {kind} has or lacks the part {parts[0]}, expected exactly {kind}",
            where=Place(source=source),
        )
    parse_moment(document["at"])
    return document


def typed_part(kind: type[AnyPart], part: Mapping[str, Any]) -> AnyPart:
    """A part, or a frame, with its words and lists in the form of the domain; its schema was checked."""
    values: dict[str, Any] = {name: _value(hint, part[name]) for name, hint in _hints(cast("Any", kind)).items()}
    return kind(**values)


@cache
def _hints(kind: type[Any]) -> Mapping[str, object]:
    """The types of its fields; looking them up takes longer than reading a document."""
    return get_type_hints(kind)


def _value(hint: object, value: Any) -> object:  # noqa: ANN401 - what the schema allows
    if isinstance(hint, type) and is_dataclass(hint):
        return typed_part(hint, value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    return tuple(_value(get_args(hint)[0], one) for one in value) if isinstance(value, list) else value
