"""The CI action and the workflow that runs it: a proposal does not say itself how it is judged."""

import pytest

from tests.integration.gated_repository import WORKFLOW, GatedRepository, Step, gated_repository

pytestmark = [pytest.mark.engine, pytest.mark.unmeasured]
PROPOSALS = ("pull_request", "pull_request_review", "merge_group")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> GatedRepository:
    """A repository that passes, and a change of its workflow that nobody has reviewed."""
    repository = gated_repository("complete", tmp_path_factory.mktemp("edited") / "runner")
    (repository.workspace / WORKFLOW).write_text("on: [pull_request, push]\n", encoding="utf-8")
    (repository.workspace / ".github" / "workflows" / "new.yml").write_text("on: pull_request\n", encoding="utf-8")
    repository.commit()
    return repository


def judged(repository: GatedRepository, event: str, **changed: str) -> Step:
    return repository.judged(GITHUB_EVENT_NAME=event, BASE_COMMIT=repository.base, **changed)


def is_refused(step: Step, *, because: str) -> None:
    assert (step.code, step.outputs["outcome"]) == (3, "refused"), step.log
    assert because in step.log


@pytest.mark.parametrize("event", PROPOSALS)
def test_a_proposal_cannot_edit_the_workflow_that_judges_it(edited: GatedRepository, event: str) -> None:
    is_refused(judged(edited, event), because=f"this change edits the workflow that judges it: {WORKFLOW}")


def test_a_proposal_cannot_bring_the_workflow_that_judges_it(edited: GatedRepository) -> None:
    reference = "Example-Org/widget/.github/workflows/new.yml@refs/pull/7/merge"

    is_refused(judged(edited, "pull_request", GITHUB_WORKFLOW_REF=reference), because="this change edits the workflow")


@pytest.mark.parametrize("reference", ["", "gate.yml", "example-org/widget/gate.yml@refs/heads/main"])
def test_a_proposal_whose_workflow_is_unknown_is_refused(edited: GatedRepository, reference: str) -> None:
    step = judged(edited, "pull_request", GITHUB_WORKFLOW_REF=reference)

    is_refused(step, because="GITHUB_WORKFLOW_REF names no workflow")


@pytest.mark.parametrize(
    ("event", "reference"),
    [
        ("pull_request_target", f"example-org/widget/{WORKFLOW}@refs/heads/main"),
        ("pull_request", f"example-org/required/{WORKFLOW}@refs/heads/main"),
    ],
)
def test_a_workflow_beyond_the_proposal_judges_it(edited: GatedRepository, event: str, reference: str) -> None:
    step = judged(edited, event, GITHUB_WORKFLOW_REF=reference)

    assert (step.code, step.outputs["outcome"]) == (0, "passed"), step.log
