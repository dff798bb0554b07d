"""Every way to an uploading job is found, through the workflows called in between; and calls cannot go on for ever."""

import pytest

from checker.domain.publish_route import publish_routes
from checker.domain.workflow import Workflow
from checker.errors import InputRefusedError
from checker.formats.workflow import read_workflow

UPLOAD = "{runs-on: ubuntu-latest, steps: [{run: uv publish}]}"


def workflow(name: str, on: str, **jobs: str) -> Workflow:
    lines = "".join(f"  {job}: {text}\n" for job, text in jobs.items())
    return read_workflow(f"on: {on}\njobs:\n{lines}".encode(), path=f".github/workflows/{name}.yml")


def call(name: str) -> str:
    return f"{{uses: ./.github/workflows/{name}.yml}}"


def ways(*workflows: Workflow) -> list[list[str]]:
    return [[link.job.id for link in route.chain] for route in publish_routes(workflows)]


def test_a_job_is_reached_through_every_caller() -> None:
    one = workflow("one", "push", a=call("shared"))
    other = workflow("other", "release", b=call("shared"))
    shared = workflow("shared", "workflow_call", upload=UPLOAD)

    assert ways(one, other, shared) == [["a", "upload"], ["b", "upload"]]


def test_a_workflow_that_nobody_here_calls_begins_a_way_of_its_own() -> None:
    assert ways(workflow("shared", "workflow_call", upload=UPLOAD)) == [["upload"]]


def test_a_workflow_that_is_started_and_called_has_both_ways() -> None:
    shared = workflow("shared", "[push, workflow_call]", upload=UPLOAD)

    assert ways(shared, workflow("one", "push", a=call("shared"))) == [["upload"], ["a", "upload"]]


def test_a_call_of_a_file_that_is_not_there_leads_nowhere() -> None:
    assert ways(workflow("one", "push", a=call("missing"))) == []


def test_a_circle_of_calls_leads_nowhere() -> None:
    one = workflow("one", "push", a=call("other"), upload=UPLOAD)
    other = workflow("other", "workflow_call", b=call("one"), c=call("other"))

    assert ways(one, other) == [["upload"]]


def test_ways_are_bounded_even_if_nothing_is_uploaded_at_their_ends() -> None:
    layers = [
        workflow(f"w{depth}", "push", **{f"j{number}": call(f"w{depth + 1}") for number in range(10)})
        for depth in range(9)
    ]

    with pytest.raises(InputRefusedError, match="more than 5000 ways"):
        ways(*layers)
