"""What a registry is expected to make of a publish: accepted only if everything it depends on is known and holds."""

from dataclasses import dataclass
from enum import StrEnum

from checker.domain.publish_route import Route
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.domain.token_exchange import NOT_FOUND

NO_PUBLISHER = f"invalid-publisher: valid token, but no corresponding publisher ({NOT_FOUND})"
"""The registry's answer when some field does not match."""


class Check(StrEnum):
    """What is looked at, one thing each."""

    WORKFLOW_FILE = "P1"
    NAMES = "P2"
    OWNERSHIP = "P3"
    ENVIRONMENT = "P4"
    REUSABLE = "P5"
    IDENTITY_TOKEN = "P6"  # noqa: S105 - the number of a check
    TRIGGER = "P7"
    DEPLOY_REFS = "P8"
    ISSUER = "P9"
    PROJECT_NAME = "P10"
    OWN_PUBLISHER = "P11"
    RUNNER = "P12"
    CREDENTIAL = "credential"


class Standing(StrEnum):
    """How one thing stands; what is not known never counts as holding."""

    HOLDS = "holds"
    FAILS = "fails"
    UNKNOWN = "unknown"


class Expected(StrEnum):
    """What the registry, or the provider before it, is expected to do."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """How one check stands and why; of one that fails also the field, what it is, what exactly it must be, and the fix.

    `answer` is what the registry or the provider says then, in its own words.
    """

    check: Check
    standing: Standing
    why: str
    field: str = ""
    seen: str = ""
    expected: str = ""
    fix: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What is expected of one publisher on one route to its registry; either can be missing."""

    registry: PublishingRegistry
    publisher: Publisher | None
    route: Route | None
    findings: tuple[Finding, ...]

    @property
    def expected(self) -> Expected:
        """Refused if anything fails, else unknown if anything is, else accepted."""
        standings = {finding.standing for finding in self.findings}
        if Standing.FAILS in standings:
            return Expected.REFUSED
        return Expected.ACCEPTED if standings == {Standing.HOLDS} else Expected.UNKNOWN


def holds(check: Check, why: str) -> Finding:
    """The check holds."""
    return Finding(check=check, standing=Standing.HOLDS, why=why)


def unknown(check: Check, why: str, *, fix: str) -> Finding:
    """It is not known how the check stands; `fix` is what would settle it."""
    return Finding(check=check, standing=Standing.UNKNOWN, why=why, fix=fix)
