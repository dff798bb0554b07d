"""The trail: the log of a store as it is read, handed on and vouched for.

A trail is known by its origin, the hash of its first entry: a copy that goes on elsewhere keeps it, and two copies that
went different ways are a fork, which no honest store ever makes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from checker.domain.digest import Digest
from checker.domain.namespace import Namespace


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """One entry of a trail with the row it commits.

    `parts` is what the digest `row` covers: words, numbers, and the digests of the row's bytes. `blobs` are those bytes
    by the name of their part: `data`, and `content` of a snapshot.
    """

    seq: int
    at: str
    kind: str
    name: str
    row: Digest
    prev: Digest
    hash: Digest
    parts: Mapping[str, str | int]
    blobs: Mapping[str, bytes] = field(repr=False)

    @property
    def type(self) -> str:
        """What a document is; for any other row its kind."""
        return str(self.parts.get("type", self.kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailIdentity:
    """Whose trail it is; `repository` has its host, `repository_id` is 0 where no anchor says it."""

    namespace: Namespace
    project: str
    repository: str
    repository_id: int
    origin: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a trail was like at a moment: `size` entries, the last with the hash `head`.

    `event` is the digest of the event with which the signer kept it, and which they did; empty for a mere look at it.
    """

    trail: TrailIdentity
    size: int
    head: Digest
    at: str
    event: str = ""
