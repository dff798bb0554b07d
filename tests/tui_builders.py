"""Releases for the screens of tests, at any point of their way."""

from dataclasses import replace
from typing import Any

from checker.application.open_lifecycle import OpenedLifecycle, add_event
from checker.domain.digest import digest_of
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.outcome import Ruling
from checker.domain.run import RunEnded, RunOutcome, RunStarted, RunWaiting, Stage, StageEnded, StageOutcome
from checker.domain.task import Task, TaskState
from checker.formats.report_v1 import report_bytes
from tests.approval_builders import EVERYBODY, a_judged_candidate
from tests.candidate_builders import NAME, acting, built, judged, prepared, registered, requested
from tests.fakes.told_tui import ToldTui
from tests.release_builders import NOW
from tests.report_builders import a_report

HELD = Task(
    number=1,
    kind="compliance run-001",
    key="compliance real sha256:1 0",
    reference="sha256:1",
    state=TaskState.LEASED,
    attempt=1,
    attempts_left=2,
    holder="release-bot (7)",
    lease_seconds=60,
    enqueued=parse_moment(NOW),
    last_signal=parse_moment(NOW),
    spent=parse_moment(NOW) - parse_moment(NOW),
    most_seconds=3600,
    reason="",
)


def nothing_registered(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A project with a store and no candidate."""
    return ToldTui(opened=OpenedLifecycle(), by=acting(), **told)


def at_draft(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate without files."""
    by = acting()
    return ToldTui(opened=registered(by), by=by, **told)


def at_prepared(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate with files and without a manifest."""
    by = acting()
    return ToldTui(opened=prepared(by), by=by, **told)


def at_manifest(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate with a manifest that nobody judged."""
    by = acting()
    return ToldTui(opened=built(by), by=by, **told)


def at_work(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate whose run is at work in another process."""
    by = acting()
    opened = add_event(requested(by), RunStarted(run=1), candidate=NAME, by=by)
    for stage in (Stage.POLICY, Stage.MANIFEST, Stage.SOURCES):
        done = StageEnded(run=1, stage=stage, started=NOW, outcome=StageOutcome.DONE, document=digest_of(b"it"))
        opened = add_event(opened, done, candidate=NAME, by=by)
    return ToldTui(opened=opened, by=by, task=told.pop("task", HELD), **told)


def at_failure(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate whose run failed while it collected."""
    found = at_work(task=None, **told)
    failed = StageEnded(
        run=1,
        stage=Stage.AUDIT,
        started=NOW,
        outcome=StageOutcome.FAILED,
        code="provider-unreadable",
        detail="there is no credential for github.com",
    )
    opened = add_event(found.opened, failed, candidate=NAME, by=found.by)
    ended = RunEnded(run=1, outcome=RunOutcome.FAILED, code="provider-unreadable")
    return replace(found, opened=add_event(opened, ended, candidate=NAME, by=found.by))


def at_question(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate whose run waits for an answer."""
    found = at_work(task=None, **told)
    waiting = RunWaiting(run=1, code="NO_TERMINAL_SIGNAL_ATTEMPTS", question="answer yes to try once more")
    return replace(found, opened=add_event(found.opened, waiting, candidate=NAME, by=found.by))


def at_pass(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate that passed, before anybody approved it."""
    one = a_judged_candidate(anchor=told.pop("anchor", EVERYBODY))
    return ToldTui(opened=one.opened, by=one.acting("release-owner"), anchor=one.anchor, **told)


def at_approval(**told: Any) -> ToldTui:  # noqa: ANN401 - any field
    """A candidate that was approved."""
    one = a_judged_candidate(anchor=EVERYBODY).approved()
    return ToldTui(opened=one.opened, by=one.acting("release-owner"), anchor=one.anchor, **told)


def at_block(*rulings: Ruling, **changes: Any) -> ToldTui:  # noqa: ANN401 - any part of the report
    """A candidate whose run found violations."""
    by = acting()
    opened = built(by)
    data = report_bytes(a_report(*rulings, namespace=Namespace.REAL, **changes))
    by.store.put_report(digest=digest_of(data), data=data)
    opened = judged(by, report=digest_of(data), outcome=RunOutcome.BLOCKED, opened=opened)
    return ToldTui(opened=opened, by=by, anchor=EVERYBODY)
