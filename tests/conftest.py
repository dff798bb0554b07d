"""What every test stands on: no configuration of the machine is read, and examples are drawn by one profile."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tools.build_bundle import refresh

# No deadline: how long an example takes says something about the machine, not about the code.
# A change is held to a sample and to what `tests/promised.py` names; every property is swept at night.
settings.register_profile("dev", max_examples=200, deadline=None)
settings.register_profile("ci", max_examples=200, deadline=None, print_blob=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "dev"))

TESTS = Path(__file__).parent
SYSTEM_TESTS = "system/"
UNMEASURED = (
    "architecture/",
    "attacks/",
    "docs/",
    "integration/test_real_gate.py",
    "integration/test_release_dry_run.py",
    "integration/test_release_smoke.py",
    "property/",
    "system/",
)
UNMEASURED_WORDS = ("hypothesis", "mark.property", "unmeasured")
"""A file elsewhere holds a test that is not measured only if it has one of these in it."""
FOREIGN_PREFIXES = ("CLEAN_RELEASE_", "GH_", "GITHUB_", "GIT_", "RUNNER_")
FOREIGN_NAMES = ("CI", "CLICOLOR", "COLUMNS", "FORCE_COLOR", "LINES", "NO_COLOR")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let tests see the policies and schemas of this moment, not those of the last set-up."""
    if not hasattr(session.config, "workerinput"):
        refresh()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Import no file that holds no test of this run of `make check`: collecting all of them takes longer than most."""
    place = str(collection_path).removeprefix(f"{TESTS}/")
    is_apart = f"{place}/".startswith(UNMEASURED) or place.startswith(UNMEASURED)
    if config.option.markexpr == "not unmeasured" and is_apart:
        return True
    if config.option.markexpr == "unmeasured" and not is_apart and place.endswith(".py"):
        text = collection_path.read_text(encoding="utf-8")
        return True if all(word not in text for word in UNMEASURED_WORDS) else None
    return None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by where they lie and whether they draw examples, so that no mark is forgotten; leave the night's out.

    `make test` then never needs a system package by oversight, and `make check` measures no test whose line count says
    nothing: hundreds of examples, a document changed in every place, one whole program after the other.
    """
    for item in items:
        place = str(item.path).removeprefix(f"{TESTS}/")
        if place.startswith(SYSTEM_TESTS):
            item.add_marker(pytest.mark.system)
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker(pytest.mark.property)
        if item.get_closest_marker("property") or place.startswith(UNMEASURED):
            item.add_marker(pytest.mark.unmeasured)
    if os.environ.get("HYPOTHESIS_PROFILE") != "nightly":
        at_night = [item for item in items if item.get_closest_marker("nightly")]
        items[:] = [item for item in items if item not in at_night]
        config.hook.pytest_deselected(items=at_night)


@pytest.fixture(autouse=True)
def _own_surroundings(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Keep the anchor, keys, tokens and git settings of whoever runs the tests out of them."""
    for name in os.environ:
        if name.startswith(FOREIGN_PREFIXES) or name in FOREIGN_NAMES:
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_TERMINAL_PROMPT", "0")
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "clean-release tests")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "tests@example.invalid")
