"""What is wrong with the form of a request is said in words of the API: by its name, and never by that of a class."""

from typing import TYPE_CHECKING

import pytest

from tests.integration.served_project import API, REGISTRATION

if TYPE_CHECKING:
    from tests.integration.served_project import ServedProject


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("candidates", [], "the body: expected an object"),
        ("candidates", "text", "the body: expected an object"),
        ("candidates", {**REGISTRATION, "version": 1}, "version: Input should be a valid string"),
        (
            "candidates/rc1/publish",
            {"report_id": "rpt-001", "channel": "a", "workflow": "x"},
            "workflow: expected an object",
        ),
    ],
)
def test_a_body_of_another_form_is_refused_by_the_name_of_its_field(
    served: "ServedProject", path: str, body: object, said: str
) -> None:
    problem = served.client.post(f"{API}/{path}", json=body).json()

    assert (problem["code"], problem["detail"]) == ("invalid-request", said)


def test_a_parameter_is_refused_by_its_name(served: "ServedProject") -> None:
    problem = served.client.get(f"{API}/candidates?limit=0").json()

    assert problem["detail"] == "limit: Input should be greater than or equal to 1"
    assert problem["where"] == "query limit"
    worded = served.client.get(f"{API}/candidates?limit=x").json()["detail"]
    assert worded == "limit: expected a number, written in decimal digits alone"
