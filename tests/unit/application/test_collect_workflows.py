"""The audit of workflows holds what was read, and says of everything else that it was not."""

from hashlib import sha1, sha256
from typing import Any

import pytest

from checker.application.collect_workflows import CheckedOut, CollectedWorkflows, collect_workflows
from checker.domain.workflow_scan import DETECTORS, Confidence, Persona, ScanFinding, ScannedFile, Severity
from checker.formats.audit_v1 import parse_audit
from checker.ports.workspace import CommittedFiles, WorkflowFile
from tests.fakes.told_scanner import ToldScanner

A, B = ".github/workflows/a.yml", ".github/workflows/b.yml"
DATA = b"on: push\njobs:\n  a: {runs-on: ubuntu-latest, steps: [{run: make}]}\n"
NOW = "2026-03-02T11:30:15Z"
COMMIT = "1" * 40
FINDING = ScanFinding(
    detector="artipacked",
    line=3,
    job="a",
    severity=Severity.LOW,
    confidence=Confidence.HIGH,
    persona=Persona.REGULAR,
)


def collect(
    *files: WorkflowFile, committed: CommittedFiles | None = None, scanner: ToldScanner | None = None
) -> CollectedWorkflows:
    asked = CheckedOut(host="github.com", slug="octo/widget", committed=committed or CommittedFiles(), files=files)
    return collect_workflows(asked, scanner=scanner, now=NOW, version="1")


def workflows(found: CollectedWorkflows) -> dict[str, Any]:
    section: Any = found.audit.document["sections"]
    value: dict[str, Any] = section["workflows"]["value"]
    return value


def files(found: CollectedWorkflows) -> dict[str, Any]:
    return {file["path"]: file for file in workflows(found)["files"]}


def found_by(file: dict[str, Any]) -> dict[str, Any]:
    return {one["detector"]: one["found"] for one in file["findings"]}


def read(path: str = A, data: bytes = DATA) -> WorkflowFile:
    return WorkflowFile(path=path, data=data)


def test_the_audit_is_one_that_its_reader_takes() -> None:
    found = collect(read(), scanner=ToldScanner({A: ScannedFile(ran=frozenset(DETECTORS), findings=(FINDING,))}))

    audit = parse_audit(found.audit.data, source="audit.json")

    assert found.audit.name == "octo-widget.workspace.json"
    assert (str(audit.kind), audit.host, audit.subject.slug) == ("workspace", "github.com", "octo/widget")
    assert (audit.subject.commit, audit.collected_at) == ("", NOW)
    assert (found.unread, found.failures) == ((), ())
    value = workflows(found)
    assert value["scanner"]["value"] == {"name": "zizmor", "version": "1.32.0"}
    assert [route["id"] for route in value["routes"]["value"]] == ["a.yml: a"]
    assert files(found)[A]["sha256"] == sha256(DATA).hexdigest()
    assert files(found)[A]["facts"]["value"]["jobs"][0]["id"] == "a"
    evidence: Any = found.audit.document["evidence"]
    assert (evidence[0]["id"], evidence[0]["sha256"]) == (f"file:{A}", sha256(DATA).hexdigest())


def test_no_workflow_files_are_an_empty_list() -> None:
    value = workflows(collect())

    assert (value["files"], value["routes"]["value"]) == ([], [])


def test_a_file_that_does_not_parse_is_an_error_and_leaves_the_ways_incomplete() -> None:
    found = collect(read(), read(B, b"on: push\njobs: none\n"))

    assert [one.path for one in found.unread] == [B]
    facts = files(found)[B]["facts"]
    assert (facts["status"], facts["detail"]["why"]) == ("error", 'line 2: jobs is "none", expected a mapping')
    assert "value" not in facts
    assert files(found)[A]["facts"]["status"] == "collected"
    routes = workflows(found)["routes"]
    assert (routes["status"], [one["id"] for one in routes["partial"]]) == ("incomplete", ["a.yml: a"])


