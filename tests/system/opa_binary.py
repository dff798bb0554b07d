"""The `opa` program of the version the engine embeds, built from its Go module once and kept in `.cache/`."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.source_tree import ROOT
from tools.caches import cache_environment

_MODULE = "github.com/open-policy-agent/opa"


def opa_program() -> Path:
    """Return the path of the program, building it when it is not there."""
    pinned = re.search(rf"{re.escape(_MODULE)} (v\S+)", (ROOT / "engine" / "go" / "go.mod").read_text(encoding="utf-8"))
    assert pinned is not None
    place = ROOT / ".cache" / f"opa-{pinned[1]}"
    program = place / "opa"
    if not program.exists():
        environment = {**cache_environment(os.environ, ROOT), "GOBIN": str(place), "CGO_ENABLED": "0"}
        command = [sys.executable, "engine/hatch_build.py", "go", "install", f"{_MODULE}@{pinned[1]}"]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
    return program
