"""Every refusal Clean Release can give, as one family.

An error says in one sentence what was seen and what was expected; `where` names the place; `hint` says what to do next;
`code` is stable and documented. Error types never print and never exit: each driver maps them in one place.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something was seen: a file (or a name for it) and, when known, a line and column counted from 1."""

    source: str
    line: int = 0
    column: int = 0
    pointer: str = ""

    def __str__(self) -> str:
        """`file:line:column at /pointer`, leaving out what is not known."""
        text = self.source
        if self.line:
            text += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        if self.pointer:
            text += f" at {self.pointer}"
        return text


class CleanReleaseError(Exception):
    """Base of all refusals; never raised itself."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, *, hint: str = "", where: Place | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        """`where: message`."""
        return f"{self.where}: {self.message}" if self.where else self.message


class UsageError(CleanReleaseError):
    """The command line asks for something that does not fit together (exit code 2)."""

    code = "usage"


class InputRefusedError(CleanReleaseError):
    """A document could not be accepted: unreadable, too large, malformed, or against its schema."""

    code = "input-refused"


class BundleRefusedError(CleanReleaseError):
    """A policy bundle is unsafe, incomplete, or does not follow the rule contract."""

    code = "bundle-refused"


class TrustError(CleanReleaseError):
    """A signature, digest, key, anchor or lock does not vouch for what was presented."""

    code = "not-trusted"


class ForkError(TrustError):
    """Two trails of one origin went different ways: a store was copied and both went on, or one was rewritten."""

    code = "trail-forked"


class SelectionError(CleanReleaseError):
    """The selection of rules or their parameters names something that does not exist, or leaves nothing to judge."""

    code = "selection-refused"


class EngineFailureError(CleanReleaseError):
    """The policy engine could not be started, or broke its own promise (extra, missing or half answers)."""

    code = "engine-failure"


class ProviderError(CleanReleaseError):
    """The provider could not be asked, or did not answer: no credential, an expired one, a wrong host, no network."""

    code = "provider-unreadable"


class StoreError(CleanReleaseError):
    """The store is not safe to use, or did not keep what it was given."""

    code = "store-refused"


class OvertakenError(StoreError):
    """Somebody else wrote first, so that nothing was kept; what was begun may be begun again from what is there now."""

    code = "overtaken"


class ContextSignatureError(CleanReleaseError):
    """What a compliance run rests on is not what was recorded: a document, the snapshot or the anchor differs."""

    code = "CONTEXT_SIGNATURE_INVALID"


class MalformedPayloadError(CleanReleaseError):
    """What ends, answers or queues a compliance run cannot be read as that; nothing was concluded from it."""

    code = "MALFORMED_PAYLOAD"


class LeaseLostError(CleanReleaseError):
    """A worker went on with a task that somebody else has by now, or that was cancelled; nothing was changed."""

    code = "lease-lost"


class OrderError(CleanReleaseError):
    """A step of a release was asked for before its time: what comes first did not succeed here."""

    code = "out-of-order"


class NotFoundError(CleanReleaseError):
    """Something named by digest or name is not there."""

    code = "not-found"


class ConflictError(CleanReleaseError):
    """Something is already there and would have been overwritten."""

    code = "already-exists"


class UnauthenticatedError(CleanReleaseError):
    """A call to the server does not prove who calls; whether a token is unknown, over or malformed is not told."""

    code = "unauthenticated"

    # `reason` is for the log of the server alone: a caller who learns why they failed learns what to try next.
    def __init__(self, message: str = "the call does not prove who calls", *, hint: str = "", reason: str = "") -> None:
        super().__init__(message, hint=hint)
        self.reason = reason


class ForbiddenError(CleanReleaseError):
    """Who calls is known, and that is not theirs to do: another role, or a job that the server has no entry for."""

    code = "forbidden"


class TooManyRequestsError(CleanReleaseError):
    """A caller asked more often than they may, or failed to prove who they are too often; nothing was done."""

    code = "too-many-requests"

    # `retry_after` is in seconds: when it is worth asking again.
    def __init__(self, message: str, *, retry_after: int = 1, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.retry_after = retry_after


class IssuerUnavailableError(CleanReleaseError):
    """The issuer of a job's token could not be asked for its keys; who calls is not known, so nothing was done."""

    code = "issuer-unavailable"


class IdempotencyConflictError(CleanReleaseError):
    """An idempotency key was used before for another request; neither was done again."""

    code = "idempotency-conflict"


class UnderWayError(CleanReleaseError):
    """The first request with an idempotency key has not been answered yet; it was not begun a second time."""

    code = "request-under-way"
