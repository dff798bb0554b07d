"""METADATA is read strictly: what is not understood is refused, never left out."""

import pytest

from checker.errors import BundleRefusedError
from tests.report_builders import a_rule


@pytest.mark.parametrize("begins", ["", "2027-01-01", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00.5Z"])
def test_a_rule_says_from_when_it_blocks_as_a_time_or_a_day(begins: str) -> None:
    assert a_rule(effective_on=begins).effective_on == begins


@pytest.mark.parametrize("begins", ["soon", "2027-02-30", "2027-01-01T00:00:00+01:00", "01.01.2027", "2300-01-01"])
def test_another_beginning_is_refused_when_the_rule_is_read(begins: str) -> None:
    with pytest.raises(BundleRefusedError, match="expected a quoted RFC 3339 time or date"):
        a_rule(effective_on=begins)
