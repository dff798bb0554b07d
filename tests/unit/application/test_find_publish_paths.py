"""Who can cause a publish: each case of `tests/data/paths` with the cheapest path of each kind, worked out by hand."""

from dataclasses import replace
from functools import cache

import pytest

from checker.application.find_publish_paths import find_publish_paths
from checker.application.read_workflows import ReadWorkflow
from checker.domain.json_value import Json
from checker.domain.path_graph import ActorKind, Passage
from checker.domain.path_scene import PathScene
from checker.domain.publish_path import Closure, PublishPaths
from checker.domain.publish_paths import publish_graph
from checker.domain.workflow import Trigger
from checker.errors import InputRefusedError, TrustError
from tests.fakes.slow_distances import SlowDistances
from tests.path_cases import case_of, expected_of, names, paths_of, question_of, sections_of, told
from tests.settings_builders import classic_rule, hidden, ruleset, seen

paths_of_case = cache(paths_of)


@pytest.mark.parametrize("name", names())
def test_the_paths_are_those_worked_out_by_hand(name: str) -> None:
    assert told(paths_of_case(name)) == expected_of(name), case_of(name)["about"]


@pytest.mark.parametrize("name", names())
def test_an_attack_is_named_first_and_says_what_would_close_it(name: str) -> None:
    found = paths_of_case(name)

    attacks = [path for path in found.paths if path.is_attack]
    assert list(found.paths[: len(attacks)]) == attacks
    assert (found.closure is Closure.OPEN) is bool(attacks)
    for path in attacks:
        assert any(edge.fix for edge in path.edges), path


@pytest.mark.parametrize("name", names())
def test_every_edge_that_is_not_open_says_why(name: str) -> None:
    for edge in paths_of_case(name).graph.edges:
        assert edge.why or edge.passage is Passage.OPEN, edge
        assert bool(edge.others) is (edge.passage is Passage.GUARDED), edge
        assert edge.fix or edge.passage is not Passage.UNKNOWN or edge.source.startswith("trigger:unread:"), edge


def test_without_an_audit_nothing_is_known() -> None:
    found = find_publish_paths(replace(question_of("guarded"), audits=[]), distances=SlowDistances())

    assert found.closure is Closure.UNKNOWN
    assert (found.audit, found.why, found.writers) == (None, "there is no audit of the repository", None)


def test_without_workflow_files_what_they_do_is_not_known() -> None:
    found = find_publish_paths(replace(question_of("guarded"), workflows=[]), distances=SlowDistances())

    assert found.closure is Closure.UNKNOWN
    assert found.paths[0].edges[0].why == "there are no workflow files here"


def test_without_anything_to_publish_with_there_is_no_answer() -> None:
    question = question_of("guarded")
    nothing = replace(question, project=replace(question.project, publishers=()), workflows=[])

    with pytest.raises(InputRefusedError):
        find_publish_paths(nothing, distances=SlowDistances())


def test_two_audits_of_one_repository_are_refused() -> None:
    question = question_of("guarded")

    with pytest.raises(TrustError):
        find_publish_paths(replace(question, audits=[*question.audits, *question.audits]), distances=SlowDistances())


def test_patterns_that_take_too_long_to_compare_are_no_answer() -> None:
    question = question_of("guarded")
    scene = PathScene(slug="octo/widget", publishers=question.project.publishers, sections=question.audits[0].sections)
    scene.steps.left = 1

    with pytest.raises(InputRefusedError, match="steps"):
        publish_graph(scene)


def whys(name: str, sections: dict[str, Json]) -> set[str]:
    """Why unknown edges are unknown."""
    return {edge.why for edge in paths_of(name, sections).graph.edges if edge.passage is Passage.UNKNOWN}


def settings_of(name: str, **unread: Json) -> dict[str, Json]:
    """The sections of a case with some of them replaced."""
    return {**sections_of(case_of(name).get("settings", {})), **unread}


def test_without_the_default_branch_its_admission_is_not_known() -> None:
    assert "which branch is the default one could not be read" in whys(
        "events", settings_of("events", repository=hidden())
    )


def test_whether_workflows_may_approve_decides_on_a_single_approval() -> None:
    sections = settings_of("bots-approve", ci_permissions=hidden())

    assert "what a merge into the branch main demands could not all be read" in whys("bots-approve", sections)


def test_a_branch_that_may_not_be_there_may_be_made() -> None:
    rule = {"ref": "refs/heads/stable", "protection": seen(classic_rule())}
    sections = settings_of("branches-unread", classic_protection=seen([rule]))

    assert "it is not known whether the branch stable could be made anew" in whys("branches-unread", sections)


def test_a_classic_rule_that_could_not_be_read_is_no_rule_that_is_known() -> None:
    rule = {"ref": "refs/heads/main", "protection": hidden()}
    sections = settings_of("bots-approve", classic_protection=seen([rule]))

    assert paths_of("bots-approve", sections).closure is not Closure.GUARDED


