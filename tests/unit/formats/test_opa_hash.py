"""OPA's file digest: documents by structure, everything else by bytes."""

import hashlib

import pytest

from checker.domain.snapshot import BundleFile
from checker.errors import InputRefusedError
from checker.formats.opa_hash import opa_file_hash


def hashed(path: str, data: bytes, algorithm: str = "SHA-256") -> str:
    return opa_file_hash(BundleFile(path=path, data=data), algorithm=algorithm, source="b")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("path", ["a.rego", "plan.txt", "other.json", "a/data.json.txt"])
def test_other_files_are_hashed_by_their_bytes(path: str) -> None:
    assert hashed(path, b'{ "b": 1 }\n') == sha256('{ "b": 1 }\n')


@pytest.mark.parametrize("path", ["data.json", ".manifest", "a/data.json"])
def test_documents_are_hashed_by_structure(path: str) -> None:
    assert hashed(path, b' {"b":[1.50, -0, 1e3,true,null ],\n"a":{}}') == sha256('{"a":{},"b":[1.50,-0,1e3,true,null]}')


def test_strings_are_spelled_as_go_spells_them() -> None:
    source = b'["\\u0008\\f\\n\\r\\t\\u0001\\u2028\\u2029<>&\\u007f\\u00e9\\ud83d\\ude00\\"\\\\\\/"]'

    assert hashed("data.json", source) == sha256(
        '["\\b\\f\\n\\r\\t\\u0001\\u2028\\u2029<>&\u007f\u00e9\U0001f600\\"\\\\/"]'
    )


def test_keys_sort_by_code_point_and_not_by_utf_16() -> None:
    assert hashed("data.json", '{"\U00010000":1,"\uffee":2}'.encode()) == sha256('{"\uffee":2,"\U00010000":1}')


@pytest.mark.parametrize("algorithm", ["SHA-384", "SHA-512"])
def test_longer_digests_are_known(algorithm: str) -> None:
    expected = hashlib.new(algorithm.replace("-", "").lower(), b"x").hexdigest()

    assert hashed("a.rego", b"x", algorithm) == expected


@pytest.mark.parametrize("data", [b'{"a":1,"a":2}', b"{'a': 1}", b"a: 1", b'{"a":01}', b""])
def test_a_document_that_two_readers_read_differently_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError):
        hashed("data.json", data)
