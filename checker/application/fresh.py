"""Freshness: settings read too long ago, in the future, or at no known time decide nothing."""

from dataclasses import dataclass, replace

from checker.domain.audit import Audit
from checker.domain.moment import age_in_seconds
from checker.domain.namespace import Purpose
from checker.domain.section import withheld

PUBLISH_HOURS = 1
CLOCK_SKEW_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """When a verdict is made and how old what it is made of may be."""

    evaluated_at: str
    max_age_hours: int
    purpose: Purpose

    def of(self, collected_at: str) -> str:
        """Why what was read at this moment may not be evaluated; empty when it may."""
        if not collected_at:
            return "it is not known when this was read"
        hours = min(self.max_age_hours, PUBLISH_HOURS) if self.purpose is Purpose.PUBLISH else self.max_age_hours
        age = age_in_seconds(collected_at, at=self.evaluated_at)
        if age < -CLOCK_SKEW_SECONDS:
            return f"it says it was read at {collected_at}, after the evaluation at {self.evaluated_at}"
        if age > hours * 3600:
            return f"it was read at {collected_at}, more than {hours} hours before {self.evaluated_at}"
        return ""


def withhold_stale(audit: Audit, freshness: Freshness) -> Audit:
    """The audit itself when fresh, else one whose sections all say why they may not be used."""
    why = freshness.of(audit.collected_at)
    return replace(audit, sections=withheld(audit.sections, why=why)) if why else audit
