"""How verdicts and violations went lately is read from the reports themselves, the oldest first."""

from checker.application.survey_reports import ReportSurvey, RuleHistory, survey_reports
from checker.domain.digest import digest_of
from checker.domain.outcome import Ruling
from checker.domain.report import Gating
from checker.domain.verdict import Verdict
from checker.formats.report_v1 import report_bytes
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import a_report, a_rule, a_violation, failed, passed

ONE, TWO = a_rule("branch.one"), a_rule("branch.two")


def store_with(*reports: bytes) -> MemoryStore:
    store = MemoryStore(clock=FixedClock())
    for data in reports:
        store.put_report(digest=digest_of(data), data=data)
    return store


def denying(count: int) -> Ruling:
    return failed(ONE, *(a_violation(ONE, f"refs/heads/{number}") for number in range(count)))


def test_reports_come_oldest_first_with_their_violations_by_rule() -> None:
    first = report_bytes(a_report(denying(2), failed(TWO), candidate="rc1"))
    second = report_bytes(a_report(denying(1), passed(TWO), gating=Gating(gating=True)))
    third = report_bytes(a_report(passed(ONE), gating=Gating(gating=True)))

    survey = survey_reports(store_with(first, second, third))

    assert [one.verdict for one in survey.reports] == [Verdict.BLOCKED, Verdict.BLOCKED, Verdict.PASSED]
    assert [one.is_gating for one in survey.reports] == [False, True, True]
    assert [one.candidate for one in survey.reports] == ["rc1", "", ""]
    assert survey.rules == (
        RuleHistory(code="branch.one", counts=(2, 1, 0)),
        RuleHistory(code="branch.two", counts=(1, 0, 0)),
    )
    assert (survey.more, survey.rules_left_out) == (False, 0)


def test_what_is_violated_now_comes_before_what_was_violated_more() -> None:
    many_before = report_bytes(a_report(denying(9), passed(TWO)))
    one_now = report_bytes(a_report(passed(ONE), failed(TWO)))

    assert [rule.code for rule in survey_reports(store_with(many_before, one_now)).rules] == [
        "branch.two",
        "branch.one",
    ]


def test_older_reports_and_rules_beyond_the_list_are_counted() -> None:
    rules = [a_rule(f"branch.r{number:02}") for number in range(23)]
    reports = [report_bytes(a_report(*(failed(rule) for rule in rules), project=f"p{number}")) for number in range(3)]

    survey = survey_reports(store_with(*reports), limit=2)

    assert (len(survey.reports), survey.more) == (2, True)
    assert (len(survey.rules), survey.rules_left_out) == (20, 3)


def test_a_report_that_cannot_be_read_is_there_and_says_why() -> None:
    data = report_bytes(a_report())
    store = store_with(data)
    broken = data.replace(b'"verdict":"passed"', b'"verdict":"perhaps"')
    store.put_report(digest=digest_of(broken), data=broken)

    survey = survey_reports(store)

    assert survey.reports[-1].verdict is None
    assert survey.reports[-1].problem
    assert survey.rules == ()


def test_an_empty_store_has_nothing_to_survey() -> None:
    assert survey_reports(store_with()) == ReportSurvey()
