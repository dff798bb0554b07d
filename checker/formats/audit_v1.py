"""`audit/v1`: typed observations about one subject, read strictly and written canonically.

Two digests name an audit. `digest` is over the canonical bytes of the whole document. `facts_digest` is over what was
found and nothing else: the subject, and of each section its status and value, without times, evidence, details or
what was read in part; two captures of unchanged settings share it.
"""

from checker.domain.audit import Audit, AuditKind, AuditSubject
from checker.domain.digest import Digest
from checker.domain.json_shape import flag_of, object_of, text_of, whole_of
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.observation import Status, is_observation
from checker.domain.section import HISTORY, REGISTRY, REPOSITORY, WORKSPACE
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes, canonical_digest
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json
from checker.formats.text_safety import refuse_unsafe_identifier

SCHEMA_NAME = "audit_v1"
_HOMES = {
    AuditKind.REPOSITORY: REPOSITORY,
    AuditKind.HISTORY: HISTORY,
    AuditKind.REGISTRY: REGISTRY,
    AuditKind.WORKSPACE: WORKSPACE,
}
_FACT_FIELDS = ("status", "value")


def parse_audit(data: bytes, *, source: str) -> Audit:
    """The audit these bytes hold, with both digests; nobody vouches for it yet.

    Raises:
        InputRefusedError: malformed, against its schema, a key given twice in a list, a time that does not exist, or a
            section that belongs to an audit of another kind.
    """
    document = object_of(read_json(data, source=source, limits=MACHINE_WRITTEN), "the document")
    return audit_of(document, source=source, data=data)


def audit_of(document: dict[str, Json], *, source: str, data: bytes | None = None) -> Audit:
    """The audit a document is, as `parse_audit` reads it; `data`, if given, lets refusals name line and column."""
    document_schema(SCHEMA_NAME).refuse_unless_valid(document, source=source, data=data)
    provider = object_of(document["provider"], "provider")
    sections = object_of(document["sections"], "sections")
    kind = AuditKind(text_of(document["kind"], "kind"))
    collected_at = text_of(document.get("collected_at", ""), "collected_at")
    _refuse_misplaced(sections, kind, source)
    if collected_at:
        _refuse_impossible(collected_at, source)
    subject = _subject(object_of(document["subject"], "subject"))
    refuse_unsafe_identifier(subject.slug, what="repository", where=source)
    return Audit(
        kind=kind,
        host=text_of(provider["host"], "host"),
        provider=text_of(provider["kind"], "provider"),
        subject=subject,
        collected_at=collected_at,
        sections=sections,
        digest=canonical_digest(document),
        facts_digest=facts_digest(document),
        document=document,
    )


def render_audit(document: dict[str, Json], *, source: str = "the new audit") -> bytes:
    """The canonical bytes of an audit document that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it; what was made here is held to the same rules as what is read.
    """
    audit_of(document, source=source)
    return canonical_bytes(document)


def facts_digest(document: dict[str, Json]) -> Digest:
    """The digest of what was found: the subject, and each section's status and value."""
    return canonical_digest({"subject": _facts(document["subject"]), "sections": _facts(document["sections"])})


def _facts(value: Json) -> Json:
    if isinstance(value, list):
        return [_facts(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = _FACT_FIELDS if is_observation(value) else tuple(value)
    return {name: _facts(value[name]) for name in kept if name in value}


def _refuse_misplaced(sections: dict[str, Json], kind: AuditKind, source: str) -> None:
    for name in sections:
        if name not in _HOMES[kind]:
            raise InputRefusedError(
                f"the section {name} is in an audit of kind {kind}, expected {', '.join(_HOMES[kind])}",
                hint="give each kind of audit its own document",
                where=Place(source=source, pointer=f"/sections/{name}"),
            )


def _refuse_impossible(moment: str, source: str) -> None:
    try:
        parse_moment(moment)
    except InputRefusedError as error:
        where = Place(source=source, pointer="/collected_at")
        raise InputRefusedError(error.message, hint=error.hint, where=where) from None


def _subject(subject: dict[str, Json]) -> AuditSubject:
    owner = _value(subject["owner"])
    repository_id = _value(subject["id"])
    return AuditSubject(
        slug=text_of(subject["slug"], "slug"),
        requested_slug=text_of(subject["requested_slug"], "requested_slug"),
        renamed=flag_of(subject["renamed"], "renamed"),
        repository_id=0 if repository_id is None else whole_of(repository_id, "id"),
        owner=subject["owner"],
        owner_id=0 if owner is None else whole_of(object_of(owner, "owner")["id"], "owner.id"),
        commit=text_of(subject["commit"], "commit"),
    )


def _value(observation: Json) -> Json:
    """What was collected, or None."""
    fields = object_of(observation, "the observation")
    return fields["value"] if fields["status"] == Status.COLLECTED else None
