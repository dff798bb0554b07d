"""What answers about releases, waivers, the trail and snapshots look like; told as in `shown`."""

from typing import Annotated, Literal

from pydantic import Field, JsonValue

from checker.api.schemas.shown import Count, Counted, Moment, Shown
from checker.domain.release import State


class ApprovalLine(Shown):
    """An approval that is in force."""

    account: str
    key: str
    report: str
    statement: str
    channels: list[str]
    expires: Moment
    single_person: bool
    excluded: list[str]


class PermitLine(Shown):
    """A permit that was issued, by its digest."""

    permit: str
    channel: str
    issued: Moment
    expires: Moment


class Release(Shown):
    """Where the release of a candidate stands."""

    schema_: Annotated[Literal["clean-release/release-status/v1"], Field(alias="schema")]
    candidate_id: str
    state: State
    approvals: list[ApprovalLine]
    permits: list[PermitLine]
    break_glass: list[dict[str, JsonValue]]
    channels: list[dict[str, JsonValue]]
    revoked: dict[str, JsonValue]
    voided: dict[str, JsonValue]
    next: str
    namespace: Counted


class Signature(Shown):
    """A signature of an envelope."""

    keyid: str
    sig: str


class Permit(Shown):
    """A permit as it was signed (DSSE), byte for byte."""

    payload_type: Annotated[str, Field(alias="payloadType")]
    payload: str
    signatures: list[Signature]


class WaiverLine(Shown):
    """A waiver, and whether it counts now."""

    schema_: Annotated[Literal["clean-release/known-waiver/v1"], Field(alias="schema")]
    waiver_id: str
    digest: str
    document: str
    rule: str
    subject: str
    fingerprint: str
    reason: str
    owner: str
    issued_at: Moment
    expires_at: Moment
    requested_by: str
    signers: list[str]
    counts: bool
    why: str


class Waivers(Shown):
    """Waivers, in the order they were asked for."""

    schema_: Annotated[Literal["clean-release/known-waivers/v1"], Field(alias="schema")]
    waivers: list[WaiverLine]
    namespace: Counted


class TrailHead(Shown):
    """The last entry that holds."""

    seq: Count
    hash: str


class TrailProof(Shown):
    """How it was proven who acted."""

    method: str
    issuer: str
    subject: str


class TrailEntry(Shown):
    """An entry of the trail, and what it tells."""

    seq: Count
    at: Moment
    action: str
    type: str
    digest: str
    candidate: str
    run: str
    actor: str
    identity: TrailProof
    told: str


class Trail(Shown):
    """Entries of the trail, oldest first, and whether it holds; nothing behind an entry that does not is shown."""

    schema_: Annotated[Literal["clean-release/timeline/v1"], Field(alias="schema")]
    holds: bool
    first_bad: Count
    problem: str
    head: TrailHead
    left_out: Count
    entries: list[TrailEntry]
    namespace: Counted


class Snapshots(Shown):
    """Snapshots by their digests, newest first."""

    schema_: Annotated[Literal["clean-release/snapshots/v1"], Field(alias="schema")]
    snapshots: list[str]
    namespace: Counted


class Snapshot(Shown):
    """What is judged with: `snapshot/v1`."""

    schema_: Annotated[Literal["clean-release/snapshot/v1"], Field(alias="schema")]
    bundles: list[dict[str, JsonValue]]
    rules: list[dict[str, JsonValue]]


class Manifest(Shown):
    """A manifest, byte for byte as it was built: `manifest/v1`."""

    schema_: Annotated[Literal["clean-release/manifest/v1"], Field(alias="schema")]
    project: str
    version: str


class Live(Shown):
    """That the server answers."""

    live: Literal[True]


class Ready(Shown):
    """That every project has a verified snapshot."""

    ready: Literal[True]


class Problem(Shown):
    """Why a request was refused (RFC 9457); `code` is stable."""

    type: str
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    detail: str
    code: str
    hint: str
    where: str
