"""The registry takes one of several publishers, and not always the one that is meant."""

from dataclasses import replace

import pytest

from checker.domain.publish_prediction import Check, Finding
from checker.domain.publish_route import Route, publish_routes
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.domain.publisher_among_others import taken_instead
from checker.formats.workflow import read_workflow

ANY = Publisher(
    registry=PublishingRegistry.PYPI,
    project="widget",
    owner="octo",
    repository="widget",
    workflow="release.yml",
    owner_id=7,
)
EXACT = replace(ANY, project="gadget", environment="PyPI")


def route(job: str = "environment: pypi, runs-on: ubuntu-latest, steps: [{run: uv publish}]") -> Route:
    text = f"on: push\njobs:\n  publish: {{{job}}}\n"
    (found,) = publish_routes([read_workflow(text.encode(), path=".github/workflows/release.yml")])
    return found


def taken(publisher: Publisher, *others: Publisher, on: Route | None = None) -> Finding | None:
    return taken_instead(publisher, on or route(), (publisher, *others))


def test_the_publisher_with_the_environment_is_taken_before_one_for_any() -> None:
    found = taken(ANY, EXACT)

    assert found is not None
    assert (found.check, found.field, found.expected) == (Check.ENVIRONMENT, "environment", "PyPI")
    assert taken(EXACT, ANY) is None


def test_a_pending_publisher_of_a_project_that_exists_hides_both() -> None:
    pending = replace(ANY, pending=True)

    for publisher, other in ((ANY, pending), (pending, ANY)):
        found = taken(publisher, other)
        assert found is not None
        assert (found.check, found.fix) == (Check.PROJECT_NAME, "delete the pending publisher of widget")


@pytest.mark.parametrize(
    "other",
    [
        replace(EXACT, registry=PublishingRegistry.TESTPYPI),
        replace(EXACT, project="Widget"),
        replace(EXACT, environment="staging"),
        replace(EXACT, owner_id=8),
        replace(EXACT, workflow="other.yml"),
        replace(ANY, project="gadget"),
    ],
)
def test_what_is_not_taken_hides_nothing(other: Publisher) -> None:
    assert taken(ANY, other) is None


def test_a_folder_in_the_declaration_is_another_matter() -> None:
    assert taken(ANY, replace(EXACT, workflow=".github/workflows/release.yml")) is not None


def test_where_nothing_matches_or_is_known_nothing_is_said() -> None:
    assert taken(replace(ANY, environment="staging")) is None
    assert taken(ANY, EXACT, on=route("uses: acme/shared/.github/workflows/publish.yml@v1")) is None
    unknown = "environment: '${{ inputs.to }}', runs-on: ubuntu-latest, steps: [{run: uv publish}]"
    assert taken(ANY, EXACT, on=route(unknown)) is None
    assert taken(ANY, EXACT, on=route("runs-on: ubuntu-latest, steps: [{run: uv publish}]")) is None
