"""`make check`: every step, each under a heading, and one line at the end that says what failed.

A step that fails does not hide the others; any failure fails the whole. Each test runs once. To measure lines makes
Python three to five times slower, so only tests that are there to reach lines are measured: unit, contract and
integration tests. Properties, attacks, documents, tests of the CI action and of the system (the mark `unmeasured`,
most of it given by tests/conftest.py) run by themselves without it, and count for neither threshold.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tools.caches import cache_environment
from tools.set_up import VENV
from tools.tree_digest import ROOT

BIN = VENV / "bin"
TESTS_LOG = ROOT / ".cache" / "check" / "tests.log"
COVERAGE_DATA = ROOT / ".cache" / "coverage"
ENGINE = ("engine/hatch_build.py", "engine/embedded_opa", "engine/tests")
ZIZMOR = ("--offline", "--quiet", "--no-progress", "--strict-collection", "--persona", "auditor", "action.yml")
PURE_CORE = "checker/domain/*,checker/application/*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that must hold: a heading and the command that says so by exiting 0."""

    name: str
    command: tuple[str, ...]


def program(name: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line of a program of the virtual environment."""
    return (str(BIN / name), *arguments)


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """Return the command line of one of the programs beside this one."""
    return program("python", "-m", f"tools.{name}", *arguments)


# NOTE: both runs of mypy share one cache, which only one process may write at a time.
COMPILED_STEPS = (
    Step(name="types", command=program("mypy")),
    Step(name="types of the engine", command=program("mypy", *ENGINE)),
    Step(name="Go format and vet", command=tool("go", "check")),
    Step(name="Go tests", command=tool("go", "test")),
)
READ_STEPS = (
    Step(name="lint", command=program("ruff", "check")),
    Step(name="format", command=program("ruff", "format", "--check")),
    Step(name="import contracts", command=program("lint-imports")),
    Step(name="house rules: their tests", command=program("ast-grep", "test", "--skip-snapshot-tests")),
    Step(name="house rules", command=program("ast-grep", "scan", "--error")),
    Step(name="dead code", command=tool("dead_code")),
    Step(name="dependencies", command=program("deptry", ".")),
    Step(name="lock", command=tool("lock_check")),
    Step(name="spelling", command=program("codespell")),
    Step(name="CI action", command=program("zizmor", *ZIZMOR)),
    Step(name="policies", command=tool("rego_check")),
    Step(name="proofs of the rules", command=tool("prove_rules")),
    Step(name="generated documents", command=tool("docs_diff")),
)
LANES = (COMPILED_STEPS, READ_STEPS)
"""Run side by side, for most of these steps use one core; within a lane, one step after the other."""
PYTEST = ("-n", "2", "--dist", "worksteal", "--durations=40", "--durations-min=3", "tests", "engine/tests")
UNMEASURED = Step(name="tests without coverage", command=program("pytest", "-m", "unmeasured", *PYTEST))
TESTS = Step(
    name="tests with coverage",
    command=program("pytest", "-m", "not unmeasured", "--cov", "--cov-report=", *PYTEST),
)
COVERAGE_STEPS = (
    Step(
        name="coverage of domain and application: 100 %",
        command=program("coverage", "report", f"--include={PURE_CORE}", "--fail-under=100"),
    ),
    Step(name="coverage overall: 95 %", command=program("coverage", "report", "--fail-under=95")),
)


def main() -> int:
    """Run every step; 1 when any failed."""
    environment = cache_environment(os.environ, ROOT)
    environment.setdefault("HYPOTHESIS_PROFILE", "ci")
    shutil.rmtree(COVERAGE_DATA, ignore_errors=True)
    COVERAGE_DATA.mkdir(parents=True)
    TESTS_LOG.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    failed = _failed_in_lanes(environment)
    if not _passes(UNMEASURED, environment):
        failed.append(UNMEASURED.name)
    if not _tests_pass(environment):
        failed.append(TESTS.name)
    failed += [step.name for step in COVERAGE_STEPS if not _passes(step, environment)]
    minutes, seconds = divmod(round(time.monotonic() - started), 60)
    total = sum(map(len, LANES)) + len((UNMEASURED, TESTS)) + len(COVERAGE_STEPS)
    if failed:
        print(f"\ncheck: {len(failed)} of {total} steps failed in {minutes} min {seconds} s: {', '.join(failed)}")
        return 1
    print(f"\ncheck: all {total} steps passed in {minutes} min {seconds} s")
    return 0


def _heading(step: Step) -> None:
    print(f"\n=== {step.name}", flush=True)


def _passes(step: Step, environment: dict[str, str]) -> bool:
    _heading(step)
    command = list(step.command)
    result = subprocess.run(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False)
    if result.returncode != 0:
        print(f"*** {step.name}: failed (exit {result.returncode})", flush=True)
    return result.returncode == 0


def _failed_in_lanes(environment: dict[str, str]) -> list[str]:
    """Run every lane beside the others; the names of the steps that failed."""

    def failed_in(lane: tuple[Step, ...]) -> list[str]:
        return [step.name for step in lane if not _passes_beside(step, environment)]

    with ThreadPoolExecutor(len(LANES)) as pool:
        return [name for failed in pool.map(failed_in, LANES) for name in failed]


def _passes_beside(step: Step, environment: dict[str, str]) -> bool:
    """Run a step beside others; what it prints comes whole, once it has ended."""
    result = subprocess.run(
        step.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    failed = f"*** {step.name}: failed (exit {result.returncode})\n" if result.returncode != 0 else ""
    sys.stdout.write(f"\n=== {step.name}\n{result.stdout}{failed}")
    sys.stdout.flush()
    return result.returncode == 0


def _tests_pass(environment: dict[str, str]) -> bool:
    """Run the tests once; what they print is shown and kept, so that its closing lines can be repeated."""
    _heading(TESTS)
    with (
        TESTS_LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(
            TESTS.command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as tests,
    ):
        for line in tests.stdout or ():
            print(line, end="", flush=True)
            log.write(line)
    return tests.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
