"""How an attack ended, and whether that is how its case says it must end.

`expect` holds

- `exit`: the exit code;
- a refusal: `error` (its code) and `says` (parts of the message). Nothing is printed as a result, no report is stored,
  no file is left behind, and there is a hint;
- a verdict: `verdict`, and as wanted `gating`, `because` (parts of the reasons for verdict or gating), `rules` (outcome
  by code), `others` (the outcome of all rules not named), `reasons` (part of a rule's reason by code), `errors` (a
  rule's error code by code), `warnings` (parts); `stands`: it was there before. The report is durable, and
  `report verify` proves it;
- `most_megabytes`: how much memory Python may use at once;
- `nowhere`: texts that are in no file of the case, the store among them; `somewhere`: texts that are in one;
- `shows` and `hides`: what the printed text holds and does not hold, in the text format.
"""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from checker.bootstrap import CleanRelease
from checker.domain.namespace import Namespace
from checker.errors import CleanReleaseError
from tests.attacks.command import Ending, run_command
from tests.attacks.project_case import ProjectCase

STATE = ".clean-release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was there before the command ran."""

    files: frozenset[str]
    reports: int


def look(case: ProjectCase) -> Before:
    """What is there now."""
    return Before(files=_files(case.project), reports=_reports(case))


def assert_ended(case: ProjectCase, ending: Ending, before: Before) -> None:
    """Hold an ending to the case's expectation."""
    expect = case.fields["expect"]
    said = ending.out + ending.err
    shown = ending.err or _summary(ending.out)
    assert "Traceback" not in said
    assert "error[defect]" not in said, shown
    assert ending.code == expect["exit"], shown
    assert _files(case.project) == before.files, "files were left behind"
    if "error" in expect:
        _assert_refused(case, ending, before)
    elif "verdict" in expect:
        _assert_judged(case, ending, before)
    for part in expect.get("shows", ()):
        assert part in said
    for part in expect.get("hides", ()):
        assert part not in said
    _assert_written(case, ending, expect)


def _assert_written(case: ProjectCase, ending: Ending, expect: Mapping[str, Any]) -> None:
    """Hold every byte that was written to what may be in it."""
    if not {"nowhere", "somewhere"} & expect.keys():
        return
    shown = run_command(["report", "show", "-p", str(case.project)])
    written = [path.read_bytes() for path in case.place.rglob("*") if path.is_file()]
    said = (ending.out + ending.err + shown.out + shown.err).encode()
    for part in expect.get("nowhere", ()):
        assert not any(part.encode() in data for data in (*written, said))
    for part in expect.get("somewhere", ()):
        assert any(part.encode() in data for data in written)


def _assert_refused(case: ProjectCase, ending: Ending, before: Before) -> None:
    expect = case.fields["expect"]
    assert ending.out == "", "a refusal prints no result"
    first, *hints = ending.err.splitlines()
    assert first.startswith(f"error[{expect['error']}]: "), ending.err
    for part in expect["says"]:
        assert part in ending.err, ending.err
    assert [line.startswith("  hint: ") for line in hints] == [True], ending.err
    assert _reports(case) == before.reports, "a refused run stored a report"


def _assert_judged(case: ProjectCase, ending: Ending, before: Before) -> None:
    expect = case.fields["expect"]
    assert _reports(case) == before.reports + (not expect.get("stands")), "the verdict is not durable"
    namespace = json.loads(ending.out)["report"]["namespace"] if ending.out.startswith("{") else Namespace.DEMO
    records = CleanRelease(directory=case.project).records(Namespace(namespace))
    stored = records.show("latest")
    report: Mapping[str, Any] = stored.document
    found = records.verify("latest")
    # Which limit an evaluation runs into first is chance; nothing else may stay unproven.
    assert found.holds
    assert found.is_proven or not report["replayable"], found.unchecked
    assert (report["verdict"], ending.code == 0) == (
        expect["verdict"],
        report["verdict"] == "passed" and _gates(report),
    )
    if ending.out.startswith("{"):
        assert json.loads(ending.out)["digest"] == stored.digest
    assert _gates(report) == expect.get("gating", _gates(report)), report["gating"]
    because = "\n".join(report["verdict_because"] + report["gating"]["because"])
    for part in expect.get("because", ()):
        assert part in because, because
    for part in expect.get("warnings", ()):
        assert any(part in warning for warning in report["warnings"]), report["warnings"]
    _assert_rules(report, expect)


def _assert_rules(report: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    rules = {rule["code"]: rule for rule in report["rules"]}
    named = expect.get("rules", {})
    assert {code: rules[code]["outcome"] for code in named} == named, {code: rules[code] for code in named}
    if "others" in expect:
        others = {code: rule["outcome"] for code, rule in rules.items() if code not in named}
        assert set(others.values()) <= {expect["others"]}, others
    for code, part in expect.get("reasons", {}).items():
        assert part in rules[code]["reason"], rules[code]
    for code, error in expect.get("errors", {}).items():
        assert rules[code]["error"]["code"] == error, rules[code]
    for part in expect.get("messages", ()):
        assert any(part in item["message"] for rule in rules.values() for item in rule["violations"])


def _summary(out: str) -> str:
    """What matters of a printed report, for a person who looks at a failing case."""
    if not out.startswith("{"):
        return out
    report = json.loads(out)["report"]
    outcomes = {rule["code"]: rule["outcome"] for rule in report["rules"] if rule["outcome"] != "passed"}
    return str([report["verdict"], report["verdict_because"], report["gating"], outcomes])


def _gates(report: Mapping[str, Any]) -> bool:
    return bool(report["gating"]["gating"])


def _files(project: Path) -> frozenset[str]:
    """Every file and folder of the project but the store."""
    names = (str(path.relative_to(project)) for path in project.rglob("*"))
    return frozenset(name for name in names if name.split("/")[0] != STATE)


def _reports(case: ProjectCase) -> int:
    """How many reports are stored, in whichever namespace: a forged project file must not hide one."""
    count = 0
    for namespace in Namespace:
        with contextlib.suppress(CleanReleaseError):
            count += len(CleanRelease(directory=case.project).records(namespace).page(limit=100).reports)
    return count
