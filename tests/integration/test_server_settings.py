"""The settings of a server as a file: read where only its user could have written it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from checker.bootstrap.calling import opened_calling, server_settings
from checker.domain.server_settings import ServerSettings
from checker.errors import CleanReleaseError

TEXT = "schema: clean-release/server/v1\nlimits: {failures: 7}\n"


@pytest.fixture
def path() -> Path:
    path = Path(os.environ["XDG_CONFIG_HOME"]) / "clean-release" / "server.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0o600)
    return path


def test_without_a_file_the_usual_settings_count() -> None:
    assert server_settings() == ServerSettings()


def test_what_the_file_says_counts(path: Path) -> None:
    assert path.is_file()
    assert server_settings().limits.failures.most == 7


def widen(path: Path) -> None:
    path.chmod(0o620)


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere.yaml"))
    path.symlink_to("elsewhere.yaml")


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def put_into_a_checkout(path: Path) -> None:
    (path.parent / ".git").mkdir()


def enlarge(path: Path) -> None:
    path.write_text(TEXT + "#" * 2**20, encoding="utf-8")


def forget_the_audience(path: Path) -> None:
    path.write_text(
        "schema: clean-release/server/v1\noidc: {issuer: https://a.example, jobs: [{}]}\n", encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (widen, "may be written by others"),
        (link, "cannot be read"),
        (replace_by_a_folder, "not a plain file"),
        (put_into_a_checkout, "lie in a checkout"),
        (enlarge, "larger than what is read"),
        (forget_the_audience, "audience"),
    ],
)
def test_settings_that_are_not_safe_start_no_server(path: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(path)

    with pytest.raises(CleanReleaseError, match=said), opened_calling():
        pass
