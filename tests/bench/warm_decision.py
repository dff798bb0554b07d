"""Gate decisions in one warm process: policies compiled, documents read, everything else done anew for each.

One decision is: compose the input, hold it to its schema, canonical bytes, digest, evaluate every rule, judge, write
the report's bytes, and store report and input durably. The moment differs each time, so nothing is stored already. The
process is one of its own, so that its memory is that of the product.
"""

import json
import resource
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from time import perf_counter_ns

from checker.application.check import check
from checker.application.check_project import ProjectCheck, check_project, check_request, inputs_of
from checker.application.prepare_snapshot import PolicyServices, prepare_snapshot
from checker.application.read_documents import GivenDocuments, Readers, read_documents
from checker.bootstrap import CleanRelease
from checker.bootstrap.services import INPUT_SCHEMA, TOOL
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.moment import format_moment, parse_moment
from checker.domain.namespace import Namespace, Purpose
from checker.formats.published import document_schema
from checker.formats.report_v1 import report_bytes
from checker.ports.engine import CompiledPolicy, CompileRequest, EngineAnswer, PolicyEngine
from checker.ports.store import Document, Store
from tests.bench.figures import Row, Sample, row
from tests.bench.large_audit import MOMENT

DECISIONS, WHOLE_CHECKS, WARM_UP = 1000, 200, 50
AIMS = {"p50": 25, "p95": 80, "p99": 150}
MOST_MEGABYTES = 150


@dataclass(slots=True, kw_only=True)
class CompilingOnce:
    """The real engine, which a long-running process would ask to compile a snapshot once."""

    engine: PolicyEngine
    compiled: dict[str, CompiledPolicy] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.engine.kind

    @property
    def version(self) -> str:
        return self.engine.version

    @property
    def limits(self) -> Mapping[str, int]:
        return self.engine.limits

    def compile(self, request: CompileRequest) -> CompiledPolicy:
        key = repr(sorted(request.modules)) + str(request.inspect)
        if key not in self.compiled:
            self.compiled[key] = self.engine.compile(request)
        return self.compiled[key]

    def evaluate(
        self, policy: CompiledPolicy, *, entrypoints: Sequence[str], document: bytes, keys: Sequence[str] = ()
    ) -> Mapping[str, EngineAnswer]:
        return self.engine.evaluate(policy, entrypoints=entrypoints, document=document, keys=keys)


def moment(number: int) -> str:
    """A moment of its own for each decision (RFC 3339, `Z`)."""
    return format_moment(parse_moment(MOMENT) + timedelta(seconds=number))


def time_each(decide: Callable[[int], None], *, first: int, count: int) -> Sample:
    """The duration of each decision after the warm-up."""
    took = []
    for number in range(WARM_UP + count):
        started = perf_counter_ns()
        decide(first + number)
        took.append((perf_counter_ns() - started) / 1e6)
    return Sample(wall=tuple(took[WARM_UP:]))


def decisions(facade: CleanRelease, services: PolicyServices, store: Store) -> Callable[[int], None]:
    """A gate decision over documents and a snapshot that are in memory."""
    loaded, anchor, schema = facade.load(), facade.trusted_anchor(Namespace.DEMO), document_schema(INPUT_SCHEMA)
    assert anchor is not None
    given = inputs_of(loaded.project, files=facade.files, without=GivenDocuments())
    read = read_documents(given, readers=Readers.under(anchor.anchor, namespace=Namespace.REAL, at=MOMENT))
    snapshot = prepare_snapshot(loaded.project, anchor=anchor.anchor, now=MOMENT, lock=loaded.lock, services=services)

    def decide(number: int) -> None:
        asked = ProjectCheck(evaluated_at=moment(number), purpose=Purpose.CHECK, tool=TOOL, anchor=anchor, given=given)
        request = check_request(loaded, asked, read, snapshot=snapshot, input_schema=services.input_schema)
        result = check(request, engine=services.trusted_engine, schema=schema)
        data = report_bytes(result.report)
        judged = Document(kind=DocumentKind.INPUT, digest=result.report.input_digest, data=result.input_bytes)
        store.put_report(digest=digest_of(data), data=data, inputs=(*read.stored, judged))

    return decide


def whole_checks(facade: CleanRelease, services: PolicyServices) -> Callable[[int], None]:
    """The same from the documents' bytes: they are read, the bundle is resolved, the stored snapshot hashed again."""
    loaded, anchor, schema = facade.load(), facade.trusted_anchor(Namespace.DEMO), document_schema(INPUT_SCHEMA)
    given = inputs_of(loaded.project, files=facade.files, without=GivenDocuments())

    def decide(number: int) -> None:
        asked = ProjectCheck(evaluated_at=moment(number), purpose=Purpose.CHECK, tool=TOOL, anchor=anchor, given=given)
        check_project(loaded, asked, services=services, schema=schema)

    return decide


def megabytes() -> float:
    """The most memory this process has held."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def warm_rows(folder: Path, anchor: Path) -> list[Row]:
    """Both figures, and the memory after each."""
    facade = CleanRelease(directory=folder, anchor=str(anchor))
    rows = []
    with facade.store(Namespace.DEMO) as store:
        services = facade.services(store)
        services = replace(services, trusted_engine=CompilingOnce(engine=services.trusted_engine))
        sample = time_each(decisions(facade, services, store), first=1, count=DECISIONS)
        made = row("gate decision, warm, 50 rules", sample, warm_up=WARM_UP, most_memory_mb=megabytes())
        is_met = all(float(made[name] or 0) <= aim for name, aim in AIMS.items())
        made |= {"aim": "25/80/150 ms, 150 MB", "is_met": is_met and megabytes() <= MOST_MEGABYTES}
        rows.append(made)
        sample = time_each(whole_checks(facade, services), first=1 + WARM_UP + DECISIONS, count=WHOLE_CHECKS)
        rows.append(row("the same from the documents' bytes", sample, warm_up=WARM_UP, most_memory_mb=megabytes()))
    return rows


if __name__ == "__main__":
    sys.stdout.write(json.dumps(warm_rows(Path(sys.argv[1]), Path(sys.argv[2]))))
