"""Audits: a document of observations about one subject, with who read it, when and how.

Docs: `audit/v1`. A section that is not in the document was not requested.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from checker.domain.digest import Digest
from checker.domain.json_value import Json


class AuditKind(StrEnum):
    """What an audit is about."""

    REPOSITORY = "repository"
    HISTORY = "history"
    REGISTRY = "registry"
    WORKSPACE = "workspace"


class Authenticity(StrEnum):
    """Who vouches for an audit; only the first two gate in `real`."""

    COLLECTED_HERE = "collected_here"
    SIGNED = "signed"
    UNAUTHENTICATED = "unauthenticated"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSubject:
    """What was audited; ids are 0 when the document does not carry them, `owner` is what it observed of the owner."""

    slug: str
    requested_slug: str = ""
    renamed: bool = False
    repository_id: int = 0
    owner_id: int = 0
    owner: Json = None
    commit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One audit as it was read: the exact document, its digest, and the parts the host needs."""

    kind: AuditKind
    host: str
    provider: str
    subject: AuditSubject
    collected_at: str
    sections: dict[str, Json]
    digest: Digest
    facts_digest: Digest
    document: dict[str, Json] = field(repr=False)
    authenticity: Authenticity = Authenticity.UNAUTHENTICATED
    signer: str = ""
