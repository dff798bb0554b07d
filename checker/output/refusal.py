"""A refusal as people read it, in the same words everywhere: one sentence with its code, then what to do next."""

from collections.abc import Callable, Mapping

from checker.errors import (
    BundleRefusedError,
    CleanReleaseError,
    ConflictError,
    ContextSignatureError,
    EngineFailureError,
    ForbiddenError,
    ForkError,
    IdempotencyConflictError,
    InputRefusedError,
    IssuerUnavailableError,
    LeaseLostError,
    MalformedPayloadError,
    NotFoundError,
    OrderError,
    OvertakenError,
    ProviderError,
    SelectionError,
    StoreError,
    TooManyRequestsError,
    TrustError,
    UnauthenticatedError,
    UnderWayError,
    UsageError,
)
from checker.formats.text_safety import escape_for_terminal, shorten_words

HINTS: Mapping[str, str] = {
    UsageError.code: "clean-release COMMAND --help shows what a command takes",
    InputRefusedError.code: "correct the document at the place named; nothing of it was used",
    BundleRefusedError.code: "correct the bundle at the place named, or judge with another one",
    TrustError.code: "nothing was judged; find out who changed what before you trust it",
    ForkError.code: "an alarm: trust neither trail before you know who wrote the other",
    SelectionError.code: "correct the selection in the project file",
    EngineFailureError.code: "clean-release doctor checks the engine",
    ProviderError.code: "check network, host and credential; nothing was taken for read that was not",
    OvertakenError.code: "something else wrote at the same time; run the command again",
    StoreError.code: "clean-release doctor checks the store; no verdict was recorded",
    ContextSignatureError.code: "find out who changed what; then ask for another run, nothing of this one counts",
    MalformedPayloadError.code: "write it anew; nothing was concluded from it",
    LeaseLostError.code: "stop this work; whoever has the task now does it",
    OrderError.code: "clean-release release dry-run shows what each step waits for",
    NotFoundError.code: "check the name, and the folder the command runs in",
    ConflictError.code: "move what is there away, or choose another name",
    UnauthenticatedError.code: "send a token that counts, as Authorization: Bearer TOKEN",
    ForbiddenError.code: "ask whoever runs the server for a token with that role",
    TooManyRequestsError.code: "ask again after the seconds in Retry-After",
    IssuerUnavailableError.code: "ask again in a minute; the issuer of the token did not give its keys",
    IdempotencyConflictError.code: "send another request with another key, or the same request again",
    UnderWayError.code: "ask again with the same key; its answer is kept",
}
"""What to do next where the refusal itself does not know better."""


def explain_error(error: CleanReleaseError, *, mask: Callable[[str], str] = str) -> str:
    """One sentence with the code, then what to do next.

    It is masked before it is shortened, which may cut a secret so that nobody knows its form any more.
    """
    return worded(error.code, mask(str(error)), hint=mask(error.hint or HINTS[error.code]))


def worded(code: str, sentence: str, *, hint: str) -> str:
    """A refusal as it is written; nothing in it can act on a terminal, begin a line of its own, or fill the screen."""
    shown, advice = (escape_for_terminal(shorten_words(text)) for text in (sentence, hint))
    return f"error[{code}]: {shown}\n  hint: {advice}"


def explain_refusal(error: CleanReleaseError) -> str:
    """The same in one line without the code, for where there is room for a sentence; nothing in it is escaped."""
    return f"{error}; {error.hint or HINTS[error.code]}"
