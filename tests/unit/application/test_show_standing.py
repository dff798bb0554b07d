"""A standing says where a release is from its events alone, and refuses what the use case would refuse."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checker.application.open_lifecycle import REGISTER
from checker.application.show_standing import OFFERED, Standing, show_standing
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.release import Action, State
from checker.domain.task import TaskState
from checker.errors import NotFoundError
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import report_bytes
from tests import tui_builders as tui
from tests.candidate_builders import NAME, acting, registered
from tests.report_builders import a_report


def allowed(standing: Standing) -> list[Action]:
    return [action for action in OFFERED if standing.refusal_of(action) is None]


def test_without_a_store_nothing_is_known_and_nothing_can_be_done() -> None:
    told = tui.nothing_registered()
    begun = Standing(project="widget", namespace=Namespace.REAL)
    standing = show_standing(told.opened, begun, store=None, task=lambda _: None, now=tui.HELD.last_signal)

    assert (standing.state, standing.report, standing.next_command) == (None, None, REGISTER)
    assert (standing.report_name, standing.approvals, allowed(standing)) == ("", (), [])
    assert str(standing.refusal_of(Action.APPROVE)) == "no candidate was registered in this folder"


def test_the_report_that_was_recorded_last_is_shown_where_no_run_made_one() -> None:
    for told in (tui.nothing_registered(), tui.at_manifest()):
        data = report_bytes(a_report())
        told.by.store.put_report(digest=digest_of(data), data=data)
        standing = told.standing()

        assert standing.report is not None
        assert (standing.report.digest, standing.report_name) == (digest_of(data), "")


def test_a_latest_report_that_cannot_be_read_is_named_as_such_and_hinders_nothing() -> None:
    told = tui.at_manifest()
    data = canonical_bytes({"schema": "clean-release/report/v9", "namespace": "real"})
    told.by.store.put_report(digest=digest_of(data), data=data)
    standing = told.standing()

    assert (standing.report, standing.state) == (None, State.MANIFEST_BUILT)
    assert standing.report_problem.startswith('the latest report:1:30 at /schema: expected "clean-release/report/v1"')
    assert standing.refusal_of(Action.REQUEST_RUN) is None


def test_the_candidate_that_was_registered_last_is_meant_unless_one_is_named() -> None:
    by = acting()
    registered(by)
    opened = registered(by, name="later")
    begun = Standing(project="widget", namespace=Namespace.REAL)

    def named(name: str) -> str:
        found = show_standing(
            opened, begun, store=by.store, name=name, task=lambda _: None, now=tui.HELD.last_signal
        ).candidate
        return found.name if found else ""

    assert (named(""), named(NAME)) == ("later", NAME)
    with pytest.raises(NotFoundError, match="no candidate 'nobody'"):
        named("nobody")


def test_a_run_is_worked_at_as_long_as_somebody_signals() -> None:
    told = tui.at_work()
    late = replace(tui.HELD, last_signal=tui.HELD.last_signal - timedelta(minutes=2))

    assert (told.standing().worker, told.standing().state) == ("release-bot (7)", State.CHECK_RUNNING)
    assert str(told.standing().refusal_of(Action.RESUME)) == "somebody else works at run-001"
    for task in (None, late, replace(tui.HELD, state=TaskState.QUEUED)):
        standing = replace(told, task=task).standing()
        assert (standing.worker, standing.refusal_of(Action.RESUME)) == ("", None)


def test_what_is_approved_is_not_offered_to_be_approved_again() -> None:
    standing = tui.at_approval().standing()

    assert allowed(standing) == [Action.REQUEST_RUN, Action.BUILD_MANIFEST, Action.PUBLISH]
    assert [one.account for one in standing.approvals] == ["github.com/21"]
    assert "it is APPROVED, and it is approved and not published" in str(standing.refusal_of(Action.APPROVE))
    assert standing.next_command == (
        f"clean-release release publish --candidate-id {NAME} --report-id rpt-001 --channel CHANNEL --actor NAME"
    )


def test_what_passed_is_offered_to_be_approved_on_its_report() -> None:
    standing = tui.at_pass().standing()

    assert allowed(standing) == [Action.REQUEST_RUN, Action.BUILD_MANIFEST, Action.APPROVE]
    assert standing.report_name == "rpt-001"
    assert standing.manifest is not None
    assert standing.manifest[1].name == "man-001"
