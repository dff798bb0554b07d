"""The document that two persons sign to accept one violation for a time."""

from tools.schemas.blocks import MOMENT, Schema, one_of, text, whole
from tools.schemas.documents import NAMESPACE, document
from tools.schemas.sections import SHA256

_LONGEST_REASON = 2000


def waiver_v1() -> Schema:
    """A waiver."""
    return document(
        "Waiver",
        "waiver/v1",
        {
            "namespace": one_of(*NAMESPACE),
            "host": text(shortest=1),
            "repository": text(shortest=1),
            "repository_id": whole(),
            "rule": text(shortest=1),
            "subject": text(shortest=1),
            "fingerprint": text(pattern=SHA256),
            "reason": text(shortest=1, longest=_LONGEST_REASON),
            "owner": text(shortest=1, longest=200),
            "issued_at": text(pattern=MOMENT),
            "expires_at": text(pattern=MOMENT),
        },
    )
