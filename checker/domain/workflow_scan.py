"""What another program found in workflow files: its findings, and of which detectors it proved that they ran.

A detector that found nothing says something only where it is proven to have run over exactly these bytes; every other
silence is not known.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

DETECTORS = (
    "adhoc-packages",
    "archived-uses",
    "artipacked",
    "cache-poisoning",
    "concurrency-limits",
    "dangerous-triggers",
    "github-env",
    "impostor-commit",
    "known-vulnerable-actions",
    "overprovisioned-secrets",
    "ref-version-mismatch",
    "secrets-inherit",
    "self-hosted-runner",
    "template-injection",
    "unpinned-images",
    "unpinned-tools",
    "unpinned-uses",
)
"""The detectors of zizmor whose findings rules judge by."""


class Severity(StrEnum):
    """How bad a finding is, in the words of the program that found it."""

    UNKNOWN = "unknown"
    INFORMATIONAL = "informational"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Confidence(StrEnum):
    """How sure the program is."""

    UNKNOWN = "unknown"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Persona(StrEnum):
    """Whom a finding is for: everybody, those who like their files tidy, or auditors who accept false ones."""

    REGULAR = "regular"
    PEDANTIC = "pedantic"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFinding:
    """One finding; `line` is counted from 1, `job` is empty where it is about no single job."""

    detector: str
    line: int
    job: str
    severity: Severity
    confidence: Confidence
    persona: Persona


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedFile:
    """What came of one file: the detectors that ran over it and their findings, or why it was not scanned."""

    ran: frozenset[str] = frozenset()
    findings: tuple[ScanFinding, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkflowScan:
    """What came of all files, by path; `problem` says why there is no scan at all."""

    name: str
    version: str = ""
    problem: str = ""
    files: Mapping[str, ScannedFile] = field(default_factory=dict)
