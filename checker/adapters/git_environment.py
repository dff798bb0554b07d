"""How git is started where the repository is somebody else's: with settings of ours, so that it runs nothing of theirs.

A repository's own configuration can name programs (`core.fsmonitor`, hooks) that plain git commands start, and an
embedded bare repository can bring such a configuration along.
"""

import os
from collections.abc import Mapping

_SETTINGS = {
    "safe.bareRepository": "explicit",
    "safe.directory": "*",  # whose checkout it is does not matter where nothing of it is run
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "core.pager": "cat",
}


def git_environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The whole environment that git gets, with more settings if wanted."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_TERMINAL_PROMPT": "0",
        **configured({**_SETTINGS, **(more or {})}),
    }


def configured(settings: Mapping[str, str]) -> dict[str, str]:
    """Settings as the variables that hand them to git (git-config: GIT_CONFIG_COUNT)."""
    variables = {"GIT_CONFIG_COUNT": str(len(settings))}
    for number, (key, value) in enumerate(settings.items()):
        variables[f"GIT_CONFIG_KEY_{number}"] = key
        variables[f"GIT_CONFIG_VALUE_{number}"] = value
    return variables
