"""Answer a request once: what a key of the caller's own named before, or that it names this request from now on."""

from datetime import datetime

from checker.domain.asked_once import AskedKey, KeptAnswer, answered_before, refuse_no_key
from checker.ports.kept_answers import KeptAnswers


def recall_answer(key: AskedKey, *, request: str, now: datetime, answers: KeptAnswers) -> KeptAnswer | None:
    """The answer to give again; None where the caller goes on, and nobody else does with this key.

    Whoever goes on keeps the answer afterwards, or forgets the key where nothing was done.

    Args:
        key: whose key it is, and which.
        request: the digest of what is asked.
        now: the present moment.
        answers: where they are kept.

    Raises:
        UsageError: it is no key.
        IdempotencyConflictError: it names another request, or one that was begun and never answered.
        UnderWayError: it names this request, which is not answered yet.
    """
    refuse_no_key(key.key)
    known = answers.begin(key, request=request, now=now)
    return None if known is None else answered_before(known, request=request, now=now)
