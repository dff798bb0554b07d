"""Requests that are done once: what a key names, and what it is answered with."""

import pytest

from checker.domain.asked_once import AskedRequest, KeptAnswer, answered_before, refuse_no_key
from checker.errors import IdempotencyConflictError, UsageError
from tests.fakes.fixed_clock import NOON

ONE, OTHER = "sha256:" + "1" * 64, "sha256:" + "2" * 64
ANSWER = KeptAnswer(status=202, headers=(), body=b"{}")
BEGUN = AskedRequest(request=ONE, begun=NOON, holder="this")


def test_an_answer_is_given_again() -> None:
    known = AskedRequest(request=ONE, begun=NOON, holder="this", answer=ANSWER)

    assert answered_before(known, request=ONE) is ANSWER


def test_a_key_of_another_request_is_refused_whether_that_was_answered_or_not() -> None:
    for answer in (None, ANSWER):
        known = AskedRequest(request=ONE, begun=NOON, holder="this", answer=answer)
        with pytest.raises(IdempotencyConflictError, match="used for another request"):
            answered_before(known, request=OTHER)


def test_a_request_without_an_answer_has_none_to_be_given_again() -> None:
    assert answered_before(BEGUN, request=ONE) is None


@pytest.mark.parametrize("key", ["", " ", "a b", "a\n", "ä", "k" * 256, "\x7f"])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(UsageError, match="1 to 255 visible characters"):
        refuse_no_key(key)


def test_a_key_is_any_visible_ascii() -> None:
    refuse_no_key("!" + "k" * 253 + "~")
