"""Declared publishers against release, files and jobs: each question has three answers, and none is guessed."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.derive_publishers import PublishersSetting, derive_publishers
from checker.application.derive_workflows import ReviewedFiles
from checker.domain.json_value import Json
from checker.domain.manifest import Source, Target
from checker.domain.observation import Status, unread
from checker.domain.publisher import Publisher, PublishingRegistry
from tests.builders import a_gap, a_manifest, an_observation

PATH = ".github/workflows/release.yml"
OWN = Publisher(
    registry=PublishingRegistry.PYPI,
    project="Widget",
    owner="Octo",
    repository="widget",
    workflow="release.yml",
    environment="PyPI",
)
SOURCE = Source(host="github.com", repository="octo/widget", commit="a" * 40, ref="refs/tags/v1")
MANIFEST = a_manifest(source=SOURCE, targets=(Target(registry="pypi", project="widget"),))
TAGS: dict[str, Json] = {"event": "push", "line": 1, "is_call": False, "only_tags": True, "tags": ["v*"]}


def trigger(**changes: Json) -> dict[str, Json]:
    return {**TAGS, **changes}


def way(**changes: Json) -> dict[str, Json]:
    known: dict[str, Json] = {
        "entry": PATH,
        "file": PATH,
        "job": "publish",
        "environment": {"kind": "named", "name": "pypi", "line": 1},
        "is_remote": False,
        "uploads": True,
        "id_token": "write",
        "triggers": [TAGS],
    }
    return {**known, **changes}


def in_environment(kind: str, name: str = "") -> dict[str, Json]:
    return {"environment": {"kind": kind, "name": name, "line": 1}}


def asking(access: str) -> dict[str, Json]:
    return {"id_token": access}


def workflows(*ways: dict[str, Json], routes: Json = None) -> Json:
    section: dict[str, Json] = {"files": [{"path": PATH}], "routes": routes or an_observation(list(ways))}
    return an_observation(section)


SETTING = PublishersSetting(
    publishers=(OWN,),
    manifest=MANIFEST,
    workflows=workflows(way()),
    reviewed=ReviewedFiles(by_path={PATH: "a" * 64}),
    release_tags=("v*",),
    owner_id=0,
)


def derived(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - a field of the setting
    found: Any = derive_publishers(replace(SETTING, **changes))["publishers"]
    (only,) = found["value"]
    return dict(only)


def answers(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """Each question with its answer, or the status where there is none."""
    found = derived(**changes)
    return {name: one.get("value", one["status"]) for name, one in found.items() if isinstance(one, dict)}


GOOD = {
    "same_repository": True,
    "file_released": True,
    "file_on_default": True,
    "publishes_there": True,
    "token_only_there": True,
    "from_any_ref": False,
}


def test_a_publisher_in_order_is_said_to_be() -> None:
    found = derived()

    assert found["id"] == "pypi Widget: Octo/widget release.yml in PyPI"
    assert (found["workflow"], found["environment"], found["any_environment"]) == (PATH, "pypi", False)
    assert answers() == GOOD


def test_a_publisher_without_an_environment_is_bound_to_none() -> None:
    found = derived(publishers=(replace(OWN, environment=""),))

    assert (found["any_environment"], found["environment"]) == (True, "")
    assert found["id"].endswith("in any environment")
    assert found["publishes_there"]["value"] is False
    assert found["token_only_there"]["value"] is False


@pytest.mark.parametrize(
    ("publisher", "owner_id", "answer"),
    [
        (OWN, 7, True),
        (replace(OWN, owner_id=7), 7, True),
        (replace(OWN, owner_id=7), 8, False),
        (replace(OWN, owner_id=7), 0, "not_requested"),
        (replace(OWN, owner="other"), 0, False),
        (replace(OWN, owner="other", owner_id=7), 7, False),
    ],
)
def test_the_repository_is_compared_by_name_and_by_the_owners_id(
    publisher: Publisher, owner_id: int, *, answer: bool | str
) -> None:
    assert answers(publishers=(publisher,), owner_id=owner_id)["same_repository"] == answer


def test_without_a_manifest_nothing_is_said_of_the_release() -> None:
    assert answers(manifest=None)["same_repository"] == "not_requested"
    found: Any = derive_publishers(replace(SETTING, manifest=None))
    assert found["publishing"]["status"] == "not_requested"


def test_a_file_that_is_not_there_is_not_released_and_publishes_nothing() -> None:
    found = answers(publishers=(replace(OWN, workflow="gone.yml"),))
    assert (found["file_released"], found["file_on_default"], found["publishes_there"]) == (False, False, False)


def test_files_that_could_not_be_read_leave_everything_about_them_open() -> None:
    lost = ReviewedFiles(by_path={}, unknown=unread(Status.DENIED, why="hidden"))
    found = answers(workflows=a_gap("denied"), reviewed=lost)
    assert found == {**dict.fromkeys(GOOD, "denied"), "same_repository": True}


def test_ways_that_could_not_be_read_leave_only_the_jobs_open() -> None:
    found = answers(workflows=workflows(routes=a_gap("incomplete")))
    open_ones = dict.fromkeys(("publishes_there", "token_only_there", "from_any_ref"), "incomplete")
    assert found == {**GOOD, **open_ones}


@pytest.mark.parametrize(
    ("ways", "answer"),
    [
        ((way(**in_environment("named", "docs")),), False),
        ((way(**in_environment("none")),), False),
        ((way(**in_environment("expression", "pypi")),), False),
        ((way(**asking("read")),), False),
        ((way(is_remote=True),), False),
        ((way(), way(job="again", **in_environment("none"))), False),
        ((way(uploads=False),), "unsupported"),
        ((way(), way(job="test", uploads=False, **asking("none"), **in_environment("none"))), True),
    ],
)
def test_every_job_that_uploads_must_be_in_the_environment_with_a_token(
    ways: tuple[dict[str, Json], ...], *, answer: bool | str
) -> None:
    assert answers(workflows=workflows(*ways))["publishes_there"] == answer


def test_a_job_that_is_named_need_not_be_recognised() -> None:
    named = (replace(OWN, job="publish"),)
    assert answers(publishers=named, workflows=workflows(way(uploads=False)))["publishes_there"] is True
    assert answers(publishers=named, workflows=workflows(way(job="other")))["publishes_there"] is False


@pytest.mark.parametrize("token", ["write", "unknown"])
def test_a_token_anywhere_else_is_seen(token: str) -> None:
    elsewhere = way(job="test", uploads=False, **asking(token), **in_environment("none"))
    assert answers(workflows=workflows(way(), elsewhere))["token_only_there"] is False


@pytest.mark.parametrize(
    ("one", "answer"),
    [
        (trigger(), False),
        (trigger(tags=["v*", "*"]), True),
        (trigger(only_tags=False, tags=[]), True),
        (trigger(event="workflow_dispatch", only_tags=False, tags=[]), True),
        (trigger(event="release", only_tags=False, tags=[]), True),
        (trigger(event="made_up_tomorrow", only_tags=False, tags=[]), True),
        (trigger(event="schedule", only_tags=False, tags=[]), False),
        (trigger(event="workflow_call", is_call=True, only_tags=False, tags=[]), False),
    ],
)
def test_a_run_on_a_ref_of_somebodys_choice_is_seen(one: dict[str, Json], *, answer: bool) -> None:
    assert answers(workflows=workflows(way(triggers=[TAGS, one])))["from_any_ref"] is answer


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        (in_environment("named", "docs"), False),
        (in_environment("expression", "x"), True),
        ({"is_remote": True, **in_environment("named", "docs")}, True),
        ({"entry": "other.yml", "file": "other.yml"}, False),
    ],
)
def test_only_jobs_that_may_be_in_the_environment_count(changes: dict[str, Json], *, answer: bool) -> None:
    dispatched: list[Json] = [trigger(event="workflow_dispatch", only_tags=False, tags=[])]
    assert answers(workflows=workflows(way(triggers=dispatched, **changes)))["from_any_ref"] is answer


def test_each_target_has_a_publisher_or_not_or_cannot_have_one_declared() -> None:
    targets = (
        Target(registry="pypi", project="widget"),
        Target(registry="testpypi", project="widget"),
        Target(registry="npm", project="widget"),
        Target(registry="github", project="widget"),
    )
    found: Any = derive_publishers(replace(SETTING, manifest=a_manifest(source=SOURCE, targets=targets)))

    said = {one["id"]: one["has_publisher"] for one in found["publishing"]["value"]}
    assert said["pypi widget"]["value"] is True
    assert said["testpypi widget"]["value"] is False
    assert said["npm widget"]["status"] == "unsupported"
    assert "github widget" not in said
