"""Proving who calls, over fakes: one answer for every failure, and nothing asked of the issuer that need not be."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checker.application.answer_once import recall_answer
from checker.application.issue_token import AskedToken, IssuedToken, issue_token
from checker.application.prove_caller import ProofServices, TrustedIssuer, prove_caller
from checker.domain.access_token import spell_token
from checker.domain.asked_once import AskedKey, KeptAnswer, Recalled
from checker.domain.call_limit import CallLimit, CallLimits
from checker.domain.job_token import JobTrust
from checker.domain.namespace import Namespace
from checker.domain.principal import Principal, Role
from checker.errors import (
    IdempotencyConflictError,
    IssuerUnavailableError,
    TooManyRequestsError,
    UnauthenticatedError,
    UnderWayError,
    UsageError,
)
from tests.fakes.fixed_clock import NOON
from tests.fakes.memory_callers import MemoryAccessTokens, MemoryAnswers, MemoryCallTally, MemoryUsedTokens
from tests.fakes.told_issuer import ToldIssuerKeys
from tests.fakes.told_presence import ToldPresence
from tests.job_issuer import AUDIENCE, ENTRY, claims_at, ec_key, signed

ISSUER = "https://issuer.example"
HERE = "192.0.2.7"


@pytest.fixture
def keys() -> ToldIssuerKeys:
    return ToldIssuerKeys(ec_key(), issuer=ISSUER)


@pytest.fixture
def services(keys: ToldIssuerKeys) -> ProofServices:
    trust = JobTrust(issuer=ISSUER, audience=AUDIENCE, entries=(ENTRY,))
    return ProofServices(
        tokens=MemoryAccessTokens(),
        used=MemoryUsedTokens(),
        tally=MemoryCallTally(),
        limits=CallLimits(failures=CallLimit(most=3, seconds=60)),
        issuer=TrustedIssuer(trust=trust, keys=keys),
    )


def issued(services: ProofServices, number: bytes = b"number") -> IssuedToken:
    asked = AskedToken(
        label="release-bot",
        namespace=Namespace.REAL,
        projects=["widget"],
        roles=[Role.OPERATOR],
        life=timedelta(days=1),
    )
    return issue_token(asked, number=number, secret=b"s" * 32, now=NOON, tokens=services.tokens)


def prove(authorization: str, services: ProofServices, *, now: datetime = NOON, address: str = HERE) -> Principal:
    return prove_caller(authorization, address=address, now=now, services=services)


def signed_job() -> str:
    return f"Bearer {signed(claims_at(issuer=ISSUER), ec_key())}"


def reason(authorization: str, services: ProofServices, *, now: datetime = NOON, address: str = HERE) -> str:
    with pytest.raises(UnauthenticatedError) as refused:
        prove(authorization, services, now=now, address=address)
    assert str(refused.value) == "the call does not prove who calls"
    return refused.value.reason


def test_a_token_and_a_job_prove_their_principals(services: ProofServices) -> None:
    token = issued(services)

    assert prove(f"Bearer {token.text}", services) == token.token.principal
    assert prove(f"Bearer {signed(claims_at(issuer=ISSUER), ec_key())}", services).label == ENTRY.label


def test_the_log_says_why_a_token_proves_nobody(services: ProofServices) -> None:
    token = issued(services)
    number = token.token.number

    def at(authorization: str, address: str, now: datetime = NOON) -> str:
        return reason(authorization, services, address=address, now=now)

    assert at("", "1") == "nothing was shown"
    assert at(token.text, "1") == "what was shown is not `Bearer` with a token"
    assert at(f"Bearer {'x' * 16385}", "1") == "what was shown is not `Bearer` with a token"
    assert at("Bearer x", "2") == "it has not the form of a token"
    assert at(f"Bearer {spell_token(bytes(6), bytes(32))}", "2") == "there is no token 000000000000"
    assert at(f"Bearer {spell_token(b'number', bytes(32))}", "3") == f"the token {number} is shown with another secret"
    assert at(f"Bearer {token.text}", "3", NOON + timedelta(days=1)) == f"the token {number} is expired"
    services.tokens.revoke(number, at=NOON)
    assert at(f"Bearer {token.text}", "3") == f"the token {number} is revoked"


def test_a_token_of_a_job_is_used_once_and_only_where_an_issuer_is_known(services: ProofServices) -> None:
    shown = f"Bearer {signed(claims_at(issuer=ISSUER), ec_key())}"
    prove(shown, services)

    assert reason(shown, services) == "the token of the job was used before"
    without = replace(services, issuer=None)
    assert reason(shown, without) == "a token of a job was shown, and no issuer is configured"


def test_nothing_is_asked_of_the_issuer_for_a_token_that_cannot_be_its_own(
    services: ProofServices, keys: ToldIssuerKeys
) -> None:
    for shown in ("a.b.c", signed(claims_at(issuer="https://mallory.example"), ec_key()), "x.y"):
        reason(f"Bearer {shown}", services)

    assert keys.asked == []
    unknown = signed(claims_at(issuer=ISSUER), ec_key(), kid="gone")
    assert reason(f"Bearer {unknown}", services, address="elsewhere").startswith("it names a key")


def test_an_issuer_that_is_down_lets_nobody_in_and_is_no_failure_of_the_caller(
    services: ProofServices, keys: ToldIssuerKeys
) -> None:
    keys.is_down = True
    shown = f"Bearer {signed(claims_at(issuer=ISSUER), ec_key())}"
    for _ in range(9):
        with pytest.raises(IssuerUnavailableError):
            prove(shown, services)
    keys.is_down = False

    assert prove(shown, services).label == ENTRY.label


def test_who_fails_too_often_is_not_looked_at(services: ProofServices, keys: ToldIssuerKeys) -> None:
    for _ in range(3):
        reason("Bearer x", services)

    for shown in ("Bearer x", "Basic eDp5", signed_job(), f"Bearer {spell_token(b'number', bytes(32))}"):
        with pytest.raises(TooManyRequestsError, match="3 calls in 60 seconds did not prove who calls") as locked:
            prove(shown, services, now=NOON + timedelta(seconds=20))
        assert locked.value.retry_after == 40
    assert keys.asked == []
    assert prove(signed_job(), services, address="another").label == ENTRY.label
    assert reason("Bearer x", services, now=NOON + timedelta(seconds=60)) == "it has not the form of a token"


def test_nobody_is_shut_out_by_whoever_shares_their_address(services: ProofServices) -> None:
    token, other = issued(services), issued(services, b"other!")
    services.tokens.revoke(other.token.number, at=NOON)
    for _ in range(3):
        reason("Bearer x", services)

    assert prove(f"Bearer {token.text}", services) == token.token.principal
    assert reason("", services) == "nothing was shown"
    with pytest.raises(TooManyRequestsError):
        prove(f"Bearer {other.text}", services)


def test_a_token_that_expired_is_shut_out_with_everything_else(services: ProofServices) -> None:
    token, late = issued(services), NOON + timedelta(days=1)
    for _ in range(3):
        reason("Bearer x", services, now=late)

    with pytest.raises(TooManyRequestsError):
        prove(f"Bearer {token.text}", services, now=late)


def test_a_token_that_is_guessed_from_many_addresses_is_shut_out_for_the_guessers_alone(
    services: ProofServices,
) -> None:
    token = issued(services)
    guess = f"Bearer {spell_token(b'number', bytes(32))}"
    for address in ("1", "2", "3"):
        reason(guess, services, address=address)

    with pytest.raises(TooManyRequestsError):
        prove(guess, services, address="4")
    assert prove(f"Bearer {token.text}", services, address="4") == token.token.principal


HERE_ALONE = ToldPresence()


def test_a_request_is_recalled_by_its_key() -> None:
    answers = MemoryAnswers()
    key = AskedKey(label="release-bot", namespace=Namespace.REAL, project="widget", key="a-key")
    answer = KeptAnswer(status=201, headers=(), body=b"{}")

    def recall(request: str = "sha256:1", *, key: AskedKey = key, presence: ToldPresence = HERE_ALONE) -> Recalled:
        return recall_answer(key, request=request, now=NOON, answers=answers, presence=presence)

    assert recall() == Recalled()
    answers.answer(key, request="sha256:1", answer=answer)
    assert recall() == Recalled(answer=answer)
    assert recall(presence=ToldPresence(name="another")) == Recalled(answer=answer)
    for wrong in ("", "a b"):
        with pytest.raises(UsageError):
            recall(key=replace(key, key=wrong))


def test_a_request_is_gone_on_with_where_its_server_is_gone_and_by_one_alone() -> None:
    answers = MemoryAnswers()
    key = AskedKey(label="release-bot", namespace=Namespace.REAL, project="widget", key="a-key")
    first, second, third = (
        ToldPresence(name=name, there=frozenset({"second"})) for name in ("first", "second", "third")
    )

    def recall(presence: ToldPresence, request: str = "sha256:1") -> Recalled:
        return recall_answer(key, request=request, now=NOON, answers=answers, presence=presence)

    assert recall(first) == Recalled()
    with pytest.raises(IdempotencyConflictError):
        recall(second, "sha256:2")
    assert recall(second) == Recalled(is_left=True)
    with pytest.raises(UnderWayError):
        recall(third)
    assert recall(second) == Recalled(is_left=True)


def test_of_two_who_find_a_request_left_the_later_one_waits() -> None:
    class Late(MemoryAnswers):
        def take_over(self, key: AskedKey, *, request: str, holder: str, left_by: str) -> bool:
            assert super().take_over(key, request=request, holder="earlier", left_by=left_by)
            return super().take_over(key, request=request, holder=holder, left_by=left_by)

    answers = Late()
    key = AskedKey(label="release-bot", namespace=Namespace.REAL, project="widget", key="a-key")
    answers.begin(key, request="sha256:1", holder="dead", now=NOON)

    with pytest.raises(UnderWayError):
        recall_answer(key, request="sha256:1", now=NOON, answers=answers, presence=ToldPresence())
