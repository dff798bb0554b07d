"""Starting costs what is used: `check` loads no framework it does not need, and `--version` loads almost nothing."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT

DEMO = ROOT / "docs" / "examples" / "demo"
NEVER_FOR_CHECK = {
    "pydantic",
    "fastapi",
    "jinja2",
    "textual",
    "httpx",
    "httpx2",
    "sigstore",
    "sqlalchemy",
    "opa_client",
}
NEVER_WITHOUT_SIGNATURES = {"cryptography", "securesystemslib", "joserfc"}
OWN_WEIGHT = {"typer", "click", "rich", "yaml", "jsonschema_rs", "embedded_opa"}
NEVER_FOR_VERSION = NEVER_FOR_CHECK | NEVER_WITHOUT_SIGNATURES | OWN_WEIGHT

# The modules are written when the interpreter ends, whichever way the program leaves.
RUN_AND_LIST_MODULES = """
import atexit, json, pathlib, sys
target, *arguments = sys.argv[1:]
atexit.register(lambda: pathlib.Path(target).write_text(json.dumps(sorted(sys.modules))))
sys.argv = ["clean-release", *arguments]
from checker.__main__ import main
sys.exit(main())
"""


def run(tmp_path: Path, *arguments: str) -> tuple[subprocess.CompletedProcess[str], set[str]]:
    target = tmp_path / "modules.json"
    command = [sys.executable, "-c", RUN_AND_LIST_MODULES, str(target), *arguments]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    return result, set(json.loads(target.read_text(encoding="utf-8")))


def test_version_is_answered_before_typer_is_imported(tmp_path: Path) -> None:
    result, modules = run(tmp_path, "--version")

    assert result.returncode == 0, result.stderr
    assert "0.1.0" in result.stdout
    assert modules & NEVER_FOR_VERSION == set()


@pytest.mark.engine
def test_check_loads_no_framework_it_does_not_need(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "demo")

    result, modules = run(tmp_path, "check", "demo", "--anchor", "demo/anchor.yaml")

    assert "report sha256:" in result.stdout, f"check did not run to its end: {result.stdout}{result.stderr}"
    assert modules & NEVER_FOR_CHECK == set()


@pytest.mark.engine
def test_check_loads_no_cryptography_for_a_pinned_bundle_and_audits_nobody_signed(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "demo")
    anchor = str(shutil.copy(DEMO / "anchor.yaml", tmp_path))

    result, modules = run(tmp_path, "check", "demo", "--anchor", anchor, "--evaluated-at", "2026-02-26T17:00:00Z")

    assert "pinned by the anchor" in result.stdout, f"the bundle is not pinned: {result.stdout}{result.stderr}"
    assert modules & (NEVER_FOR_CHECK | NEVER_WITHOUT_SIGNATURES) == set()
