"""A bundle of fifty rules: those of the gate, and siblings of them under other names, held to the same contract."""

import json
import re
from pathlib import Path

from tests.bench.large_audit import branch_names, environment_names

POLICIES = Path(__file__).parents[2] / "policies"
BUNDLE = "fifty-rules"
RULES = 50
_OF_THE_GATE = re.compile(r"(?m)^#\s+collections: \[.*\brelease-gate\b")

PROJECT_FILE = """schema: clean-release/project/v1
project: acme
repository: github.com/acme/acme
namespace: demo
release:
  branches: {branches}
  tags: ["v*"]
  environments: {environments}
  checks: [Build, Test]
  publish_tokens: [PYPI_API_TOKEN]
  targets:
    - {{registry: pypi, project: acme}}
    - {{registry: testpypi, project: acme}}
policy:
  bundles: ["{source}"]
  collections: [release-gate]
inputs:
  manifest: manifest.json
  artifacts: artifacts.json
  audits: [audits/repository.json, audits/history.json, audits/registry.json]
"""
ANCHOR_FILE = """schema: clean-release/anchor/v1
bundles:
  - bundle: {bundle}
    method: pinned{digest}
repositories:
  - host: github.com
    slug: acme/acme
    namespace: demo
required_collections: [release-gate]
"""


def write_rules(folder: Path) -> list[str]:
    """Write the bundle's folder; returns the code of every rule."""
    for library in sorted((POLICIES / "lib").glob("*.rego")):
        if not library.name.endswith("_test.rego"):
            _write(folder / "lib" / library.name, library.read_text(encoding="utf-8"))
    rules = sorted(path for path in (POLICIES / "rules").glob("*/*/*.rego") if not path.name.endswith("_test.rego"))
    shipped = [path for path in rules if _OF_THE_GATE.search(path.read_text(encoding="utf-8"))]
    codes = []
    for path in shipped:
        codes.append(f"{path.parts[-3]}.{path.stem}")
        _write(folder / "rules" / path.relative_to(POLICIES / "rules"), path.read_text(encoding="utf-8"))
    for number, path in enumerate(_siblings(shipped)):
        code, text = _sibling(path, number)
        codes.append(code)
        group, _, rule = code.partition(".")
        _write(folder / "rules" / group / rule / f"{rule}.rego", text)
    return sorted(codes)


def project_file(source: str) -> str:
    """The project that selects all of them from a bundle."""
    branches, environments = json.dumps(branch_names()), json.dumps(environment_names())
    return PROJECT_FILE.format(source=source, branches=branches, environments=environments)


def anchor_file(bundle: str, *, tree_digest: str = "") -> str:
    """An anchor that pins the bundle, by its digest or, without one, as the installation ships it."""
    return ANCHOR_FILE.format(bundle=bundle, digest=f"\n    tree_digest: {tree_digest}" if tree_digest else "")


def _siblings(shipped: list[Path]) -> list[Path]:
    return [shipped[number % len(shipped)] for number in range(RULES - len(shipped))]


def _sibling(path: Path, number: int) -> tuple[str, str]:
    """The same rule under another name: its package, its parameters and its catalogue code change, nothing else."""
    group, name = path.parts[-3], path.stem
    own = f"{name}_again"
    text = path.read_text(encoding="utf-8")
    for place in ("rules", "parameters"):
        text = re.sub(rf"\b{place}\.{group}\.{name}\b", f"{place}.{group}.{own}", text)
    text = re.sub(r"(?m)^(#\s+catalogue: ).*$", rf"\g<1>XX-{number + 10}", text)
    return f"{group}.{own}", text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
