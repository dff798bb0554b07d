"""Runs the Go side of the engine with the toolchain the engine itself is built with: `test`, `check` or `format`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.caches import cache_environment
from tools.tree_digest import ROOT

MODULE = ROOT / "engine" / "go"


def main() -> int:
    """Do what the first argument says; 1 when a test fails or a file is not in order."""
    actions = {"test": run_tests, "check": check, "format": write_format}
    action = actions.get(" ".join(sys.argv[1:]))
    if action is None:
        print(f"tools.go: say one of {', '.join(actions)}", file=sys.stderr)
        return 2
    return action()


def run_tests() -> int:
    """Run the engine's Go tests."""
    return _go("test", "-count=1", "./...").returncode


def check() -> int:
    """Compare with gofmt, then vet."""
    unformatted = _gofmt("-l")
    for name in unformatted:
        print(f"engine/go/{name}: is not formatted; run make format", file=sys.stderr)
    vetted = _go("vet", "./...").returncode
    return 1 if unformatted or vetted else 0


def write_format() -> int:
    """Write the format of gofmt."""
    for name in _gofmt("-l", "-w"):
        print(f"engine/go/{name}: formatted")
    return 0


def _gofmt(*options: str) -> list[str]:
    """Run the gofmt of the toolchain that builds the engine; return the files it names."""
    root = _go("env", "GOROOT", capture=True).stdout.strip()
    command = [str(Path(root) / "bin" / "gofmt"), *options, "."]
    return subprocess.run(command, cwd=MODULE, check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()


def _go(*arguments: str, capture: bool = False) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "engine/hatch_build.py", "go", *arguments],
        cwd=ROOT,
        env=cache_environment(os.environ, ROOT),
        check=False,
        stdout=subprocess.PIPE if capture else None,
        text=True,
    )


if __name__ == "__main__":
    sys.exit(main())
