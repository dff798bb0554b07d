"""The gate is measured from documents to a durable report, at every moment that was drawn, after a warm-up."""

from dataclasses import replace
from itertools import count

from checker.application.check_project import loaded_project
from checker.application.measure_gate import WARM_UP, measure_gate
from checker.domain.verdict import Verdict
from checker.formats.json_schema import DocumentSchema
from checker.formats.report_v1 import read_report
from tests.policy_builders import a_folder, a_policy
from tests.project_builders import PROJECT, asked, pinning, services, trusted_anchor

FOLDER = a_folder(a_policy())
MOMENTS = [f"2026-03-02T12:{number // 60:02}:{number % 60:02}Z" for number in range(WARM_UP + 5)]


def test_each_moment_is_judged_timed_and_recorded() -> None:
    by = services(FOLDER)
    told = trusted_anchor()
    anchor = replace(told, anchor=replace(pinning(FOLDER), digest=told.anchor.digest))
    ticks = count(step=7_000_500)
    found = measure_gate(
        loaded_project(PROJECT.encode(), None),
        asked(anchor=anchor),
        moments=MOMENTS,
        timer=lambda: next(ticks),
        services=by,
        schema=DocumentSchema(by.input_schema),
    )

    assert [one.moment for one in found] == MOMENTS
    assert {(one.microseconds, one.verdict) for one in found} == {(7001, Verdict.PASSED)}
    assert len({one.input_digest for one in found}) == len(MOMENTS)
    stored = [read_report(one.data).view for one in by.store.list_reports(limit=100)]
    assert {one.evaluated_at for one in stored} == set(MOMENTS)
