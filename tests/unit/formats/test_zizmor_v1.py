"""Findings are taken as they are, or the whole answer is refused."""

import copy
import json
from typing import Any

import pytest

from checker.domain.workflow_scan import Confidence, Persona, ScanFinding, Severity
from checker.errors import InputRefusedError
from checker.formats.zizmor_v1 import read_findings

PATH = "./.github/workflows/1.yml"


def place(kind: str, route: list[dict[str, object]], row: int) -> dict[str, Any]:
    return {
        "symbolic": {"key": {"Local": {"verbatim_path": PATH}}, "kind": kind, "route": {"route": route}},
        "concrete": {"location": {"start_point": {"row": row, "column": 3}}},
    }


FINDING: dict[str, Any] = {
    "ident": "template-injection",
    "determinations": {"confidence": "High", "severity": "Informational", "persona": "Auditor"},
    "locations": [
        place("Related", [{"Key": "on"}], 1),
        place("Primary", [{"Key": "jobs"}, {"Key": "build"}, {"Key": "steps"}, {"Index": 0}], 8),
    ],
}


def read(*findings: object) -> dict[str, list[ScanFinding]]:
    return read_findings(json.dumps(findings).encode())


def test_a_finding_is_where_its_primary_place_is() -> None:
    assert read(FINDING) == {
        PATH: [
            ScanFinding(
                detector="template-injection",
                line=9,
                job="build",
                severity=Severity.INFORMATIONAL,
                confidence=Confidence.HIGH,
                persona=Persona.AUDITOR,
            )
        ]
    }
    assert read() == {}


@pytest.mark.parametrize(
    "route", [[], [{"Key": "on"}, {"Key": "push"}], [{"Key": "jobs"}], [{"Key": "jobs"}, {"Index": 1}]]
)
def test_a_finding_about_no_single_job_names_none(route: list[dict[str, object]]) -> None:
    finding = {**FINDING, "locations": [place("Primary", route, 0)]}

    assert [(one.job, one.line) for one in read(finding)[PATH]] == [("", 1)]


def changed(pointer: tuple[str | int, ...], value: object) -> object:
    finding: Any = copy.deepcopy(FINDING)
    item = finding
    for step in pointer[:-1]:
        item = item[step]
    item[pointer[-1]] = value
    return finding


@pytest.mark.parametrize(
    ("finding", "message"),
    [
        (1, "a finding"),
        (changed(("ident",), 1), "ident"),
        (changed(("determinations", "severity"), "Awful"), "severity of a finding of zizmor is awful"),
        (changed(("determinations",), None), "determinations"),
        (changed(("locations",), []), "no place"),
        (changed(("locations", 1, "symbolic", "kind"), "Hidden"), "no place"),
        (changed(("locations", 1, "symbolic", "key"), {"Remote": {}}), "Local"),
        (changed(("locations", 1, "concrete", "location", "start_point", "row"), "8"), "row"),
        (changed(("locations", 1, "symbolic", "route"), []), "route"),
    ],
)
def test_a_finding_of_another_form_is_refused(finding: object, message: str) -> None:
    with pytest.raises(InputRefusedError, match=message):
        read(FINDING, finding)


@pytest.mark.parametrize("data", [b"", b"{}", b"[", b"[{}]", b"\xff", b"[1] [2]"])
def test_what_is_no_list_of_findings_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError):
        read_findings(data)
