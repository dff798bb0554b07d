"""Which audits were made in a checkout."""

import json

import pytest

from checker.application.audit_files import is_of_checkout


def document(**collector: str) -> bytes:
    return json.dumps({"collector": collector}).encode()


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (document(profile="workspace", mode="api"), True),
        (document(profile="workflows", mode="files"), True),
        (document(profile="full", mode="api"), False),
        (document(), False),
        (b"{}", False),
        (b"[]", False),
        (b"", False),
        (b"no document", False),
    ],
)
def test_an_audit_of_a_checkout_says_so(data: bytes, *, is_one: bool) -> None:
    assert is_of_checkout(data) is is_one
