"""A report lets something through only for those whose own anchor it was made under."""

from dataclasses import replace

import pytest

from checker.application.hold_to_anchor import refuse_demo, refuse_moment, refuse_other_anchor
from checker.domain.audit import Authenticity
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.report import JudgedAudit
from checker.errors import TrustError
from checker.formats.report_v1 import read_report, report_bytes
from tests.project_builders import trusted_anchor
from tests.report_builders import a_report, a_rule, passed

OWN = trusted_anchor().anchor
VIEW = read_report(report_bytes(a_report(passed(a_rule(), "main"), anchor=str(OWN.digest)))).view


def test_ones_own_anchor_lets_a_report_count() -> None:
    assert refuse_other_anchor(VIEW, own=OWN) is OWN


def test_another_anchor_does_not() -> None:
    with pytest.raises(TrustError, match=f"made under anchor {OWN.digest}, yours is ") as refused:
        refuse_other_anchor(VIEW, own=replace(OWN, digest=digest_of(b"another")))
    assert "--anchor" in refused.value.hint


def test_no_anchor_does_not() -> None:
    with pytest.raises(TrustError, match="a report cannot say itself whom to trust") as refused:
        refuse_other_anchor(VIEW, own=None)
    assert "clean-release init" in refused.value.hint


def test_a_demonstration_counts_only_for_those_who_ask_for_one() -> None:
    refuse_demo(replace(VIEW, namespace=Namespace.REAL), named=False)
    refuse_demo(replace(VIEW, namespace=Namespace.DEMO), named=True)
    with pytest.raises(TrustError, match="counts in the namespace demo") as refused:
        refuse_demo(replace(VIEW, namespace=Namespace.DEMO), named=False)
    assert "--namespace demo" in refused.value.hint


MADE = "2026-03-02T12:00:00Z"
AUDIT = JudgedAudit(
    digest=digest_of(b"audit"),
    facts_digest=digest_of(b"facts"),
    kind="repository",
    collected_at=MADE,
    authenticity=Authenticity.SIGNED,
    signer="audrey",
)


def held(at: str, *, now: str, audits: tuple[str, ...] = (), is_signed: bool = False, demo: bool = False) -> None:
    view = replace(
        VIEW,
        namespace=Namespace.DEMO if demo else Namespace.REAL,
        evaluated_at=at,
        audits=tuple(replace(AUDIT, collected_at=moment) for moment in audits),
    )
    refuse_moment(view, own=replace(OWN, audit_max_age_hours=24), now=now, is_signed=is_signed)


@pytest.mark.parametrize("now", ["2026-03-02T11:55:00Z", MADE, "2026-03-03T12:00:00Z"])
def test_a_report_within_the_age_of_audits_counts(now: str) -> None:
    held(MADE, now=now, audits=(MADE,))
    held(MADE, now=now)


def test_a_report_whose_moment_was_signed_counts_at_any_age_and_a_demonstration_has_none() -> None:
    held(MADE, now="2036-03-02T12:00:00Z", audits=(MADE,), is_signed=True)
    held(MADE, now="2006-03-02T12:00:00Z", audits=("",), demo=True)


@pytest.mark.parametrize(
    ("at", "now", "audits", "says"),
    [
        (MADE, "2026-03-03T12:00:01Z", (), "nobody signed the report, and it was made at .*, more than 24 hours"),
        (MADE, "2026-03-03T12:00:01Z", (MADE,), "rests on the audit repository, .*more than 24 hours before"),
        (MADE, MADE, (MADE, "2026-03-01T11:59:59Z"), "more than 24 hours before"),
        (MADE, MADE, ("",), "not known when this was read"),
        (MADE, MADE, ("2026-03-02T12:05:01Z",), "after the evaluation"),
        (MADE, "2026-03-02T11:54:59Z", (), "which lies after"),
    ],
)
def test_a_moment_that_nobody_vouches_for_does_not(at: str, now: str, audits: tuple[str, ...], says: str) -> None:
    with pytest.raises(TrustError, match=says) as refused:
        held(at, now=now, audits=audits)
    assert "judge it again" in refused.value.hint


def test_not_even_a_signed_moment_may_lie_ahead() -> None:
    with pytest.raises(TrustError, match="which lies after"):
        held(MADE, now="2026-03-01T12:00:00Z", is_signed=True)
