"""The claims of a token and a declared publisher are compared as the registry compares them."""

import pytest

from checker.domain.claim_comparison import Difference, closest, differences, wanted_publisher
from checker.domain.publish_log import LoggedClaims
from checker.domain.publisher import Publisher, PublishingRegistry

CLAIMS: dict[str, str | None] = {
    "sub": "repo:octo/widget:environment:pypi",
    "repository": "octo/widget",
    "repository_owner_id": "7",
    "job_workflow_ref": "octo/widget/.github/workflows/release.yml@refs/tags/v1",
    "environment": "pypi",
}


def publisher(**changes: object) -> Publisher:
    fields: dict[str, object] = {
        "registry": PublishingRegistry.PYPI,
        "project": "widget",
        "owner": "octo",
        "repository": "widget",
        "workflow": "release.yml",
        "environment": "pypi",
        "owner_id": 7,
        **changes,
    }
    return Publisher(**fields)  # type: ignore[arg-type]  # a test names the fields


def differing(changes: dict[str, object], **claims: str | None) -> tuple[Difference, ...]:
    return differences(wanted_publisher(LoggedClaims(values={**CLAIMS, **claims})), publisher(**changes))


@pytest.mark.parametrize(
    ("changes", "field", "declared", "expected"),
    [
        ({"owner": "Octo"}, "owner", "Octo", "octo"),
        ({"repository": "Widget"}, "repository", "Widget", "widget"),
        ({"workflow": "publish.yml"}, "workflow", "publish.yml", "release.yml"),
        ({"workflow": ".github/workflows/release.yml"}, "workflow", ".github/workflows/release.yml", "release.yml"),
        ({"environment": "release"}, "environment", "release", "pypi"),
        ({"owner_id": 8}, "owner_id", "8", "7"),
    ],
)
def test_a_field_that_differs_is_named_with_the_exact_value(
    changes: dict[str, object], field: str, declared: str, expected: str
) -> None:
    assert differing(changes) == (Difference(field=field, declared=declared, expected=expected),)


@pytest.mark.parametrize("changes", [{}, {"environment": ""}, {"environment": "PyPI"}, {"owner_id": 0}])
def test_what_the_registry_takes_for_equal_is_no_difference(changes: dict[str, object]) -> None:
    assert differing(changes) == ()


def test_a_job_without_environment_differs_from_a_publisher_with_one() -> None:
    assert differing({}, environment=None) == (Difference(field="environment", declared="pypi", expected=""),)


def test_what_was_not_printed_is_not_compared() -> None:
    wanted = wanted_publisher(LoggedClaims(values={"repository": "octo/widget"}))

    assert (wanted.environment, wanted.owner_id, wanted.workflow) == (None, None, "")
    assert differences(wanted, publisher(workflow="other.yml", environment="else", owner_id=9)) == ()


@pytest.mark.parametrize(
    ("subject", "environment"),
    [
        ("repo:octo/widget:environment:release", "release"),
        ("repo:octo@7/widget@9:environment:release", "release"),
        ("repo:octo/widget:environment", ""),
        ("repo:octo/widget:ref:refs/heads/main", ""),
        ("repo:octo/widget", None),
        ("repository_owner_id:7:environment:pypi", None),
        ("", None),
    ],
)
def test_the_default_subject_tells_the_environment_where_nothing_else_does(
    subject: str, environment: str | None
) -> None:
    assert LoggedClaims(values={"sub": subject}).environment == environment


def test_the_closest_publisher_is_the_one_with_the_fewest_differences() -> None:
    wanted = wanted_publisher(LoggedClaims(values=CLAIMS))
    far, near = publisher(owner="a", repository="b"), publisher(workflow="x.yml")

    found = closest(wanted, [far, near])

    assert found is not None
    assert found[0] is near
    assert closest(wanted, []) is None
