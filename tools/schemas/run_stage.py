"""What a stage of a compliance run made and used: documents by their digests."""

from checker.domain.run import Stage
from checker.domain.run_stage import PaperKind
from tools.schemas.blocks import MOMENT, Schema, closed, flag, listed, one_of, text, whole
from tools.schemas.documents import DIGEST, NAMESPACE, document


def run_stage_v1() -> Schema:
    """What one stage of a run made."""
    paper = closed(
        {
            "kind": one_of(*PaperKind),
            "name": text(shortest=1),
            "digest": text(pattern=DIGEST),
            "collected": flag(),
        }
    )
    fields = {
        "namespace": one_of(*NAMESPACE),
        "run": whole(least=1),
        "stage": one_of(*Stage),
        "at": text(pattern=MOMENT),
        "documents": listed(paper, most=1000),
    }
    return document("Stage of a compliance run", "run-stage/v1", fields)
