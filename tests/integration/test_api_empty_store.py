"""A namespace in which nothing was kept yet: lists are empty, and nothing that is answered names a folder."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from checker.bootstrap.serving import ABSENT
from checker.domain.namespace import Namespace
from tests.integration.served_project import API

if TYPE_CHECKING:
    from tests.integration.served_project import ServedProject

LISTS = ("candidates", "manifests", "reports", "waivers", "snapshots")


@pytest.fixture(autouse=True)
def demo(served: "ServedProject") -> None:
    """Whoever calls does so in the namespace that has no store."""
    known = served.callers.principals
    known["release-bot"] = replace(known["release-bot"], namespace=Namespace.DEMO)


@pytest.mark.parametrize("listed", LISTS)
def test_a_list_of_what_was_never_kept_is_empty(served: "ServedProject", listed: str) -> None:
    answer = served.client.get(f"{API}/{listed}")

    assert (answer.status_code, answer.json()[listed]) == (200, [])


def test_a_trail_that_was_never_begun_is_not_there(served: "ServedProject") -> None:
    answer = served.client.get(f"{API}/trail")

    assert (answer.status_code, answer.json()["detail"]) == (404, ABSENT)