def test_a_rule_for_pushes_that_could_not_be_read_may_restrict_files() -> None:
    sections = settings_of("no-environment", ref_rules=seen([ruleset("7", target="push", definition=hidden())]))

    assert "a rule for pushes may keep workflow files from being changed" in whys("no-environment", sections)


def test_writers_are_not_known_where_a_list_of_them_is_not() -> None:
    people: Json = {"collaborators": seen([]), "teams": hidden()}

    assert paths_of("guarded", settings_of("guarded", access=seen(people))).writers is None


def test_a_workflow_that_follows_itself_through_others_ends() -> None:
    question = question_of("workflow-run")
    release, tests = sorted((one.workflow for one in question.workflows if one.workflow), key=lambda one: one.path)
    again = Trigger(event="workflow_run", line=1, filters=(("workflows", (release.path,)),))
    round_about = replace(tests, triggers=(*tests.triggers, again))
    files = [ReadWorkflow(path=one.path, workflow=one) for one in (release, round_about)]

    found = find_publish_paths(replace(question, workflows=files), distances=SlowDistances())

    assert found.closure is Closure.OPEN


def outsiders(name: str, sections: dict[str, Json]) -> set[str]:
    """What those are called who need no rights to write."""
    return {path.actor.name for path in paths_of(name, sections).paths if path.kind is ActorKind.ANYONE}


def test_where_it_could_not_be_read_who_sees_a_repository_it_is_anyone() -> None:
    name = "one-secret-of-several"

    assert outsiders(name, settings_of(name)) == {"whoever may read the repository"}
    assert outsiders(name, settings_of(name, repository=hidden())) == {"anyone with an account"}


def test_a_publisher_of_another_repository_is_for_anyone_though_this_one_is_private() -> None:
    private = sections_of({**case_of("not-here").get("settings", {}), "visibility": "private"})

    assert "anyone with an account" in outsiders("not-here", private)


def followed(name: str, event: str, **filters: tuple[str, ...]) -> PublishPaths:
    """The paths of a case whose followed workflow is started otherwise."""
    question = question_of(name)
    release, tests = sorted((one.workflow for one in question.workflows if one.workflow), key=lambda one: one.path)
    started = replace(tests, triggers=(Trigger(event=event, line=1, filters=tuple(filters.items())),))
    files = [ReadWorkflow(path=one.path, workflow=one) for one in (release, started)]
    return find_publish_paths(replace(question, workflows=files), distances=SlowDistances())


@pytest.mark.parametrize("event", ["push", "pull_request", "schedule", "workflow_dispatch", "workflow_call"])
def test_what_starts_a_followed_workflow_today_holds_nobody_up_who_writes_another(event: str) -> None:
    found = followed("followed-in-private", event, branches=("nowhere",))

    assert {"whoever may write", "whoever holds a deploy key (robot)"} <= {
        path.actor.name for path in found.paths if path.is_attack
    }


@pytest.mark.parametrize(
    ("filters", "passages"),
    [
        ({}, {Passage.OPEN}),
        ({"branches": ("next",)}, {Passage.OPEN}),
        ({"branches": ("team/**",)}, {Passage.UNKNOWN}),
        ({"tags": ("v1",)}, {Passage.OPEN}),
    ],
)
def test_where_other_tests_may_be_kept_out_the_pushes_that_start_those_that_are_there_count(
    filters: dict[str, tuple[str, ...]], passages: set[Passage]
) -> None:
    found = followed("followed-behind-push-rule", "push", **filters)

    as_they_are = {edge.passage for edge in found.graph.edges if edge.says == "the push starts a workflow as it is"}
    assert as_they_are == passages


def test_a_reviewer_may_end_a_followed_workflow_that_is_not_among_the_files() -> None:
    question = question_of("followed-by-reviewer")
    files = [one for one in question.workflows if one.path.endswith("release.yml")]

    found = find_publish_paths(replace(question, workflows=files), distances=SlowDistances())

    assert found.closure is Closure.UNKNOWN
    assert {path.kind for path in found.paths if path.passage is Passage.UNKNOWN} == {ActorKind.REVIEWER}


def test_without_a_publisher_a_token_opens_the_registry_that_is_uploaded_to() -> None:
    question = question_of("not-here")
    release = replace(question.project.release, publish_tokens=("PYPI_TOKEN",))
    project = replace(question.project, publishers=(), release=release)
    audit = replace(question.audits[0], sections=sections_of({"secrets": {"repository": ["PYPI_TOKEN"]}}))

    found = find_publish_paths(replace(question, project=project, audits=[audit]), distances=SlowDistances())

    assert found.paths[0].registry.name == "TestPyPI"
    assert found.paths[0].kind is ActorKind.TOKEN_HOLDER
    assert found.closure is Closure.OPEN
