"""Whatever stands in the header Authorization: nobody becomes a principal by it, and no defect shows."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from checker.application.prove_caller import ProofServices, TrustedIssuer, prove_caller
from checker.domain.access_token import spell_token
from checker.domain.call_limit import CallLimit, CallLimits
from checker.domain.job_token import JobTrust
from checker.domain.principal import Principal
from checker.errors import ForbiddenError, UnauthenticatedError
from tests.fakes.fixed_clock import NOON
from tests.fakes.memory_callers import MemoryAccessTokens, MemoryCallTally, MemoryUsedTokens
from tests.fakes.told_issuer import ToldIssuerKeys
from tests.job_issuer import AUDIENCE, ENTRY, claims_at, ec_key, forged, signed

ISSUER = "https://issuer.example"
MANY = CallLimits(failures=CallLimit(most=10**9, seconds=60))
GOOD = claims_at(issuer=ISSUER)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("alg", "kid", "typ", "crit", "jwk")
SAID = JSON | st.sampled_from(["JWT", "ES256", "RS256", "HS256", "none", "ec"])
HEADER = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, SAID))
CLAIMS = st.sampled_from(sorted(GOOD)).flatmap(lambda name: JSON.map(lambda value: {**GOOD, name: value}))
UNSIGNED = st.builds(lambda header, claims: f"Bearer {forged(claims, header, secret=b'x')}", HEADER, CLAIMS)
CHARACTERS = st.text(max_size=300)
NEARLY = st.builds(
    lambda begin, text: f"{begin}{text}", st.sampled_from(["Bearer ", "bearer", "Bearer crt_"]), CHARACTERS
)
GUESSED = st.builds(
    lambda number, secret: f"Bearer {spell_token(number, secret)}",
    st.binary(min_size=6, max_size=6),
    st.binary(min_size=32, max_size=32),
)


def services() -> ProofServices:
    trust = JobTrust(issuer=ISSUER, audience=AUDIENCE, entries=(ENTRY,))
    return ProofServices(
        tokens=MemoryAccessTokens(),
        used=MemoryUsedTokens(),
        tally=MemoryCallTally(),
        limits=MANY,
        issuer=TrustedIssuer(trust=trust, keys=ToldIssuerKeys(ec_key(), issuer=ISSUER)),
    )


def proven(authorization: str) -> Principal | None:
    with suppress(UnauthenticatedError, ForbiddenError):
        return prove_caller(authorization, address="192.0.2.7", now=NOON, services=services())
    return None


@given(authorization=CHARACTERS | NEARLY | GUESSED | UNSIGNED)
@settings(max_examples=400, deadline=None)
def test_no_header_that_nobody_vouched_for_proves_anybody(authorization: str) -> None:
    assert proven(authorization) is None


@given(claims=CLAIMS)
@settings(max_examples=200, deadline=None)
def test_a_changed_claim_proves_the_same_principal_or_nobody(claims: dict[str, object]) -> None:
    principal = proven(f"Bearer {signed(claims, ec_key())}")

    assert principal is None or (principal.label, principal.projects) == (ENTRY.label, ENTRY.projects)
    told = {name for name in GOOD if claims[name] != GOOD[name]}
    free = {"sub", "jti", "iat", "nbf", "exp", "ref", "event_name", "run_id", "repository", "repository_owner"}
    assert principal is None or told <= free


@given(place=st.integers(min_value=0), byte=st.sampled_from("AZaz09-_.+/=~ "))
@settings(max_examples=200, deadline=None)
def test_a_token_with_another_character_proves_nobody_else(place: int, byte: str) -> None:
    token = signed(GOOD, ec_key())
    at = place % (len(token) - 2)  # the last two may spell the same bytes
    principal = proven(f"Bearer {token[:at]}{byte}{token[at + 1 :]}")

    assert principal is None or token[at] == byte
