"""What a stage of a run used and made: documents by digest, so that going on later uses exactly the same ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from checker.domain.digest import Digest
from checker.domain.namespace import Namespace
from checker.domain.run import Stage


class PaperKind(StrEnum):
    """What a document is to a run; a snapshot is kept apart from documents."""

    PROJECT = "project"
    LOCK = "lock"
    ANCHOR = "anchor"
    INPUT_SCHEMA = "input-schema"
    SNAPSHOT = "snapshot"
    MANIFEST = "manifest"
    ARTIFACTS = "artifacts"
    AUDIT = "audit"
    EVIDENCE = "evidence"
    BASELINE = "baseline"
    WAIVER = "waiver"
    JUDGEMENT = "judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of a run; `collected`: this run itself read it from the provider."""

    kind: PaperKind
    name: str
    digest: Digest
    collected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageMade:
    """What a stage of a run made, and when it began (RFC 3339, `Z`)."""

    namespace: Namespace
    run: int
    stage: Stage
    at: str
    papers: tuple[Paper, ...] = ()


def papers_of(made: Iterable[StageMade], kind: PaperKind) -> Iterator[Paper]:
    """Every document of this kind, in the order of the stages."""
    return (paper for one in made for paper in one.papers if paper.kind is kind)
