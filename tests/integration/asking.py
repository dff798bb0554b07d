"""Clients of the simulator as a test asks them: on a clock that only sleeping moves."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from checker.adapters.github.address import api_address
from checker.adapters.github.client import ClientSettings, GitHubClient, Surroundings
from checker.adapters.github.credential import Credential
from checker.adapters.github.reply_cache import ReplyCache
from checker.adapters.github.throttle import Pace
from checker.domain.response import Response
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.scripted_provider import HeardProgress, PassingTime
from tests.github_simulator.server import TOKEN, GitHubSimulator

KEYS = "repos/o/r/keys"
KEY = {"id": 1, "title": "t", "key": "ssh-ed25519 AAAA", "read_only": True}


class Asker:
    """Clients of one simulator, on a clock that only sleeping moves."""

    def __init__(self, github: GitHubSimulator, stack: ExitStack) -> None:
        self.github = github
        self.clock = FixedClock()
        self.time = PassingTime(self.clock)
        self.progress = HeardProgress()
        self._stack = stack

    def client(self, *, token: str = TOKEN, cache: ReplyCache | None = None, **settings: Any) -> GitHubClient:  # noqa: ANN401
        around = Surroundings(clock=self.clock, sleeper=self.time, progress=self.progress, cache=cache)
        chosen = ClientSettings(**{"pace": Pace(per_second=0), **settings})
        address = api_address("github.com", api=self.github.url)
        made_client = GitHubClient(address, Credential(token), around=around, version="0", settings=chosen)
        return self._stack.enter_context(made_client)

    def ask(self, path: str = KEYS, **settings: Any) -> Response:  # noqa: ANN401
        (found,) = self.client(**settings).get_all([path])
        return found


@pytest.fixture
def asker(github: GitHubSimulator) -> Iterator[Asker]:
    with ExitStack() as stack:
        yield Asker(github, stack)
