"""Set-up works on machines without a usable home, and obeys the cache directories it is given."""

from pathlib import Path

import pytest

from tools.caches import cache_environment

CACHES = ("XDG_CACHE_HOME", "PIP_CACHE_DIR", "UV_CACHE_DIR", "GOPATH", "GOCACHE", "ZIG_GLOBAL_CACHE_DIR")


def test_a_usable_home_keeps_its_own_caches(tmp_path: Path) -> None:
    environment = cache_environment({"HOME": str(tmp_path)}, tmp_path / "checkout")

    assert environment["HOME"] == str(tmp_path)
    assert not set(CACHES) & set(environment)


@pytest.mark.parametrize(
    "home",
    [{}, {"HOME": ""}, {"HOME": "/proc/self/nowhere"}, {"HOME": "/proc"}],
    ids=["unset", "empty", "missing", "read-only"],
)
def test_without_a_usable_home_every_cache_is_in_the_checkout(tmp_path: Path, home: dict[str, str]) -> None:
    environment = cache_environment(home, tmp_path)

    for name in ("HOME", *CACHES):
        assert Path(environment[name]).is_relative_to(tmp_path / ".cache")
    assert Path(environment["HOME"]).is_dir()


def test_a_cache_that_is_set_is_respected(tmp_path: Path) -> None:
    given = {"UV_CACHE_DIR": "/caches/uv", "GOCACHE": "/caches/go-build", "GOMODCACHE": "/caches/mod"}

    environment = cache_environment(given, tmp_path)

    assert given.items() <= environment.items()


def test_an_activated_environment_elsewhere_is_forgotten(tmp_path: Path) -> None:
    environment = cache_environment({"HOME": str(tmp_path), "VIRTUAL_ENV": "/elsewhere"}, tmp_path)

    assert "VIRTUAL_ENV" not in environment
