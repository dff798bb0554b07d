"""Access tokens: a form that is told from chance, and a life that ends."""

from dataclasses import replace
from datetime import timedelta

import pytest

from checker.domain.access_token import (
    LONGEST_LIFE,
    AccessToken,
    is_number,
    number_of,
    proof_of,
    refuse_no_life,
    refuse_nothing_given,
    spell_token,
)
from checker.domain.identity import Method
from checker.domain.namespace import Namespace
from checker.domain.principal import Role
from checker.errors import UsageError
from tests.fakes.fixed_clock import NOON

NUMBER, SECRET = bytes.fromhex("0123456789ab"), bytes(range(32))
TEXT = spell_token(NUMBER, SECRET)
TOKEN = AccessToken(
    number="0123456789ab",
    label="release-bot",
    namespace=Namespace.DEMO,
    projects=("widget",),
    roles=frozenset({Role.READER}),
    made=NOON,
    expires=NOON + timedelta(days=1),
)


def test_a_token_is_spelt_with_its_number_its_secret_and_a_check_sum() -> None:
    assert f"crt_0123456789ab_{SECRET.hex()}{TEXT[-8:]}" == TEXT
    assert number_of(TEXT) == "0123456789ab"
    assert is_number(number_of(TEXT))


@pytest.mark.parametrize("place", range(len(TEXT)))
def test_a_text_with_another_character_is_no_token(place: int) -> None:
    other = "0" if TEXT[place] != "0" else "1"

    assert number_of(TEXT[:place] + other + TEXT[place + 1 :]) == ""


@pytest.mark.parametrize(
    "text", ["", TEXT + "\n", TEXT + " ", " " + TEXT, TEXT.upper(), TEXT[:-1], TEXT + "0", TEXT * 2]
)
def test_what_is_nearly_a_token_is_none(text: str) -> None:
    assert number_of(text) == ""


def test_what_is_kept_is_of_the_whole_text() -> None:
    assert len(proof_of(TEXT)) == 32
    assert proof_of(TEXT) != proof_of(spell_token(NUMBER, bytes(32)))
    assert proof_of(TEXT) != proof_of(spell_token(bytes(6), SECRET))


def test_a_token_counts_until_it_expires_or_is_revoked() -> None:
    assert TOKEN.fault_at(TOKEN.expires - timedelta(microseconds=1)) == ""
    assert TOKEN.fault_at(TOKEN.expires) == "expired"
    assert replace(TOKEN, revoked=NOON).fault_at(NOON - timedelta(days=1)) == "revoked"


def test_its_bearer_is_a_principal_that_was_proven_by_it() -> None:
    principal = TOKEN.principal

    assert (principal.label, principal.namespace, principal.projects) == ("release-bot", Namespace.DEMO, ("widget",))
    assert (principal.method, principal.issuer, principal.subject) == (Method.TOKEN, "clean-release", TOKEN.number)


def test_a_life_is_longer_than_nothing_and_no_longer_than_a_year() -> None:
    refuse_no_life(LONGEST_LIFE)
    refuse_no_life(timedelta(microseconds=1))
    for life in (timedelta(0), timedelta(seconds=-1), LONGEST_LIFE + timedelta(microseconds=1)):
        with pytest.raises(UsageError, match="at most 365 days"):
            refuse_no_life(life)
    with pytest.raises(UsageError, match="a token that counts for 400 days was asked for"):
        refuse_no_life(timedelta(days=400))


def test_a_token_is_for_some_projects_and_roles() -> None:
    refuse_nothing_given(["widget"] * 101, [Role.READER])
    for projects in ([], [str(number) for number in range(101)]):
        with pytest.raises(UsageError, match="expected 1 to 100"):
            refuse_nothing_given(projects, [Role.READER])
    with pytest.raises(UsageError, match="without a role"):
        refuse_nothing_given(["widget"], [])
