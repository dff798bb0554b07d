"""Hold a report to its summary: a key that one trusts for permits signed that this very report passed.

Nobody signs a report. Whoever takes one from elsewhere needs somebody to vouch for it, and the summary that `check
--attest` writes does: it names the report, all it rests on, and every file. Nothing in it is believed for itself: the
statement is made again from the report, and must be the one that was signed, byte for byte.
"""

from collections.abc import Iterator

from checker.application.attest_verdict import summary_of, unattestable
from checker.application.public_keys_of import public_keys_of
from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN, SIGNED_DOCUMENT
from checker.domain.trust import Anchor, KeyRole
from checker.errors import Place, TrustError
from checker.formats.report_v1 import StoredReport
from checker.formats.strict_json import read_json
from checker.ports.store import Store

_SOURCE = "the summary"


def refuse_other_summary(envelope: bytes, *, report: StoredReport, own: Anchor, now: str, store: Store) -> str:
    """The name of the key that vouches for this report.

    The key has the role permit in one's own anchor, and is valid now as well as at the moment of the report: an old key
    that got lost would otherwise sign what is dated back.

    Raises:
        TrustError: no such key signed it, it is about another report, or the report may not be attested to.
        InputRefusedError: it is no envelope.
        NotFoundError: the manifest or the snapshot is not stored beside the report.
    """
    from checker.formats.dsse_v1 import parse_envelope, verify_envelope  # noqa: PLC0415 - loads a cryptography library

    signed = parse_envelope(envelope, source=_SOURCE, limits=SIGNED_DOCUMENT)
    view = report.view
    permits = public_keys_of(own, KeyRole.PERMIT, namespace=view.namespace, at=view.evaluated_at, now=now)
    if not permits:
        raise TrustError(
            f"your anchor has no key with the role permit that is valid at {view.evaluated_at} and now",
            hint="take the report for what it is without a summary, or add the key that you trust",
        )
    keys = tuple(one.public for one in permits.values())
    signers = verify_envelope(signed, keys=keys, threshold=1, source=_SOURCE)
    if gaps := unattestable(report, anchor=own, store=store):
        raise TrustError(f"the summary is about a report that may not be attested to: {'; '.join(gaps)}")
    wanted = [summary_of(report, verifier=signer, store=store) for signer in signers]
    if signed.payload not in wanted:
        odd = ", ".join(_differing(signed.payload, wanted[0]))
        raise TrustError(
            f"the summary is not the one of report {report.digest}: it differs in {odd or 'its form'}",
            hint="name the report that it was written for, or have this one attested: check --attest FILE --key NAME",
            where=Place(source=_SOURCE),
        )
    return permits[signers[0]].name


def _differing(stated: bytes, wanted: bytes) -> Iterator[str]:
    """The fields of a statement and of its predicate that are others than wanted."""
    given, right = (_fields(read_json(data, source=_SOURCE, limits=MACHINE_WRITTEN)) for data in (stated, wanted))
    yield from (name for name in sorted(given.keys() | right.keys()) if given.get(name) != right.get(name))


def _fields(statement: Json) -> dict[str, Json]:
    fields = dict(statement) if isinstance(statement, dict) else {}
    predicate = fields.pop("predicate", None)
    return {**fields, **predicate} if isinstance(predicate, dict) else fields
