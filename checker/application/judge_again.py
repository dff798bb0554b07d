"""Judge a run's manifest again, now: everything is collected anew, and everything else is what the run had.

Project file, lock, snapshot and imported files are those of the run whose report was approved; who changed one of them
since changed nothing here. What may differ is what the provider shows, and the moment.
"""

from dataclasses import dataclass, field, replace

from checker.application.check_project import ProjectCheck
from checker.application.judge_manifest import judge_manifest
from checker.application.read_documents import Readers
from checker.application.run_papers import RunPapers
from checker.application.run_stages import RunServices, gathered
from checker.domain.namespace import Purpose
from checker.ports.store import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedAgain:
    """A report that was made just now and is not stored yet, with every document it was made from."""

    data: bytes = field(repr=False)
    inputs: tuple[Document, ...] = ()


def judge_again(papers: RunPapers, *, services: RunServices) -> JudgedAgain:
    """The report for the purpose `publish`, not stored yet.

    Raises:
        ContextSignatureError: something of the run is not as it was kept, or another snapshot comes out now.
        ProviderError: the repository could not be read.
        CleanReleaseError: a document was refused.
    """
    trusted, at = services.anchor(), services.now()
    anchor = trusted.anchor if trusted else None
    readers = Readers.under(
        anchor, namespace=services.policies.store.namespace, at=at, verifiers=services.policies.statement_verifiers
    )
    now = gathered(papers, services=services, readers=readers)
    given = replace(now.over(papers.given()), waivers=now.waivers)  # one that was ended since counts no more
    asked = ProjectCheck(
        evaluated_at=services.now(),
        purpose=Purpose.PUBLISH,
        tool=services.tool,
        anchor=trusted,
        given=given,
        candidate=papers.run.candidate,
    )
    judged = judge_manifest(
        papers.loaded(), asked, snapshot=papers.snapshot(), services=services.policies, schema=services.schema
    )
    return JudgedAgain(data=judged.data, inputs=judged.inputs)
