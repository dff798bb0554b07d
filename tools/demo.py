"""`make demo`: judge the demo input and hold the verdict to the one worked out by hand.

Prints what `clean-release check` prints. Exits 0 when every outcome, the verdict and the exit code are the expected
ones, which is not to say that the judged repository passes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

DEMO = "docs/examples/demo"
COMMAND = ("check", DEMO, "--anchor", f"{DEMO}/anchor.yaml", "--evaluated-at", "2026-02-26T17:00:00Z")
GOLDEN = ROOT / "tests" / "golden" / "demo.json"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line of this checkout."""
    command = [sys.executable, "-m", "checker", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def differences(golden: dict[str, Any], report: dict[str, Any], exit_code: int) -> Iterator[str]:
    """Everything in which a report is not what was expected."""
    outcomes = {rule["code"]: rule["outcome"] for rule in report["rules"]}
    expected = {code: rule["outcome"] for code, rule in golden["rules"].items()}
    for code in sorted(outcomes.keys() | expected.keys()):
        seen, wanted = outcomes.get(code, "absent"), expected.get(code, "absent")
        if seen != wanted:
            yield f"{code}: {seen}, expected {wanted}"
    if report["verdict"] != golden["verdict"]:
        yield f"verdict: {report['verdict']}, expected {golden['verdict']}"
    if exit_code != golden["exit_code"]:
        yield f"exit code: {exit_code}, expected {golden['exit_code']}"


def main() -> int:
    """Run the demo; 1 when anything differs."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    shown = run(*COMMAND)
    name = shown.stdout.rstrip().rpartition("\n")[2].removeprefix("report ")
    stored = run("report", "show", name, "--project", DEMO, "--namespace", "demo", "--format", "json")
    sys.stderr.write(shown.stderr + stored.stderr)
    if stored.returncode != 0:
        return 1
    found = list(differences(golden, json.loads(stored.stdout)["report"], shown.returncode))
    for difference in found:
        sys.stderr.write(f"demo: {difference}\n")
    sys.stdout.write(shown.stdout)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
