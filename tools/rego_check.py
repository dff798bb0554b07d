"""Checks every policy as OPA does: strict compile against the input schema, and the one format.

The embedded engine is the judge, so no `opa` program is needed. `--write` formats instead of comparing.
"""

from __future__ import annotations

import sys

from embedded_opa import CompileError, Engine
from tools.tree_digest import ROOT

POLICIES = ROOT / "policies"
SHIPPED = ("policies/rules/", "policies/lib/")
INPUT_SCHEMA = POLICIES / "schemas" / "input_v1.json"


def main() -> int:
    """Return 1 when a policy does not compile or, without `--write`, is not formatted."""
    sources = {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in sorted(POLICIES.rglob("*.rego"))
    }
    if not sources:
        print("rego-check: there is no policy below policies/", file=sys.stderr)
        return 1
    engine = Engine()
    if "--write" in sys.argv[1:]:
        _write_formatted(engine, sources)
        return 0
    problems = _unformatted(engine, sources) + _refused(engine, sources)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _write_formatted(engine: Engine, sources: dict[str, str]) -> None:
    for name, source in sources.items():
        formatted = engine.format(source, name=name)
        if formatted != source:
            (ROOT / name).write_text(formatted, encoding="utf-8")
            print(f"{name}: formatted")


def _unformatted(engine: Engine, sources: dict[str, str]) -> list[str]:
    return [
        f"{name}: is not formatted; run make format"
        for name, source in sources.items()
        if engine.format(source, name=name) != source
    ]


def _refused(engine: Engine, sources: dict[str, str]) -> list[str]:
    """Compile what a gate compiles against its schema; then everything, tests and checks too, without one."""
    shipped = {
        name: source for name, source in sources.items() if name.startswith(SHIPPED) and not name.endswith("_test.rego")
    }
    problems = []
    for modules, schema in ((shipped, INPUT_SCHEMA.read_bytes()), (sources, None)):
        try:
            engine.compile(modules=modules, input_schema=schema, strict=True)
        except CompileError as error:
            problems += [
                f"{found.file}:{found.row}:{found.column}: {found.message} ({found.code})" for found in error.findings
            ]
    return problems


if __name__ == "__main__":
    sys.exit(main())
