"""Addresses: which API a host has, and what belongs to it."""

import pytest

from checker.adapters.github.address import api_address
from checker.errors import UsageError


@pytest.mark.parametrize(
    ("host", "base"),
    [
        ("github.com", "https://api.github.com"),
        ("GitHub.com", "https://api.github.com"),
        ("acme.ghe.com", "https://api.acme.ghe.com"),
        ("git.example.org", "https://git.example.org/api/v3"),
        ("git.example.org:8443", "https://git.example.org:8443/api/v3"),
    ],
)
def test_a_host_has_one_api(host: str, base: str) -> None:
    address = api_address(host)
    assert (address.host, address.base) == (host.lower(), base)
    assert not address.is_local
    assert address.url("repos/o/r") == f"{base}/repos/o/r"


@pytest.mark.parametrize("host", ["", "a b", "host/path", "user@host", "https://host", "host?x", "-host"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(UsageError, match="is no host"):
        api_address(host)


@pytest.mark.parametrize(
    ("api", "host", "is_local"),
    [
        ("http://127.0.0.1:8080/", "127.0.0.1", True),
        ("http://localhost:1", "localhost", True),
        ("http://[::1]:1", "::1", True),
        ("https://ghes.example/api/v3", "ghes.example", False),
        ("https://api.github.com", "github.com", False),
    ],
)
def test_an_api_given_by_its_address_is_named_after_its_host(api: str, host: str, is_local: bool) -> None:  # noqa: FBT001
    address = api_address("github.com", api=api)
    assert (address.host, address.is_local, address.base) == (host, is_local, api.rstrip("/"))


@pytest.mark.parametrize(
    "api",
    [
        "http://ghes.example",
        "http://127.0.0.1.evil.example",
        "ftp://localhost",
        "https://user:word@host",
        "https://host?x=1",
        "https://host#x",
        "https://host:port",
        "https://",
        "nothing",
    ],
)
def test_an_address_that_is_neither_https_nor_local_is_refused(api: str) -> None:
    with pytest.raises(UsageError, match="is no address of an API") as refused:
        api_address("github.com", api=api)
    assert "word" not in str(refused.value)


def test_only_what_begins_with_the_api_s_address_belongs_to_it() -> None:
    address = api_address("github.com")
    assert address.path_of("https://api.github.com/repositories/7?page=2") == "repositories/7?page=2"
    for other in (
        "https://api.github.com.evil.example/x",
        "https://api.github.com@evil.example/x",
        "http://api.github.com/x",
        "https://api.github.com/x/../y",
        "https://api.github.com/x\\y",
        "/repositories/7",
    ):
        assert address.path_of(other) == ""


@pytest.mark.parametrize(
    ("host", "api", "graphql"),
    [
        ("github.com", "", "https://api.github.com/graphql"),
        ("acme.ghe.com", "", "https://api.acme.ghe.com/graphql"),
        ("git.example.org", "", "https://git.example.org/api/graphql"),
        ("github.com", "http://127.0.0.1:80/v3", "http://127.0.0.1:80/v3/graphql"),
    ],
)
def test_graphql_is_beside_the_rest_api_of_a_server_and_below_any_other(host: str, api: str, graphql: str) -> None:
    assert api_address(host, api=api).graphql == graphql
