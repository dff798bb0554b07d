"""Tokens of jobs: what is refused before a key is looked for, and what after."""

from datetime import timedelta
from typing import Any

import pytest

from checker.errors import UnauthenticatedError
from checker.formats.issuer_keys import read_issuer_keys
from checker.formats.job_token import is_job_token, read_job_token, verify_job_token
from tests.fakes.fixed_clock import NOON
from tests.job_issuer import AUDIENCE, claims_at, ec_key, forged, key_set, rsa_key, signed

ISSUER = "https://issuer.example"
KEYS = read_issuer_keys(key_set(ec_key(), rsa_key()), issuer=ISSUER)
HEAD = {"typ": "JWT", "alg": "ES256", "kid": "ec"}


def read(text: str) -> None:
    read_job_token(text, issuer=ISSUER)


def verified(text: str, *, audience: str = AUDIENCE, key: str = "ec") -> Any:  # noqa: ANN401 - the claims, if any
    return verify_job_token(read_job_token(text, issuer=ISSUER), key=KEYS[key], audience=audience, now=NOON)


def of(**changes: Any) -> str:  # noqa: ANN401 - whatever a claim is
    return signed(claims_at(issuer=ISSUER, **changes), ec_key())


def test_the_claims_of_a_job_are_read() -> None:
    claims = verified(of())

    assert (claims.repository_id, claims.owner_id, claims.environment) == (1001, 17, "release")
    assert claims.expires == NOON.replace(microsecond=0) + timedelta(seconds=360)
    assert verified(of(environment=None)).environment == ""
    assert verified(signed(claims_at(issuer=ISSUER), rsa_key()), key="rsa").number == claims.number


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a.b", "has not the form"),
        (f"a.b.{'c' * 16384}", "has not the form"),
        ("a.b.c", "its header cannot be read"),
        ("bm8.bm8.c", "its header cannot be read"),
        (forged({}, HEAD).replace("e30", "W10", 1) + "A", "its claims cannot be read"),
        (forged({}, {**HEAD, "jku": "x"}) + "A", "header has fields"),
        (forged({}, {**HEAD, "typ": "at+jwt"}) + "A", "header has fields or a type"),
        (forged({}, {**HEAD, "alg": "HS256"}) + "A", "signed in another way"),
        (forged({}, {**HEAD, "kid": ""}) + "A", "does not name a key"),
        (forged({"iss": "https://other.example"}, HEAD) + "A", "of another issuer"),
    ],
)
def test_a_token_is_refused_before_a_key_is_asked_for(text: str, reason: str) -> None:
    with pytest.raises(UnauthenticatedError) as refused:
        read(text)
    assert reason in refused.value.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (forged(claims_at(issuer=ISSUER), HEAD) + "AA", "signature"),
        (signed(claims_at(issuer=ISSUER), rsa_key()), "another way than its key"),
        (of(aud="https://other.example"), "another audience"),
        (of(exp=int(NOON.timestamp()) - 60), "is over"),
        (of(nbf=int(NOON.timestamp()) + 62), "not count yet"),
        (of(exp=int(NOON.timestamp()) + 3601), "longer than a job"),
        (of(iat=None), "claim iat"),
        (of(sub=""), "claim sub"),
        (of(repository_id="0"), "claim repository_id"),
    ],
)
def test_a_token_is_refused_by_its_signature_and_its_claims(text: str, reason: str) -> None:
    with pytest.raises(UnauthenticatedError) as refused:
        verified(text)
    assert reason in refused.value.reason


def test_a_token_is_over_exactly_a_minute_after_it_says() -> None:
    token, moment = read_job_token(of(), issuer=ISSUER), NOON.replace(microsecond=0) + timedelta(seconds=360)

    before = moment - timedelta(microseconds=1)
    assert verify_job_token(token, key=KEYS["ec"], audience=AUDIENCE, now=before).expires == moment
    with pytest.raises(UnauthenticatedError):
        verify_job_token(token, key=KEYS["ec"], audience=AUDIENCE, now=moment)


def test_what_has_the_form_of_a_token_is_told_from_what_has_not() -> None:
    assert is_job_token(of())
    assert not is_job_token("crt_0123456789ab_" + "0" * 72)
