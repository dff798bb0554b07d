"""The simulator is held to the recordings: what was recorded is served as it was, and what is made looks like it.

A made answer that the real provider would never give would prove something about a provider that does not exist.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from checker.adapters.github.address import api_address
from checker.adapters.github.client import ClientSettings, GitHubClient, Surroundings
from checker.adapters.github.credential import Credential
from checker.adapters.github.patience import Patience
from checker.application.import_audit import import_audits
from checker.domain.response import Response
from checker.formats.audit_document import Collector
from checker.formats.github.audit_drafts import Origin
from checker.formats.github.collected_audit import read_collected
from checker.formats.github.routes import address_of_request
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.scripted_provider import HeardProgress, PassingTime
from tests.github_simulator import made
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.github_simulator.recorded import meant_for, path_of, put_recorded
from tests.github_simulator.server import TOKEN, GitHubSimulator, Made
from tests.recorded_answers import GETS, Recorded, body, capture_of

REPOSITORIES = [item for item in GETS if meant_for(path_of(item))]


@pytest.fixture
def client(github: GitHubSimulator) -> Iterator[GitHubClient]:  # noqa: F811 - pytest passes it
    clock = FixedClock()
    around = Surroundings(clock=clock, sleeper=PassingTime(clock), progress=HeardProgress())
    settings = ClientSettings(patience=Patience(tries=1))
    with ExitStack() as stack:
        address = api_address("github.com", api=github.url)
        made_client = GitHubClient(address, Credential(TOKEN), around=around, version="0", settings=settings)
        yield stack.enter_context(made_client)


def sections_of(response: Response, slug: str) -> dict[str, Any]:
    origin = Origin(collector=Collector(version="0", profile="gh-capture"))
    documents: Any = read_collected([response], host="github.com", slug=slug, origin=origin).documents
    return dict(documents[0]["sections"]) if documents else {}


@pytest.mark.parametrize("item", REPOSITORIES, ids=lambda item: item["file"])
def test_a_recording_served_live_says_what_it_says_imported(
    github: GitHubSimulator,  # noqa: F811 - pytest passes it
    client: GitHubClient,
    item: Recorded,
) -> None:
    path = put_recorded(github, item)
    (response,) = client.get_all([path])
    assert github.seen[0].status == item["status"]
    assert response.status == item["status"]
    imported: Any = import_audits(capture_of(item), version="0").audits[0].document
    live = sections_of(response, meant_for(path))
    if item.get("link"):  # the pages after the first were recorded nowhere: the live answer knows it too
        assert {name: section["status"] for name, section in live.items()} == {
            name: section["status"] for name, section in imported["sections"].items()
        }
        return
    assert live == imported["sections"]


@pytest.mark.parametrize("item", REPOSITORIES, ids=lambda item: item["file"])
def test_a_recording_is_served_byte_for_byte(
    github: GitHubSimulator,  # noqa: F811 - pytest passes it
    item: Recorded,
) -> None:
    path = put_recorded(github, item)
    served = github.answer(
        "GET", f"/{path}", {"authorization": f"Bearer {TOKEN}", "x-github-api-version": "2022-11-28"}
    )
    assert served.raw == (b"" if item["status"] == 204 else body(item["file"]))
    assert served.origin == f"recorded {item['file']}"


def recorded_shapes() -> dict[str, list[Any]]:
    """The recorded 200 answers by endpoint."""
    found: dict[str, list[Any]] = {}
    for item in GETS:
        address = address_of_request(path_of(item))
        if address.route and item["status"] == 200:
            found.setdefault(address.route.name, []).append(json.loads(body(item["file"])))
    return found


def odd_fields(value: Any, recorded: list[Any], place: str = "") -> list[str]:  # noqa: ANN401 - JSON of any form
    """Fields of a made answer that the recordings have with another type."""
    if isinstance(value, dict):
        objects = [one for one in recorded if isinstance(one, dict)]
        return [
            odd
            for name, item in value.items()
            for odd in odd_fields(item, [one[name] for one in objects if name in one], f"{place}.{name}")
        ]
    if isinstance(value, list):
        below = [item for one in recorded if isinstance(one, list) for item in one]
        return [odd for item in value for odd in odd_fields(item, below, f"{place}[]")]
    kinds = {type(one) for one in recorded if one is not None}
    return [place] if kinds and type(value) not in kinds else []


def test_made_answers_have_the_types_that_were_recorded() -> None:
    shapes = recorded_shapes()
    compared = set()
    for path, answer in made.repository().items():
        value = answer.body if isinstance(answer, Made) else answer
        route = address_of_request(path).route
        assert route is not None, path
        if route.name in shapes:
            compared.add(route.name)
            assert odd_fields(value, shapes[route.name]) == [], path
    assert len(compared) >= 15


def test_a_made_answer_of_another_type_would_be_seen() -> None:
    shapes = recorded_shapes()
    assert odd_fields([{"id": "1", "read_only": 1}], shapes["keys"]) == ["[].id", "[].read_only"]
