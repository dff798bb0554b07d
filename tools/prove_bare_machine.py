"""Proves that a machine with only Python, make, git and coreutils is enough, by giving a fresh clone nothing else.

PATH is one directory of links and HOME is empty, so neither Go nor a C compiler nor a cache can be found. The clone is
of the last commit. Packages come from wherever pip and uv of this
machine are configured to take them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
# fmt: off
COREUTILS = (
    "basename", "cat", "chmod", "cp", "cut", "date", "dirname", "echo", "env", "expr",
    "false", "head", "id", "install", "ln", "ls", "mkdir", "mktemp", "mv", "printf",
    "pwd", "readlink", "realpath", "rm", "rmdir", "sha256sum", "sleep", "sort", "stat", "tail",
    "tee", "test", "touch", "tr", "true", "uname", "wc",
)
# fmt: on
PROGRAMS = ("make", "git", "sh", *COREUTILS)
ABSENT = ("go", "gcc", "cc", "clang", "zig", "uv", "curl", "wget", "opa", "bash", "sed", "grep", "awk", "strace")
# How a machine reaches its package registries is the machine's own affair and is passed on.
PASSED_ON = ("PIP_", "UV_", "SSL_CERT_", "REQUESTS_CA_", "GOPROXY", "GOSUMDB", "GONOSUMDB", "GOFLAGS", "LANG", "LC_")
NEVER_PASSED_ON = ("UV_CACHE_DIR", "PIP_CACHE_DIR", "UV_PYTHON", "UV_PROJECT_ENVIRONMENT")
DIGEST_LINE = "report sha256:"


class UnprovenError(Exception):
    """The proof failed; the message says at which step."""


def main() -> int:
    """Run the given make targets on a bare machine; 0 when each passed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("targets", nargs="*", default=["demo", "test", "demo"], help="default: demo test demo")
    targets = parser.parse_args().targets
    with tempfile.TemporaryDirectory(prefix="bare-machine-") as name:
        try:
            _prove(Path(name), targets)
        except UnprovenError as error:
            print(f"bare machine: {error}", file=sys.stderr)
            return 1
    print(f"bare machine: make {', '.join(targets)} passed without {', '.join(ABSENT[:4])} and with an empty home")
    return 0


def _prove(place: Path, targets: list[str]) -> None:
    environment = bare_environment(place)
    clone = place / "clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    digests: set[str] = set()
    for target in targets:
        print(f"bare machine: make {target}", flush=True)
        last_lines = _make(target, clone, environment)
        if target == "demo":
            digests.update(line for line in last_lines if line.startswith(DIGEST_LINE))
    if "demo" in targets and len(digests) != 1:
        message = f"the demo must give one report digest each time it runs, but gave {sorted(digests) or 'none'}"
        raise UnprovenError(message)


def bare_environment(place: Path) -> dict[str, str]:
    """Make a directory of links and an empty home below `place`; return the environment that knows only them."""
    programs, home = place / "bin", place / "home"
    programs.mkdir()
    home.mkdir()
    for program in PROGRAMS:
        found = shutil.which(program)
        if found is None:
            message = f"{program} is not on PATH here, so this machine cannot prove anything"
            raise UnprovenError(message)
        (programs / program).symlink_to(found)
    _link_python(programs / "python3")
    present = [program for program in ABSENT if shutil.which(program, path=str(programs))]
    if present:
        message = f"{', '.join(present)} should be absent from the bare PATH"
        raise UnprovenError(message)
    passed_on = {
        name: value for name, value in os.environ.items() if name.startswith(PASSED_ON) and name not in NEVER_PASSED_ON
    }
    return {**passed_on, "PATH": str(programs), "HOME": str(home)}


def _link_python(link: Path) -> None:
    """Make a `python3` that starts the interpreter this environment was made from.

    It is a script and not a link: an interpreter started through a link looks for its library beside the link.
    """
    base = Path(getattr(sys, "_base_executable", sys.executable)).resolve()
    link.write_text(f'#!/bin/sh\nexec "{base}" "$@"\n', encoding="utf-8")
    link.chmod(0o755)


def _make(target: str, clone: Path, environment: dict[str, str]) -> list[str]:
    with subprocess.Popen(
        ["make", target], cwd=clone, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as process:
        lines = []
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line.rstrip("\n"))
    if process.returncode != 0:
        message = f"make {target} failed (exit {process.returncode})"
        raise UnprovenError(message)
    return lines


if __name__ == "__main__":
    sys.exit(main())
