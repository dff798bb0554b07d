"""Measure the gate: the same project is judged at many moments, and each decision is timed from documents to record.

Policies are compiled and documents read once, as a process does that goes on judging; everything else is done anew each
time: the input is composed and validated, each rule is asked, and report and input are durable in a store that is
thrown away. No verdict of it counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from checker.application.check import check
from checker.application.check_project import LoadedProject, ProjectCheck, check_request, kept_documents
from checker.application.compilation_units import compile_snapshot
from checker.application.prepare_snapshot import PolicyServices, prepare_snapshot
from checker.application.read_documents import Readers, read_documents
from checker.domain.digest import digest_of
from checker.domain.latency import GateSample
from checker.formats.json_schema import DocumentSchema
from checker.formats.report_v1 import report_bytes

WARM_UP = 20
"""Decisions at the first moments that are made before, and not counted."""


def measure_gate(
    loaded: LoadedProject,
    asked: ProjectCheck,
    *,
    moments: Sequence[str],
    timer: Callable[[], int],
    services: PolicyServices,
    schema: DocumentSchema,
) -> tuple[GateSample, ...]:
    """One sample for each moment (RFC 3339), in that order; `timer` counts nanoseconds.

    Raises:
        CleanReleaseError: what a check would refuse.
    """
    anchor = asked.anchor.anchor if asked.anchor else None
    snapshot = prepare_snapshot(
        loaded.project, anchor=anchor, now=asked.evaluated_at, lock=loaded.lock, services=services
    )
    readers = Readers.under(
        anchor,
        namespace=services.store.namespace,
        at=asked.evaluated_at,
        verifiers=services.statement_verifiers,
    )
    read = read_documents(asked.given, readers=readers)
    engine = services.judging(services.engine_for(snapshot.bundles))
    units = compile_snapshot(snapshot, input_schema=services.input_schema, engine=engine)

    def sample(moment: str) -> GateSample:
        began = timer()
        at = replace(asked, evaluated_at=moment)
        request = check_request(loaded, at, read, snapshot=snapshot, input_schema=services.input_schema)
        result = check(request, engine=engine, schema=schema, compiled=lambda: units)
        data = report_bytes(result.report)
        kept = kept_documents(loaded, at, read, result=result, input_schema=services.input_schema)
        services.store.put_report(digest=digest_of(data), data=data, inputs=kept)
        return GateSample(
            moment=moment,
            microseconds=-((began - timer()) // 1000),
            verdict=result.report.verdict,
            input_digest=result.report.input_digest,
        )

    for moment in moments[:WARM_UP]:
        sample(moment)
    return tuple(map(sample, moments))
