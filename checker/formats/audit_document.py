"""Audits as documents: the frame of `audit/v1` around sections, whoever collected them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from checker.domain.audit import AuditKind
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, unread

SCHEMA = "clean-release/audit/v1"
GITHUB = "github.com"
_UNSEEN = unread(Status.NOT_REQUESTED, why="the capture does not hold the repository itself", needs="Metadata: read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One answer an observation rests on.

    `sha256` is over the canonical bytes of what the allow-list kept of its body, so that an export can be checked again
    without the secret parts. `method` is FILE for a document that was not an answer of an API.
    """

    id: str
    method: str
    url: str
    http: int
    at: str
    sha256: str
    pages: int = 1
    link_complete: bool = True

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {
            "id": self.id,
            "method": self.method,
            "url": self.url,
            "http": self.http,
            "at": self.at,
            "sha256": self.sha256,
            "pages": self.pages,
            "link_complete": self.link_complete,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectDraft:
    """Whom an audit is about; ids are observations because not every capture holds them."""

    slug: str
    requested_slug: str = ""
    renamed: bool = False
    id: Observation = _UNSEEN
    owner: Observation = _UNSEEN
    commit: str = ""

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {
            "slug": self.slug,
            "requested_slug": self.requested_slug or self.slug,
            "renamed": self.renamed,
            "id": self.id.to_json(),
            "owner": self.owner.to_json(),
            "commit": self.commit,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What is known of the credential that was used; never the credential."""

    kind: str = "unknown"
    permissions: tuple[str, ...] = ()
    is_admin: Observation = field(default_factory=lambda: _UNSEEN)

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {"kind": self.kind, "permissions": list(self.permissions), "is_admin": self.is_admin.to_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """What made the document: tool version, and which kind of material it was given."""

    version: str
    profile: str
    mode: str = "import"

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {"name": "clean-release", "version": self.version, "mode": self.mode, "profile": self.profile}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDraft:
    """Everything an audit document holds; `collected_at` is empty when nobody knows when it was read."""

    kind: AuditKind
    host: str
    collected_at: str
    collector: Collector
    subject: SubjectDraft
    sections: dict[str, Json]
    evidence: Sequence[Evidence]
    credential: Credential = Credential()
    api_version: str = ""
    provider: str = "github"

    def to_json(self) -> dict[str, Json]:
        """The document; without a time it has no `collected_at`, and then the host evaluates none of its sections."""
        document: dict[str, Json] = {
            "schema": SCHEMA,
            "kind": str(self.kind),
            "collector": self.collector.to_json(),
            "provider": {"kind": self.provider, "host": self.host, "api_version": self.api_version},
            "credential": self.credential.to_json(),
            "subject": self.subject.to_json(),
            "sections": self.sections,
            "evidence": [item.to_json() for item in self.evidence],
        }
        if self.collected_at:
            document["collected_at"] = self.collected_at
        return document
