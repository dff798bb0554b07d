"""in-toto statements, v1 and v0.1: which files something is said about, and what kind of thing it is.

Only the signed bytes are ever read. A statement about nothing, about one file twice, or whose subject has no SHA-256 is
refused: nobody could say later what it was about. Source: github.com/in-toto/attestation, spec/v1/statement.md.
"""

from dataclasses import dataclass, field

from checker.domain.evidence import Subject
from checker.domain.json_shape import field_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.errors import InputRefusedError
from checker.formats.evidence_limits import EVIDENCE, MOST_SUBJECTS, refuse_more
from checker.formats.in_toto_types import STATEMENT, STATEMENTS
from checker.formats.strict_json import read_json
from checker.formats.text_safety import refuse_unsafe_identifier

_SHA256_LENGTH = 64
_HEX = frozenset("0123456789abcdef")
_FIELDS = {"_type", "subject", "predicateType", "predicate"}


@dataclass(frozen=True, slots=True, kw_only=True)
class InTotoStatement:
    """A statement: its subjects, the type of what it says, and what it says."""

    subjects: tuple[Subject, ...]
    predicate_type: str
    predicate: dict[str, Json] = field(repr=False)


def read_statement(payload: bytes, *, source: str) -> InTotoStatement:
    """The statement in these bytes.

    Raises:
        InputRefusedError: it is none, has unknown fields, or is not about distinct files with a SHA-256 each.
    """
    document = object_of(read_json(payload, source=source, limits=EVIDENCE), "the statement")
    kind = field_of(document, "_type")
    if kind not in STATEMENTS:
        raise InputRefusedError(f"the statement is of type {str(kind)[:80]!a}, expected {STATEMENT}")
    if set(document) != _FIELDS:
        raise InputRefusedError(f"the statement has other fields than {', '.join(sorted(_FIELDS))}")
    listed = objects_of(document["subject"], "subject")
    refuse_more(len(listed), most=MOST_SUBJECTS, what="subjects", source=source)
    subjects = tuple(_subject(item, source) for item in listed)
    _refuse_odd(subjects)
    return InTotoStatement(
        subjects=subjects,
        predicate_type=text_of(document["predicateType"], "predicateType"),
        # NOTE: where the type alone says everything the predicate is null, as in what PyPI keeps of a publish.
        predicate=object_of({} if document["predicate"] is None else document["predicate"], "predicate"),
    )


def _subject(item: dict[str, Json], source: str) -> Subject:
    name = text_of(field_of(item, "name"), "the name of a subject")
    refuse_unsafe_identifier(name, what="subject", where=source)
    digests = object_of(field_of(item, "digest"), "the digest of a subject")
    return Subject(name=name, sha256=sha256_of(digests.get("sha256"), f"the sha256 of {name}"))


def sha256_of(value: Json, what: str) -> str:
    """The value as 64 lower-case hex characters.

    Raises:
        InputRefusedError: it is something else.
    """
    text = value if isinstance(value, str) else ""
    if len(text) != _SHA256_LENGTH or not set(text) <= _HEX:
        raise InputRefusedError(f"{what} is {str(value)[:80]!a}, expected 64 lower-case hex characters")
    return text


def _refuse_odd(subjects: tuple[Subject, ...]) -> None:
    if not subjects:
        raise InputRefusedError("the statement is about nothing, expected at least one subject")
    names = [subject.name for subject in subjects]
    if len(names) != len(set(names)):
        twice = min(name for name in names if names.count(name) > 1)
        raise InputRefusedError(f"the statement has two subjects with the name {twice!a}, expected one")
