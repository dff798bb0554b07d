"""The facts of a workflow file answer what is asked of them, and no more than the file says."""

import pytest

from checker.domain.workflow import SecretUse, Step, Trigger, Workflow, Written, is_workflow_file


def test_an_expression_is_not_known() -> None:
    assert Written(text="pypi", line=1).is_known
    assert not Written(text="${{ matrix.target }}", line=1).is_known
    assert not Written(text="pypi-${{ inputs.stage }}", line=1).is_known


def test_a_filter_that_is_not_there_is_not_an_empty_one() -> None:
    trigger = Trigger(event="push", line=2, filters=(("tags", ("v*",)), ("branches", ())))

    assert trigger.patterns("tags") == ("v*",)
    assert trigger.patterns("branches") == ()
    assert trigger.patterns("paths") is None


def test_secrets_of_two_places_are_joined() -> None:
    one, other = SecretUse(names=("B",), inherited=True), SecretUse(names=("A", "B"), all=True)

    assert one | other == SecretUse(names=("A", "B"), all=True, inherited=True)
    assert SecretUse() | SecretUse() == SecretUse()


def test_names_of_inputs_are_compared_without_case() -> None:
    step = Step(line=1, inputs=(("Repository-URL", "x"), ("password", "y")))

    assert (step.input("repository-url"), step.input("attestations")) == ("x", "")


def test_a_workflow_knows_its_file_and_its_events() -> None:
    triggers = tuple(Trigger(event=event, line=1) for event in ("push", "release"))
    workflow = Workflow(
        path=".github/workflows/release.yml",
        name="",
        triggers=triggers,
        jobs=(),
        secrets=SecretUse(),
        concurrency=None,
    )

    assert workflow.file == "release.yml"
    assert workflow.events == {"push", "release"}


@pytest.mark.parametrize(("name", "is_one"), [("a.yml", True), ("a.yaml", True), ("a.yml.txt", False), ("yml", False)])
def test_workflows_are_files_with_one_of_two_endings(name: str, *, is_one: bool) -> None:
    assert is_workflow_file(name) is is_one