@pytest.mark.parametrize("length", [40, 64])
def test_only_files_of_the_commit_are_read(length: int) -> None:
    content = b"blob %d\0" % len(DATA) + DATA
    name = sha1(content, usedforsecurity=False).hexdigest() if length == 40 else sha256(content).hexdigest()
    scanner = ToldScanner()

    found = collect(
        read(),
        read(B),
        committed=CommittedFiles(commit=COMMIT, blobs={A: name, B: "2" * length, ".github/workflows/c.yml": name}),
        scanner=scanner,
    )

    assert scanner.given == [A]
    assert found.audit.document["subject"]["commit"] == COMMIT  # type: ignore[index,call-overload]
    whys = {path: file["facts"].get("detail", {}).get("why", "") for path, file in files(found).items()}
    assert whys[A] == ""
    assert whys[B] == f"the file is not that of commit {COMMIT}"
    assert whys[".github/workflows/c.yml"] == f"the file of commit {COMMIT} is not in the checkout"
    assert files(found)[B]["sha256"] == ""
    assert workflows(found)["routes"]["status"] == "incomplete"


def test_a_file_that_git_does_not_know_is_not_that_of_the_commit() -> None:
    found = collect(read(), committed=CommittedFiles(commit=COMMIT))

    assert [one.problem for one in found.unread] == [f"the file is not that of commit {COMMIT}"]


def test_without_the_scanner_no_finding_is_collected() -> None:
    found = collect(read())

    for seen in (*found_by(files(found)[A]).values(), workflows(found)["scanner"]):
        assert seen["status"] == "not_requested"
        assert seen["detail"]["needs"] == "nothing: install clean-release[workflows]"
        assert "value" not in seen
    assert found.failures == ("the workflow files were not scanned: there is no zizmor in this installation",)


def test_a_scanner_that_failed_leaves_every_finding_an_error() -> None:
    found = collect(read(), scanner=ToldScanner(problem="zizmor was asked in vain"))

    for seen in (*found_by(files(found)[A]).values(), workflows(found)["scanner"]):
        assert (seen["status"], seen["detail"]) == ("error", {"why": "zizmor was asked in vain"})
    assert found.failures == ("the workflow files were not scanned: zizmor was asked in vain",)


def test_a_detector_that_did_not_run_is_not_one_that_found_nothing() -> None:
    ran = frozenset({"artipacked", "cache-poisoning"})
    found = collect(read(), scanner=ToldScanner({A: ScannedFile(ran=ran, findings=(FINDING,))}))

    by = found_by(files(found)[A])

    assert by["artipacked"]["value"] == [
        {"line": 3, "job": "a", "severity": "low", "confidence": "high", "persona": "regular"}
    ]
    assert by["cache-poisoning"]["value"] == []
    assert by["impostor-commit"]["status"] == "not_requested"
    assert set(by) == set(DETECTORS)


def test_a_file_that_was_not_scanned_is_an_error_beside_the_others() -> None:
    scanner = ToldScanner({A: ScannedFile(problem="too deep")})

    found = collect(read(), read(B), scanner=scanner)

    assert found_by(files(found)[A])["artipacked"]["detail"]["why"] == "too deep"
    assert found_by(files(found)[B])["artipacked"]["detail"]["why"] == "the file was left out"
    assert found.failures == (f"{A} was not scanned: too deep",)


def test_a_file_that_could_not_be_read_was_not_scanned_either() -> None:
    found = collect(WorkflowFile(path=A, problem="the file is not a plain file"), scanner=ToldScanner())

    assert found_by(files(found)[A])["artipacked"]["detail"]["why"] == "the file is not a plain file"


def test_calls_without_end_leave_no_way_known() -> None:
    levels = [
        read(
            f".github/workflows/l{level}.yml",
            f"on: [push, workflow_call]\njobs:\n  a: &call {{uses: ./.github/workflows/l{level + 1}.yml}}\n".encode()
            + b"".join(b"  %c: *call\n" % letter for letter in b"bcdefgh"),
        )
        for level in range(6)
    ]

    routes = workflows(collect(*levels, read(".github/workflows/l6.yml")))["routes"]

    assert routes["status"] == "error"
    assert "more than 5000 ways" in routes["detail"]["why"]
