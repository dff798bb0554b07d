"""Addresses that may be asked: https anywhere, http on this machine, and never with a credential in them."""

import pytest

from checker.domain.web_address import is_local, is_safe, split_address


@pytest.mark.parametrize(
    ("url", "safe", "local"),
    [
        ("https://host.example/x", True, False),
        ("https://localhost:8181", True, True),
        ("http://127.0.0.1:8181", True, True),
        ("http://[::1]/", True, True),
        ("http://host.example", False, False),
        ("http://localhost.host.example", False, False),
        ("https://user@host.example", False, False),
        ("https://user:word@host.example", False, False),
        ("https:///x", False, False),
        ("https://host.example:99999", False, False),
        ("https://[::1", False, False),
        ("ftp://127.0.0.1/", False, True),
        ("", False, False),
    ],
)
def test_an_address_may_be_asked_where_nobody_else_listens(url: str, *, safe: bool, local: bool) -> None:
    assert (is_safe(url), is_local(url)) == (safe, local)


def test_what_is_no_address_has_no_parts() -> None:
    assert split_address("https://host.example:x").hostname is None
    assert split_address("https://host.example:1").port == 1
