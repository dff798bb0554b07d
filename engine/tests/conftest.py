"""What the tests of the engine stand on: one engine in process, one in a child."""

from collections.abc import Iterator

import pytest

from embedded_opa import Engine, IsolatedEngine


@pytest.fixture(scope="session")
def engine() -> Engine:
    return Engine()


@pytest.fixture
def isolated() -> Iterator[IsolatedEngine]:
    with IsolatedEngine() as engine:
        yield engine
