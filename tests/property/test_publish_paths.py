"""Paths err on the safe side: less knowledge and fewer guards never make a publish look better guarded."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.domain.hole import UNREADABLE, observed, with_hole
from checker.domain.path_graph import Passage
from checker.domain.publish_path import Closure, PublishPaths, weight_of
from tests.path_cases import case_of, names, paths_of, sections_of

pytestmark = pytest.mark.property

_WORST_FIRST = [Closure.OPEN, Closure.UNKNOWN, Closure.GUARDED]
_CASES = {name: case_of(name) for name in names()}
_REVIEWED = {
    "rulesets": [
        {"id": "1", "include": ["~ALL"], "approvals": 2, "last_push": True, "forbids": ["creation", "deletion"]},
        {
            "id": "2",
            "target": "tag",
            "forbids": ["creation", "update", "deletion"],
            "bypass": [["Team", "3", "always"]],
        },
    ],
    "classic": [{"ref": "refs/heads/main", "approvals": 1, "last_push": True, "admins": True}],
    "branches": {"main": True, "next": True},
    "environments": {
        "pypi": {"reviewers": [["User", "1"]], "refs": [["branch", "main"], ["tag", "v*"]], "secrets": ["PYPI_TOKEN"]}
    },
    "collaborators": [[1, "write"]],
    "deploy_keys": [[5, "robot", False]],
}
_FORGETTING: list[tuple[str, Any]] = [
    ("environments.pypi.reviewers", []),
    ("environments.pypi.prevent", False),
    ("environments.pypi.admins", True),
    ("environments.pypi.refs", "any"),
    ("environments", {}),
    ("rulesets.0.approvals", 1),
    ("rulesets.0.approvals", 0),
    ("rulesets.0.last_push", False),
    ("rulesets.0.forbids", []),
    ("rulesets.0.enforcement", "evaluate"),
    ("rulesets.0.bypass", [["RepositoryRole", "5", "always"]]),
    ("rulesets.0.bypass", [["RepositoryRole", "2", "pull_request"]]),
    ("rulesets.1.forbids", ["deletion"]),
    ("rulesets.1.bypass", [["DeployKey", "", "always"], ["OrganizationAdmin", "1", "always"]]),
    ("rulesets", []),
    ("classic.0.admins", False),
    ("classic.0.approvals", 0),
    ("classic.0.allow", [["User", "1"]]),
    ("classic", []),
    ("bots_approve", True),
]


def changed(settings: Any, path: str, value: Any) -> Any:  # noqa: ANN401 - settings in short, of any form
    """The settings with one of them set; what is not there stays so."""
    head, _, rest = path.partition(".")
    key: Any = int(head) if isinstance(settings, list) else head
    if isinstance(settings, list) and key >= len(settings):
        return settings
    if not rest:
        inner = value
    elif isinstance(settings, dict) and key not in settings:
        return settings
    else:
        inner = changed(settings[key], rest, value)
    if isinstance(settings, list):
        return [inner if at == key else one for at, one in enumerate(settings)]
    return {**settings, key: inner}


def least(found: PublishPaths) -> int:
    """What the easiest path of a person asks for."""
    costs = [sum(map(weight_of, path.edges)) - len(path.edges) for path in found.paths if path.kind.is_person]
    return min(costs)


@pytest.mark.parametrize("name", _CASES)
def test_what_cannot_be_read_never_closes_a_path(name: str) -> None:
    sections = sections_of(_CASES[name].get("settings", {}))
    before = paths_of(name, sections)

    for place in observed(sections):
        after = paths_of(name, with_hole(sections, place, UNREADABLE[1]))
        is_guarded = after.closure is Closure.GUARDED
        assert not is_guarded or before.closure is Closure.GUARDED, place.path
        assert len({path.registry.id for path in after.paths}) == len({path.registry.id for path in before.paths})


@given(name=st.sampled_from(sorted(_CASES)), data=st.data())
def test_several_holes_never_close_a_path_either(name: str, data: st.DataObject) -> None:
    settings = data.draw(st.sampled_from([_CASES[name].get("settings", {}), _REVIEWED]))
    for path, value in data.draw(st.lists(st.sampled_from(_FORGETTING), max_size=3)):
        settings = changed(settings, path, value)
    sections = sections_of(settings)
    before = paths_of(name, sections)

    places = observed(sections) or observed(sections_of(_REVIEWED))
    for place in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        sections = with_hole(sections, place, data.draw(st.sampled_from(UNREADABLE)))
    after = paths_of(name, sections)

    assert after.closure is not Closure.GUARDED or before.closure is Closure.GUARDED


@given(
    name=st.sampled_from(sorted(_CASES)),
    first=st.lists(st.sampled_from(_FORGETTING), max_size=3),
    last=st.sampled_from(_FORGETTING),
)
def test_a_guard_that_is_taken_away_never_takes_a_path_away(
    name: str, first: list[tuple[str, Any]], last: tuple[str, Any]
) -> None:
    settings: Any = _REVIEWED
    for path, value in first:
        settings = changed(settings, path, value)
    before = paths_of(name, sections_of(settings))
    weaker = changed(settings, *last)
    if weaker != settings and not is_weaker(settings, last):
        return

    after = paths_of(name, sections_of(weaker))

    assert least(after) <= least(before)
    assert _WORST_FIRST.index(after.closure) <= _WORST_FIRST.index(before.closure)


def is_weaker(settings: Any, edit: tuple[str, Any]) -> bool:  # noqa: ANN401 - as above
    """Whether an edit takes something away: some would put back what another took."""
    path, value = edit
    found = settings
    for step in path.split("."):
        if isinstance(found, list):
            found = found[int(step)] if int(step) < len(found) else None
        else:
            found = (found or {}).get(step)
    if path.endswith("approvals"):
        return found is not None and found >= value
    if path.endswith((".forbids", ".bypass", ".allow")):
        return len(found or []) >= len(value) if path.endswith(".forbids") else not found
    return True


def test_every_passage_occurs_in_the_cases() -> None:
    seen = {path.passage for name in _CASES for path in paths_of(name).paths}

    assert seen == set(Passage)
