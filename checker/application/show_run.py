"""Show a run: what its events, its report and its task say of it."""

from dataclasses import dataclass, field

from checker.application.open_lifecycle import OpenedLifecycle
from checker.domain.namespace import Namespace
from checker.domain.run_history import Run
from checker.domain.task import Task
from checker.domain.verdict import Verdict
from checker.errors import OrderError
from checker.formats.report_v1 import StoredReport, read_report
from checker.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRun:
    """A run with the name of its manifest, its report and its task, where there are any."""

    namespace: Namespace
    run: Run
    manifest: str
    is_current: bool
    report: StoredReport | None = field(default=None, repr=False)
    task: Task | None = None

    @property
    def passes(self) -> bool:
        """Whether its report is a pass that opens a gate."""
        view = self.report.view if self.report else None
        return view is not None and view.verdict is Verdict.PASSED and view.gating.gating


def show_run(run: Run, opened: OpenedLifecycle, *, store: Store, task: Task | None = None) -> ShownRun:
    """All that is known of a run.

    Raises:
        StoreError: its report is not what it was kept as.
        NotFoundError: its report or manifest is not there.
    """
    data = store.get_report(name=run.report.digest).data if run.report else None
    return ShownRun(
        namespace=store.namespace,
        run=run,
        manifest=opened.manifest(run.manifest)[1].name,
        is_current=opened.candidate(run.candidate).current_run == run.number,
        report=read_report(data, source=run.name) if data is not None else None,
        task=task,
    )


def report_of(shown: ShownRun) -> StoredReport:
    """The report of a run.

    Raises:
        OrderError: it has none; the step that is missing is named.
    """
    if shown.report:
        return shown.report
    run = shown.run
    missing = f"the stage {run.next_stage} is not done" if run.next_stage else "nothing says that it ended"
    raise OrderError(
        f"{run.name} has no report: it is {run.status}, and {missing}",
        hint=f"clean-release compliance status --run-id {run.name}",
    )
