"""OPA's bundle signature counts only when one key of ours signed exactly the files there are."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc.jwk import ECKey, OctKey

from checker.errors import InputRefusedError, TrustError
from checker.formats.opa_signatures import verify_opa_signatures
from checker.formats.public_keys import read_public_key
from tests.bundle_builders import files_of, team_contents
from tests.fakes.memory_keys import MemorySigner
from tests.opa_tokens import PUBLIC_PEM, listed, signatures, token

CONTENTS = {**team_contents(), "data.json": b'{"lib": {"team": {"words": [1.50, "x"]}}}'}
KEY = read_public_key(PUBLIC_PEM, source="anchor")
OTHER = read_public_key(MemorySigner("alice").identity.public_key, source="anchor")
FILES = listed(CONTENTS)
FOREIGN = ECKey.import_key(
    ec.derive_private_key(7, ec.SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
)


def verify(data: bytes, contents: dict[str, bytes] | None = None, keys: dict[str, Any] | None = None) -> str:
    files = files_of({**(contents or CONTENTS), ".signatures.json": data})
    return verify_opa_signatures(data, files=files, keys=keys or {"team": KEY}, source="b")


def refusal_of(data: bytes, contents: dict[str, bytes] | None = None, keys: dict[str, Any] | None = None) -> str:
    with pytest.raises(TrustError) as refusal:
        verify(data, contents, keys)
    return refusal.value.message


@pytest.mark.parametrize(
    ("payload", "header"),
    [
        ({"files": FILES}, {}),
        ({"files": FILES}, {"kid": "team"}),
        ({"files": FILES, "scope": "", "iss": "ci", "iat": 1, "keyid": "team"}, {}),
        ({"files": listed(CONTENTS, "SHA-384")}, {}),
        ({"files": listed(CONTENTS, "SHA-512")}, {}),
        ({"files": list(reversed(FILES))}, {}),
    ],
)
def test_a_genuine_signature_names_its_key(payload: object, header: dict[str, Any]) -> None:
    assert verify(signatures(token(payload, header=header))) == KEY.fingerprint


def test_a_bundle_with_more_files_than_a_usual_token_holds_is_verified() -> None:
    many = {**CONTENTS, **{f"docs/{'long' * 20}{number}.txt": b"" for number in range(1500)}}

    assert verify(signatures(token({"files": listed(many)})), many) == KEY.fingerprint


@pytest.mark.parametrize("plugin", ["", "_default"])
def test_the_plugin_that_opa_always_names_is_no_plugin(plugin: str) -> None:
    assert verify(signatures(token({"files": FILES}), plugin=plugin)) == KEY.fingerprint


def test_white_space_in_data_is_not_signed_and_therefore_pinned_elsewhere() -> None:
    spaced = {**CONTENTS, "data.json": CONTENTS["data.json"].replace(b" ", b"\n ")}

    assert verify(signatures(token({"files": FILES})), spaced) == KEY.fingerprint


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (
            {**CONTENTS, "lib/team/answer.rego": b"package lib.team\n\nanswer := 43\n"},
            "is not the file that was signed",
        ),
        ({**CONTENTS, "data.json": CONTENTS["data.json"].replace(b"1.50", b"1.5")}, "is not the file that was signed"),
        ({**CONTENTS, "extra.txt": b""}, "'extra.txt' is in the bundle and not in its signature"),
        ({path: data for path, data in CONTENTS.items() if path != "data.json"}, "'data.json' is in the signature"),
    ],
)
def test_changed_extra_and_missing_files_are_refused(contents: dict[str, bytes], why: str) -> None:
    assert why in refusal_of(signatures(token({"files": FILES})), contents)


def test_repeated_keys_in_data_are_refused_although_opa_accepts_them() -> None:
    twice = {**CONTENTS, "data.json": b'{"lib": 1, "lib": {"team": {"words": [1.50, "x"]}}}'}

    with pytest.raises(InputRefusedError):
        verify(signatures(token({"files": FILES})), twice)


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-1", "SHA-224", "SHA-512-256", "sha-256", "", None, 1])
def test_weak_and_unknown_digests_are_refused(algorithm: object) -> None:
    files = [{**file, "algorithm": algorithm} for file in FILES]

    assert "is hashed with" in refusal_of(signatures(token({"files": files})))


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        ({"files": FILES, "scope": "write"}, "has the scope 'write', expected ''"),
        ({"files": FILES, "scope": None}, "has the scope None"),
        ({"files": FILES, "keyid": "other"}, "says it is of the key 'other'"),
        ({"files": FILES, "exp": 1}, "fields that are not known"),
        ([], "fields that are not known"),
        ({}, "lists no files"),
        ({"files": []}, "lists no files"),
        ({"files": {}}, "lists no files"),
        ({"files": [1]}, "other fields than name, hash and algorithm"),
        ({"files": [{**FILES[0], "more": 1}]}, "other fields than name, hash and algorithm"),
        ({"files": [*FILES, FILES[0]]}, "lists '.manifest' twice"),
        ({"files": [{**FILES[0], "name": 1}]}, "lists 1 twice, or not as text"),
        ({"files": [{**FILES[0], "hash": None}, *FILES[1:]]}, "is not the file that was signed"),
        ({"files": [{**FILES[0], "hash": FILES[0]["hash"].upper()}, *FILES[1:]]}, "is not the file that was signed"),
    ],
)
def test_a_payload_that_is_not_exactly_about_this_bundle_is_refused(payload: object, why: str) -> None:
    assert why in refusal_of(signatures(token(payload)))


@pytest.mark.parametrize(
    ("header", "why"),
    [
        ({"kid": "mallory"}, "names the key 'mallory', which the anchor does not"),
        ({"jku": "https://example.invalid"}, "header has fields beyond"),
        ({"crit": ["b64"], "b64": False}, "header has fields beyond"),
    ],
)
def test_a_header_cannot_choose_the_key(header: dict[str, Any], why: str) -> None:
    assert why in refusal_of(signatures(token({"files": FILES}, header=header)))


def test_without_a_name_the_anchor_must_leave_no_choice_of_keys() -> None:
    assert "the anchor names several" in refusal_of(signatures(token({"files": FILES})), keys={"a": KEY, "b": OTHER})


def test_an_ed25519_key_is_for_envelopes_and_not_for_opa() -> None:
    assert "the anchor's key is for EdDSA" in refusal_of(signatures(token({"files": FILES})), keys={"a": OTHER})


def test_the_signature_of_another_key_is_refused() -> None:
    assert "was not made by a key" in refusal_of(signatures(token({"files": FILES}, key=FOREIGN)))


def test_a_symmetric_signature_with_the_public_key_is_refused() -> None:
    secret = OctKey.import_key(base64.b64encode(PUBLIC_PEM.encode()).decode())

    assert "claims the algorithm 'HS256'" in refusal_of(
        signatures(token({"files": FILES}, header={"alg": "HS256"}, key=secret))
    )


def test_no_algorithm_is_refused() -> None:
    header, payload, _ = token({"files": FILES}).split(".")
    bare = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode().rstrip("=")

    assert "claims the algorithm 'none'" in refusal_of(signatures(f"{bare}.{payload}."))
    assert "was not made by a key" in refusal_of(signatures(f"{header}.{payload}."))


@pytest.mark.parametrize("bad", ["", "a.b", "a.b.c", "....", "\u0430.b.c"])
def test_what_is_no_token_is_refused(bad: str) -> None:
    assert "was not made by a key" in refusal_of(signatures(bad))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"[]", "other fields than signatures"),
        (signatures("a.b.c", more=1), "other fields than signatures"),
        (signatures("a.b.c", plugin="mine"), "asks for the plugin 'mine'"),
        (signatures("a.b.c", plugin=None), "asks for the plugin None"),
        (b"{}", "exactly one signature"),
        (signatures(), "exactly one signature"),
        (signatures("a.b.c", "a.b.c"), "exactly one signature"),
        (signatures(1), "exactly one signature"),
        (b'{"signatures": {}}', "exactly one signature"),
    ],
)
def test_a_signature_file_with_anything_but_one_token_is_refused(data: bytes, why: str) -> None:
    assert why in refusal_of(data)
