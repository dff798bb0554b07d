"""The facade of compliance runs: ask for one, work at it, look at it, go on with it, give it up."""

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from checker.bootstrap.candidates import Candidates
from checker.bootstrap.run_services import run_services
from checker.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from checker.adapters.store.sqlite_tasks import SqliteTaskQueue
    from checker.application.follow_run import FollowedRun
    from checker.application.measure_runs import Metrics
    from checker.application.open_lifecycle import Acting, OpenedLifecycle
    from checker.application.run_stages import StageDone, StageWork
    from checker.application.show_run import ShownRun
    from checker.application.work_tasks import Desk
    from checker.domain.namespace import Namespace
    from checker.domain.run import Stage
    from checker.domain.run_history import Run
    from checker.domain.task import Hold, Stuck, Task
    from checker.ports.progress import Progress
    from checker.ports.task_queue import TaskQueue

_BEATS_IN_A_LEASE = 4


def nothing_to_wait_for() -> None:
    """Go on at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhichRun:
    """The run that is meant: by name or digest, by its report, or the latest one of a candidate."""

    run: str = ""
    candidate: str = ""
    report: str = ""

    def among(self, opened: "OpenedLifecycle") -> "Run":
        """The run among those of a project.

        Raises:
            NotFoundError: there is none.
        """
        if self.report:
            return opened.report(self.report)
        return opened.run(self.run) if self.run else opened.latest_run(self.candidate)


@dataclass(frozen=True, kw_only=True)
class Compliance:
    """The compliance runs of one project in one namespace; raises what `Candidates` raises."""

    candidates: Candidates
    progress: "Progress"
    before_stage: "Callable[[], None]" = nothing_to_wait_for
    """Called before each stage; raises KeyboardInterrupt where somebody wants the work to stop, and lets go of it."""
    tell_end: "Callable[[], None]" = nothing_to_wait_for
    """Called as soon as the end of a run is durable."""

    def run(self, candidate: str, *, manifest: str, actor: str, detach: bool = False) -> "ShownRun":
        """Ask for a run of a candidate's latest manifest and work at it, or, detached, leave it to a worker.

        Raises:
            OrderError: no manifest was built, or another than the latest is asked for.
            UsageError: the project counts in another namespace.
            StoreError: an event could not be kept.
        """
        from checker.application.check_project import refuse_other_namespace  # noqa: PLC0415 - a command pays for what it uses
        from checker.application.run_compliance import request_run  # noqa: PLC0415 - as above

        refuse_other_namespace(self.candidates.facade.load().project, asked=self.candidates.counts_in)
        with self._desk(actor) as desk:
            opened = request_run(desk.working.opened(), candidate, manifest=manifest, by=desk.working.by)
            return self._gone_on(opened.runs()[-1], desk, detach=detach)

    def resume(self, which: WhichRun, *, answer: str, actor: str, detach: bool = False) -> "ShownRun":
        """Go on with a run at its first stage that is not done; the same answer twice changes nothing.

        Raises:
            MalformedPayloadError: the answer is none.
            OrderError: it is over.
            UsageError: it waits for an answer, and none was given.
        """
        from checker.application.resume_run import resume_run  # noqa: PLC0415 - as above
        from checker.application.work_tasks import recover_stuck  # noqa: PLC0415 - as above

        with self._desk(actor) as desk:
            for _ in recover_stuck(desk):
                pass
            run = resume_run(self._found(which, desk), answer=answer, working=desk.working)
            return self._shown(run, desk) if run.is_over else self._gone_on(run, desk, detach=detach)

    def cancel(self, which: WhichRun, *, reason: str, actor: str) -> "ShownRun":
        """Give a run up; it never goes on.

        Raises:
            OrderError: it has ended.
        """
        from checker.application.resume_run import cancel_run  # noqa: PLC0415 - as above
        from checker.application.work_tasks import give_up  # noqa: PLC0415 - as above

        with self._desk(actor) as desk:
            run = cancel_run(self._found(which, desk), reason=reason, working=desk.working)
            give_up(run, desk)
            return self._shown(run, desk)

    def show(self, which: WhichRun) -> "ShownRun":
        """One run; nothing is changed.

        Raises:
            NotFoundError: there is none.
        """
        from checker.application.open_lifecycle import NO_CANDIDATE, RUN  # noqa: PLC0415 - as above
        from checker.application.show_run import show_run  # noqa: PLC0415 - as above

        with self.candidates.reading() as (opened, store):
            if store is None:
                raise NotFoundError(NO_CANDIDATE, hint=RUN)
            run = which.among(opened)
            with opened_queue(self.candidates) as queue:
                return show_run(run, opened, store=store, task=task_in(run, queue, store.namespace))

    def follow(self, which: WhichRun, *, after: int = 0) -> "FollowedRun":
        """What happened in one run after the event of this number; nothing is changed.

        Raises:
            NotFoundError: there is none.
        """
        from checker.application.follow_run import follow_run  # noqa: PLC0415 - as above
        from checker.application.open_lifecycle import NO_CANDIDATE, RUN  # noqa: PLC0415 - as above

        with self.candidates.reading() as (opened, store):
            if store is None:
                raise NotFoundError(NO_CANDIDATE, hint=RUN)
            run = opened.run(which.run) if which.run else opened.latest_run(which.candidate)
        return follow_run(run, after=after)

    def work(self, *, actor: str) -> "Iterator[tuple[Run, Stuck | None]]":
        """Mend what is stuck, then do every run that nobody has, until there is none; each is told when it is done.

        Raises:
            MalformedPayloadError: a task is of no run; it failed, and the next call goes on.
        """
        from checker.application.work_tasks import recover_stuck, take_next, work_task  # noqa: PLC0415 - as above

        with self._desk(actor) as desk:
            yield from recover_stuck(desk)
            while task := take_next(desk):
                yield work_task(task, desk), None

    def metrics(self) -> "Metrics":
        """The figures of all runs; nothing is changed."""
        from checker.application.measure_runs import measure_runs  # noqa: PLC0415 - as above

        with self.candidates.reading() as (opened, store):
            if store is None:
                return measure_runs((), silent=0)
            with opened_queue(self.candidates) as queue:
                return measure_runs(opened.runs(), silent=len(queue.find_stuck()))

    @staticmethod
    def rest(seconds: float) -> None:
        """Do nothing for so long."""
        from checker.adapters.clock import SystemSleeper  # noqa: PLC0415 - as above

        SystemSleeper().sleep(seconds)

    def _gone_on(self, run: "Run", desk: "Desk", *, detach: bool) -> "ShownRun":
        from checker.application.show_standing import HELD  # noqa: PLC0415 - as above
        from checker.application.work_tasks import enqueue, take, work_task  # noqa: PLC0415 - as above

        if detach:
            enqueue(run, desk)
            return self._shown(run, desk)
        task = take(run, desk)
        if task is None:
            self.progress.say(HELD.format(run=run.name))
            return self._shown(desk.run(run.name), desk)
        return self._shown(work_task(task, desk), desk)

    @staticmethod
    def _found(which: WhichRun, desk: "Desk") -> "Run":
        return which.among(desk.working.opened())

    @staticmethod
    def _shown(run: "Run", desk: "Desk") -> "ShownRun":
        from checker.application.show_run import show_run  # noqa: PLC0415 - as above

        store = desk.working.by.store
        task = task_in(run, desk.queue, store.namespace)
        return show_run(run, desk.working.opened(), store=store, task=task)

    @contextmanager
    def _desk(self, actor: str) -> "Iterator[Desk]":
        from checker.application.run_compliance import Working  # noqa: PLC0415 - as above
        from checker.application.work_tasks import Desk  # noqa: PLC0415 - as above

        with self.candidates.writing(actor) as (_, by), opened_queue(self.candidates) as queue:
            services = run_services(self.candidates.facade, by.store, progress=self.progress)
            working = Working(by=by, services=services, do=self._do, tell_end=self.tell_end, read=self._reader())
            yield Desk(working=working, queue=queue, holder=f"{actor} ({os.getpid()})", alive=self._alive)

    def _reader(self) -> "Callable[[Acting], OpenedLifecycle]":
        """What reads all that happened by the one store of a desk: each event once, and then what was added."""
        from checker.application.open_lifecycle import NOTHING_YET  # noqa: PLC0415 - as above
        from checker.bootstrap.sharing import lifecycle_in  # noqa: PLC0415 - as above

        known = NOTHING_YET

        def read(by: "Acting") -> "OpenedLifecycle":
            nonlocal known
            known = lifecycle_in(self.candidates.facade, by.store, project=by.project, known=known)
            return known

        return read

    def _do(self, stage: "Stage", work: "StageWork") -> "StageDone":
        from checker.application.run_stages import do_stage  # noqa: PLC0415 - as above

        self.before_stage()
        return do_stage(stage, work)

    def _alive(self, hold: "Hold") -> "AbstractContextManager[object]":
        from checker.adapters.heartbeat import beating  # noqa: PLC0415 - as above
        from checker.application.work_tasks import LEASE_SECONDS  # noqa: PLC0415 - as above

        def beat() -> None:
            with opened_queue(self.candidates) as queue:
                queue.renew(hold=hold)

        return beating(beat, every=LEASE_SECONDS / _BEATS_IN_A_LEASE)


@contextmanager
def opened_queue(candidates: Candidates) -> "Iterator[SqliteTaskQueue]":
    """The tasks of a store that is there, closed afterwards."""
    from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above
    from checker.adapters.store.sqlite_tasks import SqliteTaskQueue  # noqa: PLC0415 - as above
    from checker.bootstrap.sharing import group_of  # noqa: PLC0415 - as above

    facade, namespace = candidates.facade, candidates.counts_in
    if group := group_of(facade, namespace):
        yield group.store(create=False).tasks()
        return
    path = store_path(facade.folder, namespace)
    with SqliteTaskQueue.open(path, namespace=namespace, clock=facade.clock) as queue:
        yield queue


def task_in(run: "Run", queue: "TaskQueue", namespace: "Namespace") -> "Task | None":
    """The task of a run as it is now, None where it was never queued."""
    from checker.application.work_tasks import task_of  # noqa: PLC0415 - as above

    try:
        return queue.get(key=task_of(run, namespace=namespace).key)
    except NotFoundError:
        return None
