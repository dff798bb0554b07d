"""The facade of measuring: how long this gate takes, on this machine, for this project."""

import os
import platform
import random
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import perf_counter_ns
from typing import TYPE_CHECKING

from checker.bootstrap.services import INPUT_SCHEMA, TOOL, ProjectServices
from checker.domain.namespace import Purpose
from checker.errors import UsageError

if TYPE_CHECKING:
    from checker.domain.latency import GateSample

MOST_SAMPLES = 100_000
_WITHIN = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredGate:
    """What was measured, and what it depends on."""

    samples: "tuple[GateSample, ...]"
    seed: int
    rules: int
    engine: str
    tool: str
    machine: str
    ended_at: str


@dataclass(frozen=True, kw_only=True)
class Measuring:
    """Measurements of one project."""

    facade: ProjectServices

    def gate(self, *, samples: int, seed: int) -> MeasuredGate:
        """Judge the project at so many moments of the next hour, drawn by the seed; nothing of it is kept.

        Raises:
            UsageError: too few samples, or too many.
            CleanReleaseError: what a check would refuse.
        """
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - a command pays for what it uses
        from checker.adapters.store.sqlite_store import SqliteStore  # noqa: PLC0415 - as above
        from checker.application.check_project import ProjectCheck, inputs_of  # noqa: PLC0415 - as above
        from checker.application.measure_gate import measure_gate  # noqa: PLC0415 - as above
        from checker.application.read_documents import GivenDocuments  # noqa: PLC0415 - as above
        from checker.formats.published import document_schema  # noqa: PLC0415 - as above
        from checker.formats.report_v1 import read_report  # noqa: PLC0415 - as above

        if not 1 <= samples <= MOST_SAMPLES:
            raise UsageError(f"--samples is {samples}, expected 1 to {MOST_SAMPLES}", hint="1000 is usual")
        facade, loaded = self.facade, self.facade.load()
        given = inputs_of(loaded.project, files=facade.files, without=GivenDocuments())
        namespace = loaded.project.namespace
        asked = ProjectCheck(
            evaluated_at=facade.now(),
            purpose=Purpose.CHECK,
            tool=TOOL,
            anchor=facade.trusted_anchor(namespace),
            given=given,
        )
        with (
            tempfile.TemporaryDirectory(prefix="clean-release-") as place,
            SqliteStore.open(store_path(Path(place), namespace), namespace=namespace, clock=facade.clock) as store,
        ):
            services = facade.services(store)
            found = measure_gate(
                loaded,
                asked,
                moments=self._moments(samples, seed),
                timer=perf_counter_ns,
                services=services,
                schema=document_schema(INPUT_SCHEMA),
            )
            rules = read_report(store.list_reports(limit=1)[0].data).view.ledger.in_snapshot
        engine = f"OPA {facade.engine().version}"
        return MeasuredGate(
            samples=found, seed=seed, rules=rules, engine=engine, tool=TOOL, machine=_machine(), ended_at=facade.now()
        )

    def _moments(self, samples: int, seed: int) -> list[str]:
        from checker.domain.moment import format_moment  # noqa: PLC0415 - as above

        drawn = random.Random(seed).sample(range(_WITHIN), samples)  # noqa: S311 - which moments, not a secret
        now = self.facade.clock.now()
        return [format_moment(now + timedelta(microseconds=one)) for one in drawn]


def _machine() -> str:
    """What the figures depend on; no name of the machine, its users or its network."""
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
