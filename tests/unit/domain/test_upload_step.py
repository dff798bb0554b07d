"""A step uploads to the registry it is told, and with the credential it is given."""

import pytest

from checker.domain.publisher import PublishingRegistry
from checker.domain.upload_step import Upload, registries_at, upload_of
from checker.domain.workflow import Step
from checker.domain.workflow_uses import uses_of

PYPI, TESTPYPI = PublishingRegistry.PYPI, PublishingRegistry.TESTPYPI
ACTION = uses_of("pypa/gh-action-pypi-publish@release/v1", line=3)


@pytest.mark.parametrize(
    ("target", "registries"),
    [
        ("", {PYPI}),
        ("pypi", {PYPI}),
        ("TestPyPI", {TESTPYPI}),
        ("'testpypi'", {TESTPYPI}),
        ("https://upload.pypi.example/legacy/", {PYPI}),
        ("https://test.pypi.example/legacy/", {TESTPYPI}),
        ("https://pypi.internal.example/", set()),
        ("https://localhost/", set()),
        ("https://[/", set()),
        ("our-index", {PYPI, TESTPYPI}),
        ("${{ inputs.where }}", {PYPI, TESTPYPI}),
        ("$INDEX", {PYPI, TESTPYPI}),
    ],
)
def test_an_address_means_a_registry(target: str, registries: set[PublishingRegistry]) -> None:
    assert registries_at(target) == registries


@pytest.mark.parametrize(
    ("step", "registries", "has_password", "attests"),
    [
        (Step(line=1, uses=ACTION), {PYPI}, False, True),
        (
            Step(line=1, uses=ACTION, inputs=(("repository_url", "https://test.pypi.example/"),)),
            {TESTPYPI},
            False,
            True,
        ),
        (Step(line=1, uses=ACTION, inputs=(("attestations", "False"), ("password", "x"))), {PYPI}, True, False),
        (Step(line=1, uses=ACTION, inputs=(("attestations", "${{ inputs.a }}"),)), {PYPI}, False, None),
        (Step(line=1, run="uv publish"), {PYPI}, False, None),
        (Step(line=1, run="uv publish --index testpypi"), {TESTPYPI}, False, None),
        (Step(line=1, run="uv publish --publish-url=https://test.pypi.example/legacy/"), {TESTPYPI}, False, None),
        (Step(line=1, run="uv publish --token x"), {PYPI}, True, None),
        (Step(line=1, run="uv publish --trusted-publishing never"), {PYPI}, True, None),
        (Step(line=1, run="uv publish", env=(("UV_PUBLISH_TOKEN", "x"),)), {PYPI}, True, None),
        (Step(line=1, run="uv publish", env=(("UV_PUBLISH_INDEX", "testpypi"),)), {TESTPYPI}, False, None),
        (Step(line=1, run="twine upload -r testpypi dist/*"), {TESTPYPI}, False, False),
        (Step(line=1, run="twine upload dist/*\nuv publish --index testpypi"), {PYPI, TESTPYPI}, False, None),
        (Step(line=1, run="uv publish", env=(("UV_TRUSTED_PUBLISHING", "never"),)), {PYPI}, True, None),
        (Step(line=1, run="pdm publish"), {PYPI}, False, False),
    ],
)
def test_an_upload_is_recognised(
    step: Step, registries: set[PublishingRegistry], *, has_password: bool, attests: bool | None
) -> None:
    found = upload_of(step)

    assert found is not None
    assert found == Upload(
        line=1,
        registries=frozenset(registries),
        has_password=has_password,
        attests=attests,
        without=found.without,
    )


@pytest.mark.parametrize(
    "step",
    [
        Step(line=1, uses=uses_of("actions/checkout@v4", line=1)),
        Step(line=1, uses=uses_of("./publish", line=1)),
        Step(line=1, run="make publish"),
        Step(line=1, run="python -m uvicorn publish"),
    ],
)
def test_other_steps_upload_nothing_that_is_known(step: Step) -> None:
    assert upload_of(step) is None
