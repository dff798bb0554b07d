"""The workflow files a provider holds: the facts a checkout gives, of one commit; and what is not read is not known."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from checker.application.collect_workflows import workflow_section
from checker.formats.audit_v1 import parse_audit
from checker.formats.github.repository_query import PARTS, query_of, question
from checker.formats.github.workflow_files_query import WORKFLOW_FILES
from checker.ports.workspace import WorkflowFile
from tests.fakes.told_scanner import ToldScanner
from tests.github_simulator import made
from tests.github_simulator.made_workflows import (
    COMMIT,
    FILE,
    FOLDER,
    LINK,
    SOUND,
    SUBMODULE,
    Entry,
    workflow_source,
)
from tests.github_simulator.queried import Queried
from tests.github_simulator.secret import SECRET
from tests.github_simulator.server import GitHubSimulator, Made
from tests.integration.collecting import SLUG, Collecting

PLACE = ".github/workflows"


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> ToldScanner:
    """A scanner in place of the one of this installation."""
    scanner = ToldScanner()
    monkeypatch.setattr("checker.bootstrap.scanning.workflow_scanner", lambda: scanner)
    return scanner


@pytest.fixture
def read(collect: Collecting, github: GitHubSimulator, scanned: ToldScanner) -> Callable[..., dict[str, Any]]:
    """Collects with this answer to the part about workflow files, and gives the section back."""
    assert scanned.given == []

    def reader(source: Any = None, *arguments: str, expect: int = 0) -> dict[str, Any]:  # noqa: ANN401 - JSON
        fields = workflow_source() if source is None else source
        github.graphql[SLUG] = Queried(parts={"workflows": fields})
        collect("--no-cache", *arguments, expect=expect)
        return dict(collect.document("workspace")["sections"]["workflows"])

    return reader


Reader = Callable[..., dict[str, Any]]


def by_path(section: dict[str, Any]) -> dict[str, Any]:
    return {file["path"]: file for file in section["value"]["files"]}


def test_the_facts_are_those_of_a_checkout_of_that_commit(
    read: Reader, collect: Collecting, scanned: ToldScanner
) -> None:
    section = read()
    files = [WorkflowFile(path=f"{PLACE}/w{number}.yml", data=SOUND.encode()) for number in range(1, 7)]
    assert section["value"] == workflow_section(files, scanner=ToldScanner()).section.value
    assert scanned.given == [file.path for file in files]
    document = collect.document("workspace")
    theirs = collect.document("repository")
    assert document["subject"] == {**theirs["subject"], "commit": COMMIT}
    assert (document["credential"], document["provider"]) == (theirs["credential"], theirs["provider"])
    assert {one["method"] for one in document["evidence"]} == {"GET", "POST"}
    assert (
        parse_audit((collect.folder / "octo-widget.workspace.json").read_bytes(), source="it").subject.commit == COMMIT
    )


def test_only_facts_of_the_files_are_kept(read: Reader, collect: Collecting) -> None:
    read(workflow_source({b"a.yml": Entry(), b"b.yml": Entry(text=f"on: [{SECRET}: {SECRET}\n")}), expect=3)
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in collect.folder.iterdir())


def test_one_question_reads_all_and_names_what_is_asked_for(read: Reader, github: GitHubSimulator) -> None:
    read()
    (asked,) = [seen for seen in github.seen if seen.method == "POST"]
    assert b'"ref":"refs/heads/main"' in asked.body
    assert b'"workflows":true' in asked.body
    assert b'"rules":true' in asked.body


FULL = "b" * 40


def test_a_commit_that_is_named_is_the_commit_that_is_read(read: Reader, collect: Collecting) -> None:
    assert read(workflow_source(commit=FULL), "--ref", FULL)["status"] == "collected"
    assert collect.document("workspace")["subject"]["commit"] == FULL
    seen = read(workflow_source(commit="c" * 40), "--ref", FULL, expect=3)
    assert (seen["status"], "expected 'bbbb" in seen["detail"]["why"]) == ("error", True)
    assert collect.document("workspace")["subject"]["commit"] == ""
    assert read(workflow_source(commit="HEAD"), expect=3)["status"] == "error"


def tagged(kind: str = "Commit") -> dict[str, Any]:
    source = workflow_source()["workflowSource"]
    return {"workflowSource": {"__typename": "Tag", "taggedObject": {**source, "__typename": kind}}}


def test_an_annotated_tag_leads_to_its_commit_and_anything_else_to_none(read: Reader, collect: Collecting) -> None:
    assert read(tagged(), "--ref", "refs/tags/v1.0.0")["status"] == "collected"
    assert collect.document("workspace")["subject"]["commit"] == COMMIT
    assert read(tagged("Tag"), expect=3)["detail"]["why"] == "the name leads to a Tag, expected a commit"


def changed(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    source = workflow_source()["workflowSource"]
    return {"workflowSource": {**source, "workflowFolder": {**source["workflowFolder"], **fields}}}


def without_one() -> dict[str, Any]:
    folder = workflow_source()["workflowSource"]["workflowFolder"]
    return changed(folderObject={"treeEntries": folder["folderObject"]["treeEntries"][1:]})


def folder(value: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    return {"workflowSource": {**workflow_source()["workflowSource"], "workflowFolder": value}}


WHOLE: dict[str, tuple[dict[str, Any], str, str]] = {
    "no such commit": ({"workflowSource": None}, "not_found", "has no such commit"),
    "no folder": (folder(None), "not_found", f"has no folder {PLACE}"),
    "the folder is a link": (changed(entryMode=LINK), "error", "is a link, expected a folder"),
    "the folder is a submodule": (changed(entryMode=SUBMODULE), "error", "is a submodule, expected a folder"),
    "the folder is a file": (changed(entryMode=FILE), "error", "is a file, expected a folder"),
    "null instead of the list": (changed(folderObject={"treeEntries": None}), "error", "null for the files"),
    "null instead of the folder": (changed(folderObject=None), "error", "is null"),
    "a list that was cut": (without_one(), "incomplete", "are not all that commit"),
    "an empty list": (changed(folderObject={"treeEntries": []}), "incomplete", "are not all that commit"),
    "nothing of the part": ({}, "error", "0 times of the workflow files"),
    "a name that is no base64": (
        changed(folderObject={"treeEntries": [{**Entry().answer(b"a.yml"), "rawName": "ä"}]}),
        "error",
        "is not base64",
    ),
    "a name of no object": (
        changed(folderObject={"treeEntries": [{**Entry().answer(b"a.yml"), "entryOid": "main"}]}),
        "error",
        "'main' names no object of git",
    ),
}


@pytest.mark.parametrize("case", WHOLE)
def test_a_folder_that_is_not_wholly_known_is_no_list_of_files(read: Reader, case: str) -> None:
    source, status, why = WHOLE[case]
    seen = read(source, expect=0 if status == "not_found" else 3)
    assert (seen["status"], "value" in seen, seen["evidence"]) == (status, False, ["g1"])
    assert why in seen["detail"]["why"]


LARGE = "#" * (1024 * 1024 + 1)
ONE: dict[str, tuple[Entry, str]] = {
    "a link": (Entry(mode=LINK), "it is a link"),
    "a submodule": (Entry(mode=SUBMODULE), "it is a submodule"),
    "a folder": (Entry(mode=FOLDER), "it is a folder"),
    "of no kind": (Entry(mode=0o100000), "of an unknown kind"),
    "cut": (Entry(told={"isTruncated": True}), "cut its text off"),
    "cut or not": (Entry(told={"isTruncated": None}), "cut its text off"),
    "binary": (Entry(told={"isBinary": True, "workflowText": None}), "it is binary"),
    "of no known encoding": (Entry(told={"isBinary": None}), "does not know its encoding"),
    "null": (Entry(told={"workflowText": None}), "null for its text"),
    "not shown": (Entry(is_known=False), "leaves out what it holds"),
    "too large": (Entry(told={"byteSize": 1024 * 1024 + 1}), "expected at most 1048576"),
    "of no size": (Entry(told={"byteSize": None}), "it has None bytes"),
    "another text": (Entry(told={"workflowText": "on: push\njobs: {}\n"}), "is not what git holds"),
    "an empty text": (Entry(told={"workflowText": ""}), "is not what git holds"),
}


@pytest.mark.parametrize("case", ONE)
def test_a_file_whose_bytes_are_not_known_is_no_file_without_findings(read: Reader, case: str) -> None:
    entry, why = ONE[case]
    section = read(workflow_source({b"a.yml": entry, b"b.yml": Entry()}), expect=3)
    files = by_path(section)
    unknown, known = files[f"{PLACE}/a.yml"], files[f"{PLACE}/b.yml"]
    assert (unknown["facts"]["status"], why in unknown["facts"]["detail"]["why"]) == ("error", True)
    assert {one["found"]["status"] for one in unknown["findings"]} == {"error"}
    assert unknown["sha256"] == ""
    assert known["facts"]["status"] == "collected"
    assert section["value"]["routes"]["status"] == "incomplete"


def test_names_that_differ_in_case_alone_are_both_unknown(read: Reader) -> None:
    entries = {
        b"a.yml": Entry(),
        b"A.yml": Entry(),
        b"b.yml": Entry(),
        "\u212a.yml".encode(): Entry(),
        b"k.yml": Entry(),
    }
    files = by_path(read(workflow_source(entries), expect=3))
    assert {path for path, file in files.items() if file["facts"]["status"] == "collected"} == {f"{PLACE}/b.yml"}


def test_a_name_that_is_no_text_is_shown_and_unknown(read: Reader) -> None:
    files = by_path(read(workflow_source({b"\xff.yml": Entry()}), expect=3))
    assert files[f"{PLACE}/\\xff.yml"]["facts"]["detail"]["why"] == "its name is not UTF-8"


def test_a_folder_without_workflows_holds_none(read: Reader) -> None:
    section = read(workflow_source({b"README.md": Entry(mode=LINK), b"more": Entry(mode=FOLDER)}))
    assert (section["status"], section["value"]["files"]) == ("collected", [])


def with_error(kind: str, *path: str | int) -> Made:
    error = {"type": kind, "path": [*path], "message": f"no {SECRET}@example.org"}
    every = [part.name for part in PARTS]
    body = Queried().answer(json.loads(question(SLUG, parts=every))["variables"])
    return Made(body={**body, "errors": [error]})


DEEP = ("repository", "workflowSource", "workflowFolder", "folderObject", "treeEntries", 0, "entryObject")
ANSWERS: dict[str, tuple[Made, str, int]] = {
    "a login page": (made.HTML, "error", 3),
    "a cut answer": (made.CUT, "error", 3),
    "a server's error": (made.SERVER_ERROR, "error", 3),
    "a secondary limit": (made.SECONDARY, "error", 3),
    "a limit, with status 200": (made.QUERY_LIMITED, "error", 3),
    "a used up limit": (made.exhausted(4_000_000_000), "error", 3),
    "no permission": (made.DENIED, "denied", 0),
    "bad credentials": (Made(status=401, body={"message": "Bad credentials"}), "denied", 0),
    "nothing there": (made.MISSING, "not_found", 0),
    "a field that was refused": (with_error("FORBIDDEN", "repository", "workflowSource"), "denied", 0),
    "one file that was refused": (with_error("FORBIDDEN", *DEEP), "denied", 0),
    "a scope that lacks": (with_error("INSUFFICIENT_SCOPES", *DEEP), "denied", 0),
    "a folder that was not found": (with_error("NOT_FOUND", *DEEP[:3]), "not_found", 0),
    "an error that names nothing": (with_error("INTERNAL"), "error", 3),
    "another repository": (
        Made(body={"data": {"repository": {"nameWithOwner": "octo/other", **workflow_source()}}}),
        "error",
        3,
    ),
    "no repository": (Made(body={"data": {"repository": None}}), "error", 3),
    "no data": (Made(body={"data": None}), "error", 3),
    "a list": (Made(body=[]), "error", 3),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_that_is_none_says_so(
    read: Reader, collect: Collecting, github: GitHubSimulator, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.setattr("checker.adapters.github.patience.Patience.wait", lambda *_, **__: None)
    answer, status, code = ANSWERS[case]
    github.go_wrong("graphql", *[answer] * 8)
    seen = read(expect=code)
    assert (seen["status"], "value" in seen) == (status, False)
    assert SECRET not in (collect.folder / "octo-widget.workspace.json").read_text(encoding="utf-8")


def test_an_error_elsewhere_in_the_answer_costs_the_files_nothing(read: Reader, github: GitHubSimulator) -> None:
    github.go_wrong("graphql", with_error("FORBIDDEN", "repository", "branchProtectionRules"))
    assert read()["status"] == "collected"


def test_the_audit_of_a_checkout_is_not_replaced(read: Reader, collect: Collecting) -> None:
    path = collect.folder / "octo-widget.workspace.json"
    read()
    own = path.read_bytes().replace(b'"profile":"full"', b'"profile":"workspace"')
    assert own != path.read_bytes()
    path.write_bytes(own)
    ended = collect.run()
    assert (path.read_bytes(), f"kept {path}" in ended.out) == (own, True)
    path.write_bytes(b"{}")
    assert f"wrote {path}" in collect.run().out


def test_the_query_of_files_alone_says_what_it_needs() -> None:
    assert query_of(WORKFLOW_FILES).startswith("query($owner: String!, $name: String!, $ref: String!) {\n")
