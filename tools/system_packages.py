"""Installs what the system tests need (see PROGRAMS), or says in one sentence why it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PROGRAMS = (
    "strace",
    "faketime",
    "eatmydata",
    "zsh",
    "fish",
    "chromium",
)  # on Debian each is also the name of its package
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""What the browser may be called that pages are tried in, the first that is there."""


def main() -> int:
    """Install what is missing; 1 when it is still missing afterwards."""
    missing = _missing()
    if not missing:
        return 0
    names = " ".join(missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"The system tests need {names}; install them (apt-get install {names}) and run again.", file=sys.stderr)
        return 1
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)
    still = " ".join(_missing())
    if still:
        print(f"apt-get did not install {still}; the lines above say why.", file=sys.stderr)
    return 1 if still else 0


def _missing() -> list[str]:
    return [program for program in PROGRAMS if not any(map(shutil.which, _names_of(program)))]


def _names_of(program: str) -> tuple[str, ...]:
    """What a program may be called on this machine."""
    return BROWSERS if program in BROWSERS else (program,)


if __name__ == "__main__":
    sys.exit(main())
