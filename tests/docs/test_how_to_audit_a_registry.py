"""The page about registries is true: its commands, run against an index on the loopback, print what it shows."""

from pathlib import Path

import pytest

from tests.docs.follow_page import follow
from tests.docs.test_how_tos import HOW_TO
from tests.integration.registry_asking import registry  # noqa: F401 - a fixture
from tests.registry_server import RegistryServer


@pytest.mark.engine
def test_a_registry_is_audited(
    tmp_path: Path,
    registry: RegistryServer,  # noqa: F811 - pytest passes it
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "reader").mkdir()
    monkeypatch.setenv("CLEAN_RELEASE_REGISTRY_PYPI", registry.index())
    registry.python("widget", registry.file("widget-1.2.2.tar.gz", "b" * 64))

    followed = follow(HOW_TO / "audit-a-registry.md", tmp_path / "reader")

    codes = [step.exit_code for step in followed if step.command.startswith("clean-release")]
    assert codes == [0, 1]
