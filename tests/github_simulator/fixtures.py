"""Fixtures around the simulator: loopback only, its token in the environment, stopped when the test ends."""

from collections.abc import Iterator

import pytest
import pytest_socket

from tests.github_simulator.server import TOKEN, GitHubSimulator


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHubSimulator]:
    """A running simulator that the product is configured to ask."""
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    simulator = GitHubSimulator()
    monkeypatch.setenv("CLEAN_RELEASE_GITHUB_API", simulator.url)
    monkeypatch.setenv("GH_TOKEN", TOKEN)
    yield simulator
    simulator.stop()
    pytest_socket.disable_socket(allow_unix_socket=True)
    assert simulator.unsafe == [], "something else than GET was sent"
