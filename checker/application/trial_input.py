"""Trial input: the document a rule is tried on, whatever its author has at hand.

A rules' input is taken as it is, a manifest or an audit is composed as a check composes it, and so is everything a
project file names. A saved audit is judged as of when it was collected: a trial opens no gate, and yesterday's answer
is what its author wants to see. Signatures are not asked for, for the same reason.
"""

from dataclasses import dataclass, replace

from checker.application.bind_documents import Documents, bind_documents
from checker.application.compose_input import EvaluationContext, compose_input
from checker.application.fingerprint import RuleScope
from checker.application.fresh import Freshness, withhold_stale
from checker.application.open_audit import AuditReader
from checker.application.open_evidence import EvidenceReader
from checker.application.read_documents import GivenDocuments, NamedBytes
from checker.domain.json_shape import object_of, text_of
from checker.domain.json_value import Json
from checker.domain.listed_targets import unlisted_in
from checker.domain.manifest import Manifest
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace, Purpose
from checker.domain.project import Project, ReleaseFacts
from checker.domain.trust import AUDIT_MAX_AGE_HOURS
from checker.errors import InputRefusedError, Place
from checker.formats.json_schema import DocumentSchema
from checker.formats.manifest_v1 import parse_artifacts, parse_manifest
from checker.formats.strict_json import read_json

TEMPLATE = "{repository}"
"""Stands for a repository that no document names: a fix then shows the placeholder it has."""
AUDIT_SCHEMA = "clean-release/audit/v1"
MANIFEST_SCHEMA = "clean-release/manifest/v1"
_ENVELOPE_FIELD = "payloadType"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialInput:
    """A document that rules accept, the moment it is judged as of (RFC 3339), and what a violation would belong to."""

    document: dict[str, Json]
    evaluated_at: str
    release: ReleaseFacts
    scope: RuleScope


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSetting:
    """What surrounds the document: the project, if there is one, the present moment, and this program's name."""

    project: Project | None
    now: str
    tool: str
    schema: DocumentSchema

    @property
    def release(self) -> ReleaseFacts:
        """What the rules share about the project."""
        return self.project.release if self.project else ReleaseFacts()


def input_of_file(given: NamedBytes, *, setting: TrialSetting) -> TrialInput:
    """The input that one file is, or that is composed of it.

    Raises:
        InputRefusedError: not JSON, or neither a rules' input nor an audit nor a manifest, or against its schema, or
            an input that leaves a target of the manifest out.
        TrustError: it is of another repository than the project.
    """
    value = read_json(given.data, source=given.name)
    fields = value if isinstance(value, dict) else {}
    said = fields.get("schema")
    if "context" in fields:
        return _as_it_is(fields, given, setting)
    if said == MANIFEST_SCHEMA:
        return input_of_documents(GivenDocuments(manifest=given), setting=setting)
    if said == AUDIT_SCHEMA or _ENVELOPE_FIELD in fields:
        return input_of_documents(GivenDocuments(audits=(given,)), setting=setting)
    raise InputRefusedError(
        f"this is {f'a document of {said!r}' if said else 'no document a rule reads'}, "
        "expected a rules' input, an audit/v1 or a manifest/v1",
        hint="clean-release audit import makes an audit of captured answers",
        where=Place(source=given.name),
    )


def input_of_documents(given: GivenDocuments, *, setting: TrialSetting) -> TrialInput:
    """The input composed of documents; raises as `input_of_file`."""
    documents = _parsed(given)
    project = setting.project
    namespace = project.namespace if project else Namespace.DEMO
    source = bind_documents(
        documents,
        host=project.host if project else "",
        slug=project.slug if project else "",
        namespace=namespace,
        anchor=None,
    )
    collected_at = [audit.collected_at for audit in documents.audits if audit.collected_at]
    at = max(collected_at, key=parse_moment, default=setting.now)
    context = EvaluationContext(
        evaluated_at=at,
        namespace=namespace,
        purpose=Purpose.CHECK,
        project=project.name if project else source.slug.rpartition("/")[2] or "trial",
        tool=setting.tool,
    )
    fresh = Freshness(evaluated_at=at, max_age_hours=AUDIT_MAX_AGE_HOURS, purpose=Purpose.CHECK)
    usable = replace(documents, audits=tuple(withhold_stale(audit, fresh) for audit in documents.audits))
    release = _release(setting, documents.manifest)
    document = compose_input(usable, release=release, context=context, publishers=project.attesting if project else ())
    setting.schema.refuse_unless_valid(document, source="the composed input")
    return TrialInput(
        document=document,
        evaluated_at=at,
        release=release,
        scope=RuleScope(namespace=namespace, repository_id=source.repository_id, slug=source.slug or TEMPLATE),
    )


def input_of_value(document: dict[str, Json], *, release: ReleaseFacts, slug: str) -> TrialInput:
    """The input that a document which the schema accepts is, as of the moment it says itself."""
    context = object_of(document["context"], "context")
    return TrialInput(
        document=document,
        evaluated_at=text_of(context["evaluated_at"], "evaluated_at"),
        release=release,
        scope=RuleScope(namespace=Namespace.DEMO, repository_id=0, slug=slug),
    )


def _as_it_is(value: dict[str, Json], given: NamedBytes, setting: TrialSetting) -> TrialInput:
    setting.schema.refuse_unless_valid(value, source=given.name, data=given.data)
    section, left_out = unlisted_in(value)
    if left_out:
        raise InputRefusedError(
            f"{section} does not list {left_out}, expected every target of the manifest",
            hint="list it, or give the section another status than collected",
            where=Place(source=given.name),
        )
    slug = setting.project.slug if setting.project else TEMPLATE
    return input_of_value(value, release=setting.release, slug=slug)


def _parsed(given: GivenDocuments) -> Documents:
    manifest, artifacts = given.manifest, given.artifacts
    return Documents(
        manifest=parse_manifest(manifest.data, source=manifest.name)[0] if manifest else None,
        artifacts=parse_artifacts(artifacts.data, source=artifacts.name)[0] if artifacts else None,
        audits=tuple(AuditReader.peek(one.data, source=one.name) for one in given.audits),
        evidence=tuple(EvidenceReader.peek(one.data, source=one.name) for one in given.evidence),
    )


def _release(setting: TrialSetting, manifest: Manifest | None) -> ReleaseFacts:
    """The project's facts; without a project what the manifest says of its targets, as an ad hoc check takes them."""
    if setting.project is None and manifest is not None:
        return ReleaseFacts(targets=manifest.targets)
    return setting.release
