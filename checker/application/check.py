"""Check: judge documents with a snapshot and make the report. The gate's main job.

Order matters: binding and freshness come before composing, composing before validating, validating before any rule
runs. The report is the only thing returned, so that no caller can see a verdict without everything that made it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from checker.application.bind_documents import Documents, bind_documents
from checker.application.compilation_units import CompiledUnit, compile_snapshot
from checker.application.compose_input import EvaluationContext, compose_input
from checker.application.evaluate_snapshot import Evaluation, evaluate_snapshot
from checker.application.fingerprint import RuleScope
from checker.application.fresh import Freshness, withhold_stale
from checker.application.gate import GateFacts, authenticity_of, gating_of
from checker.application.postpone import postpone
from checker.application.required_rules import Requirements, requirements_of
from checker.application.unjudged_evidence import unjudged_evidence
from checker.application.weigh_waivers import weigh_waivers, with_waivers, words_on
from checker.domain.digest import Digest, digest_of
from checker.domain.json_value import Json
from checker.domain.namespace import Purpose
from checker.domain.outcome import Ruling
from checker.domain.project import ReleaseFacts
from checker.domain.publisher import Publisher
from checker.domain.report import JudgedAudit, JudgedDocument, JudgedProof, JudgedSource, Report
from checker.domain.rule import Contract
from checker.domain.snapshot import Snapshot
from checker.domain.trust import AUDIT_MAX_AGE_HOURS, Anchor
from checker.domain.verdict import decide
from checker.errors import TrustError
from checker.formats.json_schema import DocumentSchema
from checker.ports.engine import PolicyEngine

_FOR_EVER = 10**6
"""Hours; what was accepted once stays accepted."""
SINGLE_PERSON = "single-person: the anchor lets somebody approve who wrote, pushed or imported what is released"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """Everything that is judged and everything that judges. `host` and `slug` are what the project file names."""

    snapshot: Snapshot
    documents: Documents
    release: ReleaseFacts
    context: EvaluationContext
    host: str
    slug: str
    anchor: Anchor | None
    lock_names_snapshot: bool
    input_schema: bytes
    publishers: tuple[Publisher, ...] = ()
    flags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    evidence: tuple[JudgedDocument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The report and the exact input it was made from."""

    report: Report
    input_bytes: bytes


def check(
    request: CheckRequest,
    *,
    engine: PolicyEngine,
    schema: DocumentSchema,
    compiled: Callable[[], Sequence[CompiledUnit]] | None = None,
) -> CheckResult:
    """The report of one evaluation.

    `compiled` gives the units of the snapshot where compiling them was begun before; it is asked for nothing until the
    input is composed and valid.

    Raises:
        TrustError: documents that do not belong together, or a snapshot made for another input schema.
        InputRefusedError: an input against its schema; no rule has run.
    """
    _refuse_another_schema(request)
    context = request.context
    source = bind_documents(
        request.documents,
        host=request.host,
        slug=request.slug,
        namespace=context.namespace,
        anchor=request.anchor,
        project=context.project,
    )
    weighed = weigh_waivers(request.documents.waivers, source=source, namespace=context.namespace)
    request = replace(request, documents=replace(request.documents, waivers=weighed))
    document = _input(request)
    schema.refuse_unless_valid(document, source="the composed input")
    units = compiled() if compiled else _compiled(request, engine)
    scope = RuleScope(namespace=context.namespace, repository_id=source.repository_id, slug=source.slug)
    evaluation, weighed = with_waivers(
        weighed,
        rules=request.snapshot.rules,
        evaluate=lambda told: evaluate_snapshot(units, document={**document, **told}, engine=engine, scope=scope),
    )
    _refuse_another_ledger(request.snapshot, evaluation)
    rulings, postponed = postpone(evaluation.rulings, evaluated_at=context.evaluated_at)
    evaluation = replace(evaluation, rulings=rulings)
    request = replace(
        request,
        warnings=(*request.warnings, *postponed, *words_on(weighed, rulings)),
        documents=replace(request.documents, waivers=weighed),
    )
    data = evaluation.input_bytes
    return CheckResult(report=_report(request, source, evaluation, digest_of(data), engine), input_bytes=data)


def _refuse_another_schema(request: CheckRequest) -> None:
    if request.snapshot.input_schema != digest_of(request.input_schema):
        raise TrustError(
            "the snapshot was taken for another version of the input schema",
            hint="run `clean-release lock` to take it again with this version",
        )


def _compiled(request: CheckRequest, engine: PolicyEngine) -> Sequence[CompiledUnit]:
    return compile_snapshot(request.snapshot, input_schema=request.input_schema, engine=engine)


def _input(request: CheckRequest) -> dict[str, Json]:
    """The composed input; what is stale or of unknown age carries no values."""
    hours = request.anchor.audit_max_age_hours if request.anchor else AUDIT_MAX_AGE_HOURS
    context = request.context
    freshness = Freshness(evaluated_at=context.evaluated_at, max_age_hours=hours, purpose=context.purpose)
    audits = tuple(withhold_stale(audit, freshness) for audit in request.documents.audits)
    baseline = request.documents.baseline
    if baseline:  # it is old by nature, and is a target at a publish too; what is of no known time is none
        baseline = withhold_stale(baseline, replace(freshness, max_age_hours=_FOR_EVER, purpose=Purpose.CHECK))
    return compose_input(
        replace(request.documents, audits=audits, baseline=baseline),
        release=request.release,
        context=context,
        publishers=request.publishers,
        signers=request.anchor.release_signers if request.anchor else (),
    )


