"""Waits for what another process does, and fails where it does not."""

import time
from collections.abc import Callable

SECONDS = 60


def until(happened: Callable[[], object]) -> None:
    last = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < last
        time.sleep(0.02)
