"""The pages about releasing are true: every command they show, typed as it stands, does what they say."""

import shlex

import pytest

from tests.docs.test_how_tos import HOW_TO
from tests.git_repositories import git
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.integration.conftest import command  # noqa: F401 - a fixture
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.integration.released_project import OWNER, WHEEL, ReleasedProject, released  # noqa: F401 - a fixture
from tools.shown_commands import blocks


def shown(page: str, project: ReleasedProject) -> list[list[str]]:
    """The words of every command of a page; what a reader has to fill in is filled in."""
    text = (HOW_TO / page).read_text(encoding="utf-8")
    head = git(project.tree, "rev-parse", "HEAD").strip()
    bodies = [one.body.replace("\\\n", " ") for one in blocks(text)]
    lines = [line for body in bodies for line in body.splitlines() if line.startswith("$ clean-release ")]
    return [shlex.split(line.replace("HEAD_COMMIT", head))[2:] for line in lines]


def upload(project: ReleasedProject) -> None:
    """What an uploader does with the folder that was verified."""
    import hashlib  # noqa: PLC0415 - here alone

    data = (project.tree / "upload" / WHEEL).read_bytes()
    project.registry.python("widget", project.registry.file(WHEEL, hashlib.sha256(data).hexdigest()))


@pytest.mark.engine
def test_two_persons_release_from_the_command_line(released: ReleasedProject) -> None:  # noqa: F811 - pytest passes it
    """The flow of an operator, word for word."""
    for words in shown("release-with-two-persons.md", released):
        if words[:2] == ["keys", "generate"]:
            continue  # the project began with these keys
        if words[:2] == ["release", "confirm"]:
            upload(released)
        released.done(*words)

    assert released.status()["state"] == "REVOKED"


@pytest.mark.engine
def test_what_is_approved_here_is_published_in_a_job(released: ReleasedProject) -> None:  # noqa: F811 - as above
    released.to_manifest()
    released.to_report()
    head = git(released.tree, "rev-parse", "HEAD").strip()
    runner = {
        "GITHUB_SERVER_URL": "https://127.0.0.1",
        "GITHUB_REPOSITORY_ID": "7",
        "GITHUB_REPOSITORY_OWNER_ID": "3",
        "GITHUB_SHA": head,
        "GITHUB_REF": "refs/tags/v1.2.0-rc1",
        "GITHUB_WORKFLOW_REF": "octo/widget/.github/workflows/release.yml@refs/tags/v1.2.0-rc1",
        "GITHUB_WORKFLOW_SHA": head,
        "GITHUB_RUN_ID": "4711",
        "GITHUB_RUN_ATTEMPT": "1",
    }
    for words in shown("approve-here-publish-in-ci.md", released):
        with released.job() as job:
            for name, value in runner.items() if words[:2] == ["permit", "verify"] else ():
                job.setenv(name, value)
            released.done(*words)

    assert (released.tree / "upload" / WHEEL).is_file()
    assert (released.tree / "whole.json").is_file()
    assert released.status()["break_glass"][0]["asked_by"] == OWNER[-1]


@pytest.mark.engine
def test_whoever_is_called_finds_out_what_stands_still(released: ReleasedProject) -> None:  # noqa: F811 - as above
    """Every command of the page does something; whether the gate is fast enough is not what is tested."""
    released.to_manifest()
    released.to_report()
    for words in shown("operate-releases.md", released):
        if words[:2] == ["bench", "latency"]:
            few = ["2" if word == "1000" else word for word in words]
            assert released(*few).code in {0, 1}
            continue
        released.done(*words)

    assert "revise" in released.done("trail", "show", "--action", "revise")
    assert (released.tree / "before-rollback.sqlite").is_file()
    assert (released.tree / "latency.jsonl").read_text().count("\n") == 2
