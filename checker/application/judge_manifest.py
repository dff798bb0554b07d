"""Judge a manifest: what was collected of its source, with the snapshot that was settled, now, for a purpose.

A compliance run judges for `release`; whoever publishes judges the same manifest again, for `publish`. Trust is decided
anew each time, and anything but the snapshot that was settled is refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from checker.application.check import check
from checker.application.check_project import LoadedProject, ProjectCheck, check_request, kept_documents
from checker.application.prepare_snapshot import PolicyServices, prepare_snapshot
from checker.application.read_documents import NamedBytes, Readers, read_documents
from checker.domain.digest import Digest, digest_of
from checker.domain.manifest import Manifest
from checker.domain.report import Report
from checker.errors import ContextSignatureError
from checker.formats.json_schema import DocumentSchema
from checker.formats.report_v1 import report_bytes
from checker.ports.store import Document

Collect: TypeAlias = Callable[[Manifest], Sequence[NamedBytes]]
"""Reads the audits of a manifest's source from its provider, now, at the manifest's commit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A report that is not stored yet, and every document that it was made from."""

    digest: Digest
    data: bytes = field(repr=False)
    report: Report
    inputs: tuple[Document, ...]


def judge_manifest(
    loaded: LoadedProject,
    asked: ProjectCheck,
    *,
    snapshot: Digest,
    services: PolicyServices,
    schema: DocumentSchema,
) -> Judgement:
    """The report over the documents that are given, for the purpose and the candidate that are asked for.

    Raises:
        ContextSignatureError: another snapshot comes out than was settled.
        CleanReleaseError: see `prepare_snapshot`, `read_documents` and `check`.
    """
    anchor = asked.anchor.anchor if asked.anchor else None
    settled = prepare_snapshot(
        loaded.project, anchor=anchor, now=asked.evaluated_at, lock=loaded.lock, services=services
    )
    if settled.digest != snapshot:
        raise ContextSignatureError(
            f"this makes the snapshot {settled.digest}, settled was {snapshot}",
            hint="ask for another run; what was judged with the other snapshot stays as it is",
        )
    readers = Readers.under(
        anchor,
        namespace=services.store.namespace,
        at=asked.evaluated_at,
        verifiers=services.statement_verifiers,
    )
    read = read_documents(asked.given, readers=readers)
    engine = services.judging(services.engine_for(settled.bundles))
    request = check_request(loaded, asked, read, snapshot=settled, input_schema=services.input_schema)
    result = check(request, engine=engine, schema=schema)
    data = report_bytes(result.report)
    inputs = kept_documents(loaded, asked, read, result=result, input_schema=services.input_schema)
    return Judgement(digest=digest_of(data), data=data, report=result.report, inputs=inputs)


def collected(manifest: Manifest, *, collect: Collect) -> tuple[NamedBytes, ...]:
    """The audits of a manifest's source as this run itself reads them.

    Raises:
        ProviderError: there is no credential, or the repository could not be read.
    """
    return tuple(replace(one, collected_here=True) for one in collect(manifest))
