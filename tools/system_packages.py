"""Installs what the system tests need (see PROGRAMS), or says in one sentence why it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PROGRAMS = (
    "strace",
    "faketime",
    "eatmydata",
    "zsh",
    "fish",
    "chromium",
    "nginx",
    "systemd-analyze",
)
PACKAGES = {"systemd-analyze": "systemd"}
"""Which package of Debian a program is in; every other one is in the package of its own name."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""What the browser may be called that pages are tried in, the first that is there."""


_POLICY = Path("/usr/sbin/policy-rc.d")
"""What a package asks before it starts a service; 101 means that it may not (Debian, invoke-rc.d(8))."""
_NOTHING_STARTS = "#!/bin/sh\nexit 101\n"


def main() -> int:
    """Install what is missing; 1 when it is still missing afterwards."""
    missing = _missing()
    if not missing:
        return 0
    names = " ".join(PACKAGES.get(program, program) for program in missing)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print(f"The system tests need {names}; install them (apt-get install {names}) and run again.", file=sys.stderr)
        return 1
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names.split()]
    with _no_service_starts():
        for command in (["apt-get", "update", "-qq"], install):
            subprocess.run(command, check=False, env=environment, stdin=subprocess.DEVNULL)
    still = " ".join(_missing())
    if still:
        print(f"apt-get did not install {still}; the lines above say why.", file=sys.stderr)
    return 1 if still else 0


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Let a package only be installed: a test starts its own nginx, and no other one is to be there."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text(_NOTHING_STARTS, encoding="utf-8")
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()


def _missing() -> list[str]:
    return [program for program in PROGRAMS if not any(map(found, _names_of(program)))]


def found(program: str) -> str | None:
    """Where a program is; Debian has some where only administrators look."""
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin"]))


def _names_of(program: str) -> tuple[str, ...]:
    """What a program may be called on this machine."""
    return BROWSERS if program in BROWSERS else (program,)


if __name__ == "__main__":
    sys.exit(main())
