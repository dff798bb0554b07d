"""The closure of a report: what is inside the documents that its verdict rests on, as a picture of it shows them.

A report names its documents by digest. Which files a manifest holds, and which sections of an audit were read, only the
documents themselves say; so a closure is as good as they are, and says which of them are not there.
"""

from dataclasses import dataclass

from checker.domain.manifest import Artifact


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSection:
    """A section of an audit, and how completely it was read."""

    name: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedSections:
    """What an audit holds, named by the audit's digest."""

    audit: str
    sections: tuple[ReadSection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """The files of a report's manifest, the sections of its audits, and the digests of what is not kept."""

    artifacts: tuple[Artifact, ...] = ()
    audits: tuple[AuditedSections, ...] = ()
    missing: tuple[str, ...] = ()
