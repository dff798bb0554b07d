"""Collected by a run: the audits that a compliance run read itself, as its events and what its stage AUDIT made say.

A file cannot show who read it. The events of the run do, as far as the store is believed that they lie in; so whoever
verifies a report is told that this rests on them.
"""

from collections.abc import Iterator

from checker.domain.digest import Digest
from checker.domain.document_kind import DocumentKind
from checker.domain.run import RunEnded, Stage, StageEnded, StageOutcome
from checker.domain.run_stage import PaperKind, StageMade, papers_of
from checker.formats.lifecycle_event_v1 import parse_event
from checker.formats.run_stage_v1 import parse_stage
from checker.ports.store import Store


def collected_by_run(report: Digest, *, store: Store) -> frozenset[Digest]:
    """The audits that runs which ended with this report collected; empty where no run did.

    Raises:
        StoreError, NotFoundError: what a run kept is not there as it was kept.
        InputRefusedError: an event, or what a stage made, is malformed.
    """
    papers = papers_of(_audit_stages(report, store), PaperKind.AUDIT)
    return frozenset(paper.digest for paper in papers if paper.collected)


def _audit_stages(report: Digest, store: Store) -> Iterator[StageMade]:
    """What the stage AUDIT made in every run that ended with this report."""
    events = [
        parse_event(one.data, source="an event of the lifecycle")[0].happened
        for one in store.list_documents(kind=DocumentKind.LIFECYCLE_EVENT)
    ]
    runs = {one.run for one in events if isinstance(one, RunEnded) and one.document == report}
    for one in events:
        if isinstance(one, StageEnded) and one.run in runs and _is_audit(one):
            yield parse_stage(store.get_document(digest=Digest(one.document)).data, source="what AUDIT made")


def _is_audit(ended: StageEnded) -> bool:
    return (ended.stage, ended.outcome) == (Stage.AUDIT, StageOutcome.DONE)
