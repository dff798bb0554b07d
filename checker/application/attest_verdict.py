"""Attest a verdict: a signed summary that these artifacts passed, for those who do not keep our reports.

It is made only of a report that passed, that gates and that counts in `real`: whoever reads the summary sees neither
the namespace nor what was missing. The key must be one that the anchor of that report trusts for permits.
"""

from collections.abc import Iterator

from checker.application.public_keys_of import public_keys_of
from checker.application.sign_envelope import sign_envelope
from checker.application.unjudged_evidence import DECIDED, UNJUDGED
from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor, KeyRole
from checker.domain.verdict import Verdict
from checker.errors import TrustError
from checker.formats.in_toto_types import IN_TOTO
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.report_v1 import StoredReport
from checker.formats.snapshot_v1 import read_snapshot
from checker.formats.vsa_v1 import PassedVerdict, render_summary
from checker.ports.signer import Signer
from checker.ports.store import Store

_OF_FILES = {"manifest", "evidence"}
"""The parts of the rules' input that say something of the artifacts themselves."""


def attest_verdict(report: StoredReport, *, anchor: Anchor | None, signer: Signer, store: Store) -> bytes:
    """The envelope of a summary of a report; `anchor` is the one in force when it was made.

    Raises:
        TrustError: the report lets nothing through, judged no manifest, or left evidence unjudged; or the key may not
            sign permits.
        NotFoundError: the manifest or the snapshot is not stored beside the report.
    """
    from checker.formats.dsse_v1 import SignedBytes  # noqa: PLC0415 - loads a cryptography library

    gaps = unattestable(report, anchor=anchor, store=store)
    if gaps or anchor is None:
        raise TrustError(
            f"nothing was attested: {'; '.join(gaps)}",
            hint="only a pass that gates in real is attested to, of which every document of evidence was judged",
        )
    fingerprint = signer.identity.fingerprint
    view = report.view
    if fingerprint not in public_keys_of(anchor, KeyRole.PERMIT, namespace=view.namespace, at=view.evaluated_at):
        raise TrustError(
            f"nothing was attested: the anchor has no valid key with the role permit that is {signer.identity.name}",
            hint="make one with `clean-release keys generate NAME --role permit`, and add it to the anchor",
        )
    payload = summary_of(report, verifier=fingerprint, store=store)
    return sign_envelope(SignedBytes(payload=payload, payload_type=IN_TOTO), signer=signer)


def unattestable(report: StoredReport, *, anchor: Anchor | None, store: Store) -> tuple[str, ...]:
    """Every reason why a report may not be attested to; nothing when it may.

    Raises:
        NotFoundError: the snapshot is not stored beside the report.
    """
    gaps = tuple(_gaps(report, anchor))
    if not gaps and not _is_about_files(report, store):
        return ("no rule that decided reads the manifest or evidence, so nothing was judged of its artifacts",)
    return gaps


def summary_of(report: StoredReport, *, verifier: Digest, store: Store) -> bytes:
    """The one statement about a report that the key with the fingerprint `verifier` signs, byte for byte.

    So whoever reads a summary back compares bytes, and believes no field of it.

    Raises:
        NotFoundError: the manifest is not stored beside the report.
    """
    view, digest = report.view, _manifest_digest(report)
    manifest, _ = parse_manifest(store.get_document(digest=digest).data, source="the manifest of the report")
    verdict = PassedVerdict(
        verifier=verifier,
        at=view.evaluated_at,
        resource=f"git+https://{view.source.host}/{view.source.slug}@{view.source.ref}",
        artifacts=manifest.artifacts,
        snapshot=Digest(view.snapshot),
        inputs=(("report", report.digest), ("manifest", digest), *_judged(report)),
    )
    return render_summary(verdict)


def _gaps(report: StoredReport, anchor: Anchor | None) -> Iterator[str]:
    """Every reason why nobody may rely on a report without reading it."""
    view = report.view
    if view.verdict is not Verdict.PASSED:
        yield f"the verdict is {view.verdict}"
    if not view.gating.gating:
        yield view.gating.because[0]
    if view.namespace is not Namespace.REAL:
        yield f"the report counts in the namespace {view.namespace}"
    if anchor is None or anchor.digest != view.anchor:
        yield "the report was made under another anchor"
    if not _manifest_digest(report):
        yield "the report judged no manifest, so it vouches for no file"
    yield from (warning for warning in view.warnings if warning.startswith(UNJUDGED))


def _is_about_files(report: StoredReport, store: Store) -> bool:
    """Whether a rule decided that reads what the summary is about; settings alone say nothing of a file."""
    record = store.get_snapshot(digest=Digest(report.view.snapshot))
    rules = read_snapshot(data=record.data, content=record.content).rules
    decided = {ruling.rule.code for ruling in report.view.rulings if ruling.outcome in DECIDED}
    sections = {path.partition(".")[0] for rule in rules if rule.code in decided for path in rule.reads}
    return bool(sections & _OF_FILES)


def _manifest_digest(report: StoredReport) -> Digest:
    manifest = report.document["manifest"]
    return Digest(str(manifest["digest"])) if isinstance(manifest, dict) else Digest("")


def _judged(report: StoredReport) -> Iterator[tuple[str, Digest]]:
    """Every document of facts that the verdict rests on."""
    yield from ((f"audit:{audit.kind}", audit.digest) for audit in report.view.audits)
    yield from ((f"evidence:{proof.kind}", proof.digest) for proof in report.view.proofs)
