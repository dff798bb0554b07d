"""A report lets something through only for those whose own anchor it was made under."""

from dataclasses import replace

import pytest

from checker.application.hold_to_anchor import refuse_other_anchor
from checker.domain.digest import digest_of
from checker.errors import TrustError
from checker.formats.report_v1 import read_report, report_bytes
from tests.project_builders import trusted_anchor
from tests.report_builders import a_report, a_rule, passed

OWN = trusted_anchor().anchor
VIEW = read_report(report_bytes(a_report(passed(a_rule(), "main"), anchor=str(OWN.digest)))).view


def test_ones_own_anchor_lets_a_report_count() -> None:
    refuse_other_anchor(VIEW, own=OWN)


def test_another_anchor_does_not() -> None:
    with pytest.raises(TrustError, match=f"made under anchor {OWN.digest}, yours is ") as refused:
        refuse_other_anchor(VIEW, own=replace(OWN, digest=digest_of(b"another")))
    assert "--anchor" in refused.value.hint


def test_no_anchor_does_not() -> None:
    with pytest.raises(TrustError, match="a report cannot say itself whom to trust") as refused:
        refuse_other_anchor(VIEW, own=None)
    assert "clean-release init" in refused.value.hint