def _refuse_another_ledger(snapshot: Snapshot, evaluation: Evaluation) -> None:
    """Make sure that exactly the rules of the snapshot were judged: nobody sees that a lost one is missing."""
    wanted = sorted(rule.code for rule in snapshot.rules)
    judged = sorted(ruling.rule.code for ruling in evaluation.rulings)
    if wanted != judged:
        odd = sorted(set(wanted) ^ set(judged)) or [code for code in judged if judged.count(code) > 1]
        raise TrustError(
            f"{len(judged)} rules were judged, the snapshot has {len(wanted)}; they differ in {odd[0]}",
            hint="give each bundle a name of its own, and run `clean-release lock`",
        )


def _report(
    request: CheckRequest, source: JudgedSource, evaluation: Evaluation, input_digest: Digest, engine: PolicyEngine
) -> Report:
    context, anchor, manifest = request.context, request.anchor, request.documents.manifest
    requirements = requirements_of(anchor, request.snapshot.collections)
    verdict, because = decide(
        evaluation.rulings,
        required=requirements.required,
        may_not_apply=requirements.may_not_apply,
        weakened=bool(request.flags),
        replayable=evaluation.replayable,
    )
    return Report(
        namespace=context.namespace,
        purpose=context.purpose,
        gating=gating_of(_gate_facts(request, source, requirements)),
        candidate=context.candidate,
        project=context.project,
        source=source,
        environment="",
        channels=(),
        manifest_digest=str(manifest.digest) if manifest else "",
        manifest_version=manifest.version if manifest else "",
        audits=_judged_audits(request.documents),
        evidence=request.evidence,
        proofs=_judged_proofs(request.documents),
        snapshot=request.snapshot,
        anchor=str(anchor.digest) if anchor else "",
        evaluated_at=context.evaluated_at,
        engine_kind=engine.kind,
        engine_version=engine.version,
        tool=context.tool,
        limits=dict(engine.limits),
        flags=request.flags,
        input_digest=input_digest,
        rulings=evaluation.rulings,
        unread=evaluation.unread,
        warnings=_warnings(request, evaluation.rulings),
        replayable=evaluation.replayable,
        verdict=verdict,
        verdict_because=because,
        waivers=request.documents.waivers,
    )


def _gate_facts(request: CheckRequest, source: JudgedSource, requirements: Requirements) -> GateFacts:
    return GateFacts(
        snapshot=request.snapshot,
        audits=request.documents.audits,
        evidence=request.documents.evidence,
        source=source,
        anchor=request.anchor,
        requirements=requirements,
        namespace=request.context.namespace,
        lock_names_snapshot=request.lock_names_snapshot,
        flags=request.flags,
        baseline=request.documents.baseline,
    )


def _judged_audits(documents: Documents) -> tuple[JudgedAudit, ...]:
    return tuple(
        JudgedAudit(
            digest=audit.digest,
            facts_digest=audit.facts_digest,
            kind=str(audit.kind),
            collected_at=audit.collected_at,
            authenticity=audit.authenticity,
            signer=audit.signer,
        )
        for audit in documents.audits
    )


def _judged_proofs(documents: Documents) -> tuple[JudgedProof, ...]:
    return tuple(
        JudgedProof(
            digest=one.digest,
            facts_digest=one.facts_digest,
            kind=str(one.content.kind),
            authenticity=authenticity_of(one),
            signer=" ".join(part for part in (one.signer.issuer, one.signer.id) if part),
        )
        for one in documents.evidence
    )


def _warnings(request: CheckRequest, rulings: Sequence[Ruling]) -> tuple[str, ...]:
    """What a reader must know besides the rulings."""
    weakened = [
        f"{item.rule} is weakened: {item.what}" + (" (the anchor allows it)" if item.allowed_by else "")
        for item in request.snapshot.weakenings
    ]
    silent = [
        f"{ruling.rule.code} passes by silence" for ruling in rulings if ruling.rule.contract is Contract.CONFTEST
    ]
    renamed = [
        f"{audit.subject.requested_slug} is now called {audit.subject.slug}"
        for audit in request.documents.audits
        if audit.subject.renamed
    ]
    documents = request.documents
    unjudged = unjudged_evidence(documents.evidence, manifest=documents.manifest, rulings=rulings)
    return (*request.warnings, *weakened, *silent, *renamed, *unjudged, *_single_person(request))


def _single_person(request: CheckRequest) -> tuple[str, ...]:
    """What a reader of a release's report must know of who may approve it."""
    is_released = request.context.purpose is not Purpose.CHECK
    return (SINGLE_PERSON,) if is_released and request.anchor and request.anchor.approval.single_person else ()
