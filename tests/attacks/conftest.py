"""Attacks run many whole commands in this process."""

from tests.done_once import done_once  # noqa: F401 - a fixture
