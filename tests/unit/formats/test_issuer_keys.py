"""The keys of an issuer: where they may be, and which of them count."""

import json
from typing import Any

import pytest

from checker.errors import InputRefusedError
from checker.formats.issuer_keys import keys_address, read_issuer_keys
from tests.job_issuer import ec_key, key_set, public, rsa_key, short_key

ISSUER = "https://issuer.example/tenant"


def discovery(issuer: object, address: object) -> bytes:
    return json.dumps({"issuer": issuer, "jwks_uri": address}).encode()


def the_set(*keys: object) -> bytes:
    return json.dumps({"keys": keys}).encode()


def test_the_keys_are_where_the_discovery_document_says_on_the_same_host() -> None:
    address = "https://issuer.example/keys"

    assert keys_address(discovery(ISSUER, address), issuer=ISSUER) == address


@pytest.mark.parametrize(
    ("issuer", "address"),
    [
        ("https://issuer.example", "https://issuer.example/keys"),
        (ISSUER, "https://other.example/keys"),
        (ISSUER, "https://issuer.example:8443/keys"),
        (ISSUER, "http://issuer.example/keys"),
        (ISSUER, "https://somebody@issuer.example/keys"),
        (ISSUER, "/keys"),
        (ISSUER, None),
    ],
)
def test_keys_of_another_issuer_or_on_another_host_are_not_fetched(issuer: str, address: str | None) -> None:
    with pytest.raises(InputRefusedError, match="another"):
        keys_address(discovery(issuer, address), issuer=ISSUER)


def test_each_key_signs_in_one_way() -> None:
    keys = read_issuer_keys(key_set(rsa_key(), ec_key()), issuer=ISSUER)

    assert {name: key.algorithm for name, key in keys.items()} == {"rsa": "RS256", "ec": "ES256"}
    assert not any(field == "d" for key in keys.values() for field, _ in key.fields)


@pytest.mark.parametrize(
    "key",
    [
        "no key",
        {"kty": "oct", "kid": "k", "k": "AA"},
        public(short_key()),
        public(ec_key("ec", "P-384")),
        {**public(ec_key()), "use": "enc"},
        {**public(ec_key()), "alg": "ES384"},
        {**public(ec_key()), "kid": ""},
        {**public(ec_key()), "x": 7},
        {**public(ec_key()), "x": "AA"},
        {**public(rsa_key()), "n": "A"},
        {**public(rsa_key()), "n": "é"},
        {name: value for name, value in public(rsa_key()).items() if name != "e"},
    ],
)
def test_a_key_that_is_of_no_use_is_passed_over(key: Any) -> None:  # noqa: ANN401 - whatever JSON is
    assert list(read_issuer_keys(the_set(key, public(rsa_key("good"))), issuer=ISSUER)) == ["good"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"[]", "no object"),
        (b"{}", "no list"),
        (the_set(*[public(ec_key())] * 101), "at most 100 keys"),
        (the_set(), "no key that tokens"),
        (the_set(public(ec_key()), public(ec_key())), "two keys of one name"),
        (b"<html>", "JSON"),
    ],
)
def test_a_set_that_cannot_be_relied_on_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(InputRefusedError, match=said):
        read_issuer_keys(data, issuer=ISSUER)
