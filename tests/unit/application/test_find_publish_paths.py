"""Who can cause a publish: each case of `tests/data/paths` with the cheapest path of each kind, worked out by hand."""

from dataclasses import replace

import pytest

from checker.application.find_publish_paths import find_publish_paths
from checker.domain.path_graph import Passage
from checker.domain.publish_path import Closure
from checker.errors import InputRefusedError, TrustError
from tests.fakes.slow_distances import SlowDistances
from tests.path_cases import case_of, expected_of, names, paths_of, question_of, sections_of, told


@pytest.mark.parametrize("name", names())
def test_the_paths_are_those_worked_out_by_hand(name: str) -> None:
    assert told(paths_of(name)) == expected_of(name), case_of(name)["about"]


@pytest.mark.parametrize("name", names())
def test_an_attack_is_named_first_and_says_what_would_close_it(name: str) -> None:
    found = paths_of(name)

    attacks = [path for path in found.paths if path.is_attack]
    assert list(found.paths[: len(attacks)]) == attacks
    assert (found.closure is Closure.OPEN) is bool(attacks)
    for path in attacks:
        assert any(edge.fix for edge in path.edges), path


@pytest.mark.parametrize("name", names())
def test_every_edge_that_is_not_open_says_why(name: str) -> None:
    for edge in paths_of(name).graph.edges:
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
    patterns = [["tag", f"*{'a*' * 60}{number}"] for number in range(60)]
    rules = [{"id": str(n), "target": "tag", "include": [f"refs/tags/*{'b*' * 60}{n}"]} for n in range(60)]
    sections = sections_of({"environments": {"pypi": {"refs": patterns}}, "rulesets": rules})

    with pytest.raises(InputRefusedError, match="steps"):
        paths_of("guarded", sections)
