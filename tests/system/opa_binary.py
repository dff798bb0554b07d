"""The `opa` program of the version the engine embeds: the engine's own tests build it, once for both."""

import importlib.util
import re
import sys
from pathlib import Path

from tests.architecture.source_tree import ROOT

_BUILDER = ROOT / "engine" / "tests" / "opa_binary.py"
_PINNED = re.compile(r"github\.com/open-policy-agent/opa v(\S+)")


def opa_program() -> Path:
    """Return the path of the program, building it when it is not there."""
    pinned = _PINNED.search((ROOT / "engine" / "go" / "go.mod").read_text(encoding="utf-8"))
    spec = importlib.util.spec_from_file_location("engine_opa_binary", _BUILDER)
    assert pinned is not None
    assert spec is not None
    assert spec.loader is not None
    builder = importlib.util.module_from_spec(spec)
    # A dataclass looks its module up by name while it is made.
    sys.modules[spec.name] = builder
    spec.loader.exec_module(builder)
    program: Path = builder.build_opa(pinned[1])
    return program
