"""A channel is what the project declares, and where it declares nothing, what its targets are called."""

import pytest

from checker.domain.channel import Channel, channel_named
from checker.domain.manifest import Target
from checker.errors import UsageError

PYPI, NPM = Target(registry="pypi", project="widget"), Target(registry="npm", project="widget")
PROD = Channel(name="prod", target=PYPI, environment="release")
STAGE = Channel(name="stage", target=NPM)


def test_a_declared_channel_leads_where_it_was_declared_to_lead() -> None:
    assert channel_named("prod", (PROD, STAGE), targets=(PYPI, NPM)) == PROD
    assert channel_named("stage", (PROD, STAGE), targets=(PYPI, NPM)).target == NPM


@pytest.mark.parametrize(("name", "near"), [("prdo", "prod"), ("staging", "stage"), ("pypi", "prod or stage")])
def test_where_some_are_declared_no_other_name_is_a_channel(name: str, near: str) -> None:
    with pytest.raises(UsageError, match=f"declares no channel '{name}'") as refused:
        channel_named(name, (PROD, STAGE), targets=(PYPI, NPM))

    assert f"did you mean {near}?" in refused.value.hint


def test_a_channel_of_a_target_that_the_manifest_does_not_have_is_refused() -> None:
    with pytest.raises(UsageError, match="leads to npm:widget, no target of the manifest") as refused:
        channel_named("stage", (PROD, STAGE), targets=(PYPI,))

    assert "manifest build" in refused.value.hint


def test_without_any_declared_a_name_is_a_targets_or_anything_where_there_is_one() -> None:
    assert channel_named("prod", (), targets=(PYPI,)) == Channel(name="prod", target=PYPI)
    assert channel_named("npm", (), targets=(PYPI, NPM)).target == NPM
    with pytest.raises(UsageError, match="leads to 0 targets"):
        channel_named("prod", (), targets=(PYPI, NPM))


def test_a_channel_with_an_environment_is_published_in_no_other() -> None:
    assert (PROD.environment_of(""), PROD.environment_of("release")) == ("release", "release")
    assert (STAGE.environment_of(""), STAGE.environment_of("any")) == ("", "any")
    with pytest.raises(UsageError, match="--environment is 'test', the channel prod is published in release"):
        PROD.environment_of("test")
