"""Answer a request once: what a key of the caller's own named before, or that it names this request from now on."""

from datetime import datetime

from checker.domain.asked_once import AskedKey, Recalled, answered_before, refuse_no_key
from checker.errors import UnderWayError
from checker.ports.kept_answers import KeptAnswers
from checker.ports.server_presence import ServerPresence


def recall_answer(
    key: AskedKey, *, request: str, now: datetime, answers: KeptAnswers, presence: ServerPresence
) -> Recalled:
    """The answer to give again, or that the caller goes on, and nobody else does with this key.

    Whoever goes on keeps the answer afterwards, or forgets the key where nothing was done. A server that is gone left
    what it began; who of several comes first goes on. So does this very server, whose caller knows that no thread of
    it is still at work.

    Args:
        key: whose key it is, and which.
        request: the digest of what is asked.
        now: the present moment.
        answers: where they are kept.
        presence: this server, and which others run.

    Raises:
        UsageError: it is no key.
        IdempotencyConflictError: it names another request.
        UnderWayError: another server is answering it.
    """
    refuse_no_key(key.key)
    known = answers.begin(key, request=request, holder=presence.name, now=now)
    if known is None:
        return Recalled()
    if answer := answered_before(known, request=request):
        return Recalled(answer=answer)
    is_left = known.holder == presence.name or not presence.is_there(known.holder)
    if is_left and answers.take_over(key, request=request, holder=presence.name, left_by=known.holder):
        return Recalled(is_left=True)
    raise UnderWayError("the request with this Idempotency-Key has not been answered yet")
