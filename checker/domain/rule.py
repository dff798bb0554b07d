"""Rules: what a rule says about itself, and how it may be selected.

One rule is one Rego package `rules.<group>.<rule>`; its code is `<group>.<rule>`. Everything here comes from its
METADATA, is covered by the snapshot's digest, and is checked before any rule runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.json_value import Json


class Severity(StrEnum):
    """How bad a violation is."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


WORST_FIRST = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)


class Enforcement(StrEnum):
    """What a violation does: only `BLOCK` decides the verdict."""

    BLOCK = "block"
    WARN = "warn"
    INFORM = "inform"


ENFORCEMENT_STRENGTH = {Enforcement.INFORM: 0, Enforcement.WARN: 1, Enforcement.BLOCK: 2}


class Contract(StrEnum):
    """How the host reads a rule's answer; `CONFTEST` passes by silence and says so."""

    RELEASE_POLICY = "release-policy"
    CONFTEST = "conftest"


class Weaker(StrEnum):
    """Which change of a parameter weakens its rule."""

    LOWER = "lower"
    HIGHER = "higher"
    FEWER = "fewer"
    MORE = "more"
    ANY = "any"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """The smallest exact repair: a command to run, or a setting to click. `{subject}` is filled in."""

    command: str = ""
    click: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A declared parameter: its JSON Schema, its default, and which direction is weaker."""

    name: str
    schema: Mapping[str, Json]
    default: Json
    weaker: Weaker


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as its METADATA declares it."""

    code: str
    package: str
    origin: str = ""
    title: str
    description: str
    catalogue: str
    severity: Severity
    enforcement: Enforcement
    contract: Contract = Contract.RELEASE_POLICY
    collections: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    message: str = ""
    fix: Fix = field(default_factory=Fix)
    parameters: tuple[Parameter, ...] = ()
    effective_on: str = ""
    allow_empty: str = ""
    has_applies: bool = False
    applies_reads: tuple[str, ...] = ()
    metadata: Mapping[str, Json] = field(default_factory=dict)
