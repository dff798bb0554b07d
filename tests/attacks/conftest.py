"""Attacks run many whole commands in this process."""

from tests.compiled_once import compiled_once  # noqa: F401 - a fixture
