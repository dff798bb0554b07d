"""`run-stage/v1`: what a stage of a compliance run used and made, canonical, named by its digest."""

from typing import Any, cast

from checker.domain.digest import Digest
from checker.domain.limits import HAND_WRITTEN
from checker.domain.namespace import Namespace
from checker.domain.run import Stage
from checker.domain.run_stage import Paper, PaperKind, StageMade
from checker.formats.canonical import canonical_bytes
from checker.formats.published import document_schema
from checker.formats.strict_json import read_json

SCHEMA = "clean-release/run-stage/v1"
SCHEMA_NAME = "run_stage_v1"


def stage_bytes(made: StageMade) -> bytes:
    """The canonical bytes of what a stage made."""
    return canonical_bytes(
        {
            "schema": SCHEMA,
            "namespace": str(made.namespace),
            "run": made.run,
            "stage": str(made.stage),
            "at": made.at,
            "documents": [
                {"kind": str(one.kind), "name": one.name, "digest": one.digest, "collected": one.collected}
                for one in made.papers
            ],
        }
    )


def parse_stage(data: bytes, *, source: str) -> StageMade:
    """What a stage made.

    Raises:
        InputRefusedError: malformed, or against its schema.
    """
    document = cast("dict[str, Any]", read_json(data, source=source, limits=HAND_WRITTEN))
    document_schema(SCHEMA_NAME).refuse_unless_valid(document, source=source, data=data)
    return StageMade(
        namespace=Namespace(document["namespace"]),
        run=document["run"],
        stage=Stage(document["stage"]),
        at=document["at"],
        papers=tuple(
            Paper(
                kind=PaperKind(one["kind"]),
                name=one["name"],
                digest=Digest(one["digest"]),
                collected=one["collected"],
            )
            for one in document["documents"]
        ),
    )
