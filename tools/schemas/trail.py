"""The documents that a trail is handed on and vouched for with."""

from tools.schemas.blocks import MOMENT, Schema, closed, listed, one_of, text, whole
from tools.schemas.documents import DIGEST, NAMESPACE, document

BASE64 = "^[A-Za-z0-9+/]*={0,2}$"
_MOST_ROWS = 200_000
_LARGEST = 64 * 1024 * 1024


def _identity() -> dict[str, Schema]:
    return {
        "namespace": one_of(*NAMESPACE),
        "project": text(shortest=1),
        "repository": text(shortest=1),
        "repository_id": whole(),
        "origin": text(pattern=DIGEST),
    }


def trail_checkpoint_v1() -> Schema:
    """What a trail was like at a moment."""
    fields = {"size": whole(least=1), "head": text(pattern=DIGEST), "at": text(pattern=MOMENT)}
    fields["event"] = text(pattern=f"^$|{DIGEST}")
    return document("Checkpoint of a trail", "trail-checkpoint/v1", {**_identity(), **fields})


def trail_record_v1() -> Schema:
    """A part of a trail, with its rows and a signed checkpoint."""
    row = closed(
        {
            "seq": whole(least=1),
            "at": text(pattern=MOMENT),
            "kind": one_of("origin", "document", "snapshot", "report", "revision"),
            "name": text(shortest=1),
            "prev": text(pattern=DIGEST),
            "parts": listed(
                closed({"part": one_of("type", "data", "content", "run", "revision"), "value": text()}), key="part"
            ),
            "bytes": listed(
                closed({"part": one_of("data", "content"), "base64": text(longest=_LARGEST, pattern=BASE64)}),
                key="part",
            ),
        }
    )
    signature = closed({"keyid": text(pattern=DIGEST), "sig": text(pattern=BASE64)})
    envelope = closed(
        {
            "payload": text(longest=_LARGEST, pattern=BASE64),
            "payloadType": text(),
            "signatures": listed(signature, key="keyid", least=1),
        }
    )
    fields = {"rows": listed(row, least=1, most=_MOST_ROWS), "checkpoint": envelope}
    return document("Record of a trail", "trail-record/v1", {**_identity(), **fields})
