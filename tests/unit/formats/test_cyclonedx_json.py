"""CycloneDX: valid by its publisher's schema or said not to be, with licences, components and findings."""

import sys
from typing import Any

import pytest

from checker.domain.evidence import EvidenceContent, EvidenceKind, Section
from checker.errors import InputRefusedError, NotFoundError
from checker.formats.cyclonedx_json import read_bom
from checker.formats.strict_json import read_json
from tests.evidence_builders import MADE_AT, WHEEL, bom, scan


def read(document: Any) -> EvidenceContent:  # noqa: ANN401 - any JSON
    return read_bom(document, source="bom.json")


def scanned(*vulnerabilities: dict[str, Any]) -> dict[str, Any]:
    [piece] = read(read_json(scan(*vulnerabilities), source="it")).pieces
    assert piece.section is Section.VULNERABILITIES
    return dict(piece.facts)


def test_a_bill_of_materials_is_counted_with_what_is_inside_components() -> None:
    found = read(bom())
    [piece] = found.pieces
    assert (found.kind, piece.section, piece.made_at) == (EvidenceKind.SBOM, Section.SBOMS, MADE_AT)
    assert [one.sha256 for one in found.subjects] == [WHEEL.sha256]
    assert piece.facts == {
        "format": "CycloneDX",
        "format_version": "1.6",
        "problem": "",
        "valid": True,
        "components": 4,
        "unlicensed": 1,
        "licences": [
            {"licence": "House licence", "components": 1},
            {"licence": "MIT", "components": 1},
            {"licence": "MIT OR Apache-2.0", "components": 1},
        ],
    }


def test_what_is_inside_the_main_component_is_counted_too() -> None:
    document = bom(vulnerabilities=[])
    del document["components"]
    inner = {"type": "library", "name": "inner", "licenses": [{"license": {"id": "MIT"}}]}
    document["metadata"]["component"]["components"] = [{"type": "library", "name": "outer", "components": [inner]}]
    sbom, scanned = read(document).pieces
    assert (sbom.section, scanned.section) == (Section.SBOMS, Section.VULNERABILITIES)
    assert (sbom.facts["components"], sbom.facts["unlicensed"]) == (2, 1)
    assert sbom.facts["licences"] == [{"licence": "MIT", "components": 1}]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"components": {}}, "at /components"),
        ({"specVersion": "9.9"}, "no schema"),
        ({"specVersion": 1}, "no schema"),
        ({"specVersion": "1.0"}, "no schema"),
        ({"unheard": True}, "unheard"),
    ],
)
def test_one_that_is_not_valid_says_so_and_nothing_else_of_it_is_read(changes: dict[str, Any], problem: str) -> None:
    found = read(bom(**changes))
    [piece] = found.pieces
    assert (piece.facts["valid"], piece.facts["components"], found.subjects) == (False, 0, ())
    assert problem in str(piece.facts["problem"])


def test_one_that_names_no_digest_is_about_nothing() -> None:
    assert read(bom(metadata={})).subjects == ()


def test_one_that_names_two_digests_is_refused() -> None:
    document = bom()
    document["metadata"]["component"]["hashes"].append({"alg": "SHA-256", "content": "e" * 64})
    with pytest.raises(InputRefusedError, match="two different"):
        read(document)


def test_another_format_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="not CycloneDX"):
        read({"bomFormat": "SPDX"})


def test_a_scan_without_findings_is_a_scan() -> None:
    assert scanned() == {"scanner": "trivy", "findings": []}


def test_a_bill_of_materials_with_findings_is_both() -> None:
    found = read(bom(vulnerabilities=[{"id": "CVE-1"}]))
    assert [piece.section for piece in found.pieces] == [Section.SBOMS, Section.VULNERABILITIES]


def test_a_finding_is_told_for_every_component_it_affects() -> None:
    vulnerability = {
        "id": "CVE-1",
        "ratings": [{"severity": "low"}, {"severity": "high"}],
        "affects": [{"ref": "left"}, {"ref": "right"}],
        "published": "2026-02-01T00:00:00Z",
        "created": "2026-01-01T00:00:00Z",
    }
    findings = scanned(vulnerability)["findings"]
    assert [one["id"] for one in findings] == ["CVE-1 left", "CVE-1 right"]
    assert findings[0]["severity"] == "high"
    assert findings[0]["first_seen"]["value"] == "2026-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("ratings", "severity"),
    [
        ([], "unknown"),
        ([{}], "unknown"),
        ([{"severity": "unknown"}, {"severity": "low"}], "unknown"),
        ([{"severity": "unknown"}, {"severity": "critical"}], "critical"),
        ([{"severity": "info"}], "info"),
    ],
)
def test_a_severity_that_is_not_said_is_unknown(ratings: list[dict[str, str]], severity: str) -> None:
    [finding] = scanned({"id": "CVE-1", "ratings": ratings})["findings"]
    assert finding["severity"] == severity
    assert finding["first_seen"]["status"] == "not_found"


def test_findings_of_one_name_stay_apart() -> None:
    found = scanned({"id": "CVE-1", "bom-ref": "a"}, {"id": "CVE-1", "bom-ref": "b"}, {"bom-ref": "c"})
    assert [one["id"] for one in found["findings"]] == ["CVE-1", "CVE-1 #2", "without an id"]


def test_the_old_form_of_tools_is_read_too() -> None:
    document = bom(vulnerabilities=[])
    document["metadata"]["tools"] = [{"vendor": "aqua", "name": "trivy"}]
    assert read(document).pieces[1].facts["scanner"] == "trivy"


def test_without_the_extra_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cyclonedx.schema", None)
    with pytest.raises(NotFoundError, match="not installed") as refused:
        read(bom())
    assert "sbom" in refused.value.hint
