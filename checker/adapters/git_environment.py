"""How git is started where the repository is somebody else's: with settings of ours, so that it runs nothing of theirs.

A repository's own configuration can name programs (`core.fsmonitor`, hooks) that plain git commands start, and an
embedded bare repository can bring such a configuration along.
"""

import os

_SETTINGS = {
    "safe.bareRepository": "explicit",
    "safe.directory": "*",  # whose checkout it is does not matter where nothing of it is run
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.untrackedCache": "false",
    "core.pager": "cat",
}


def git_environment() -> dict[str, str]:
    """The whole environment that git gets."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "LC_ALL": "C",
        "HOME": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_CONFIG_COUNT": str(len(_SETTINGS)),
    }
    for number, (key, value) in enumerate(_SETTINGS.items()):
        environment[f"GIT_CONFIG_KEY_{number}"] = key
        environment[f"GIT_CONFIG_VALUE_{number}"] = value
    return environment
