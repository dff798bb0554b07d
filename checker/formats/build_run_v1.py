"""`build-run/v1`: which run of which workflow built the artifacts, and how it ended."""

from typing import Any, cast

from checker.domain.evidence import EvidenceContent, EvidenceKind, Piece, Section, Subject
from checker.domain.json_value import Json
from checker.formats.published import document_schema
from checker.formats.text_safety import refuse_unsafe_identifier

SCHEMA = "clean-release/build-run/v1"
_FACTS = (
    "host",
    "repository",
    "run_id",
    "attempt",
    "workflow",
    "event",
    "conclusion",
    "tag",
    "version",
    "commit",
)


def read_build_run(document: dict[str, Json], *, source: str) -> EvidenceContent:
    """What a document says.

    Raises:
        InputRefusedError: it is against its schema, or names a file unsafely.
    """
    document_schema("build_run_v1").refuse_unless_valid(document, source=source)
    fields = cast("dict[str, Any]", document)
    subjects = tuple(Subject(name=item["name"], sha256=item["sha256"]) for item in fields["artifacts"])
    for subject in subjects:
        refuse_unsafe_identifier(subject.name, what="artifact name", where=source)
    facts = {name: fields[name] for name in _FACTS}
    piece = Piece(section=Section.BUILD_RUNS, facts=facts, made_at=fields["finished_at"])
    return EvidenceContent(kind=EvidenceKind.BUILD_RUN, pieces=(piece,), subjects=subjects)
