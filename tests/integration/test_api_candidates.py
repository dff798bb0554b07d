"""Candidates over REST: the same facade as the command line, the same documents."""

import json
from typing import TYPE_CHECKING

from tests.integration.compliance_project import NAME, OF
from tests.integration.served_project import API, REGISTRATION

if TYPE_CHECKING:
    from tests.integration.served_project import ServedProject


def test_a_candidate_is_registered_and_shown_as_the_command_line_shows_it(served: "ServedProject") -> None:
    made = served.client.post(f"{API}/candidates", json=REGISTRATION)

    assert made.status_code == 201, made.text
    assert made.headers["Location"] == f"{API}/candidates/{NAME}?project=widget"
    printed = served.project("candidate", "show", *OF, "--json").out
    assert made.text == served.client.get(made.headers["Location"]).text == printed
    assert json.loads(printed)["registered_by"] == "release-bot"


def test_who_acts_is_nothing_that_a_body_says(served: "ServedProject") -> None:
    refused = served.client.post(f"{API}/candidates", json=REGISTRATION | {"actor": "somebody-else"})

    assert refused.status_code == 422, refused.text
    assert refused.json()["code"] == "invalid-request"
    assert refused.json()["where"] == "the body at /actor"


def test_nobody_is_told_anything_without_a_token(served: "ServedProject") -> None:
    refused = served.client.get(f"{API}/candidates", headers={"Authorization": "Bearer nobody"})

    assert refused.status_code == 401
    assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    assert refused.headers["Content-Type"] == "application/problem+json"


def test_another_project_is_answered_as_one_that_nobody_has(served: "ServedProject") -> None:
    answers = [
        served.client.get(f"{API}/candidates", params={"project": "another"}),
        served.client.get(f"{API}/candidates/unknown"),
        served.client.get(f"{API}/nothing"),
    ]

    assert {one.status_code for one in answers} == {404}
    assert len({one.text for one in answers}) == 1
