"""Freshness: settings of unknown age, of the future, or too old decide nothing."""

import pytest

from checker.application.fresh import Freshness, withhold_stale
from checker.domain.namespace import Purpose
from tests.builders import EVALUATED_AT, an_audit, an_observation

SECTIONS = {"tags": an_observation([])}


def freshness(purpose: Purpose = Purpose.CHECK) -> Freshness:
    return Freshness(evaluated_at=EVALUATED_AT, max_age_hours=24, purpose=purpose)


@pytest.mark.parametrize(
    "moment", ["2026-02-26T17:00:00Z", "2026-02-25T17:00:00Z", "2026-02-26T17:05:00Z", "2026-02-26T16:00:00.5Z"]
)
def test_what_was_read_within_a_day_is_used(moment: str) -> None:
    audit = an_audit(sections=SECTIONS, collected_at=moment)
    assert withhold_stale(audit, freshness()) is audit


@pytest.mark.parametrize(
    ("moment", "why"),
    [
        ("", "not known when"),
        ("2026-02-25T16:59:59Z", "more than 24 hours before"),
        ("2026-02-26T17:05:01Z", "after the evaluation"),
        ("2036-02-26T17:00:00Z", "after the evaluation"),
    ],
)
def test_what_is_stale_loses_its_values_and_says_why(moment: str, why: str) -> None:
    kept = withhold_stale(an_audit(sections=SECTIONS, collected_at=moment), freshness()).sections["tags"]
    assert isinstance(kept, dict)
    assert kept["status"] == "error"
    assert "value" not in kept
    assert why in str(kept["detail"])


def test_publishing_takes_nothing_older_than_an_hour() -> None:
    audit = an_audit(sections=SECTIONS, collected_at="2026-02-26T15:59:59Z")
    assert withhold_stale(audit, freshness()).sections == SECTIONS
    assert withhold_stale(audit, freshness(Purpose.PUBLISH)).sections != SECTIONS
