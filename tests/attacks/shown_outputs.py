"""What every output says of a report that an attack ended with: the same as the report, whatever foreign text is in it.

`shows` of a case's `expect` are words that stand in every output, so that the rest is proven of foreign text at all.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.attacks.command import run_command
from tests.html_page import ELEMENTS, read_page
from tests.output_claims import blocks_of, cases_of, commands_of, issues_of, notified, run_of_log

MARK = "[demo] "
"""Before each sentence: every case is in the namespace demo, whose reports count nowhere."""
SARIF_MARK = r"\[demo\] "
"""The same where brackets would begin a link (SARIF, 3.11.6)."""
DEMO = "**[demo] this verdict opens no real gate**"


def assert_outputs_say_the_same(place: Path, report: Mapping[str, Any], expect: Mapping[str, Any]) -> None:
    """Write the stored report in every format, and hold each to it."""
    sarif, markdown, junit, gitlab = (place / f"report.{end}" for end in ("sarif", "md", "xml", "json"))
    outputs = ["--output", f"sarif={sarif}", "--output", f"markdown={markdown}"]
    page = place / "report.html"
    outputs += ["--output", f"junit={junit}", "--output", f"gitlab={gitlab}", "--output", f"html={page}"]
    shown = run_command(
        ["report", "show", "latest", "--project", str(place / "project"), "--format", "github", *outputs]
    )
    assert shown.code == 0, shown.err
    texts = [shown.out, sarif.read_text(encoding="utf-8"), markdown.read_text(encoding="utf-8")]
    opens = expect["exit"] == 0
    _assert_annotations(texts[0], report, opens=opens)
    _assert_sarif(texts[1], report, opens=opens)
    _assert_markdown(texts[2], report, opens=opens)
    _assert_junit(junit.read_text(encoding="utf-8"), report, opens=opens)
    _assert_gitlab(gitlab.read_text(encoding="utf-8"), report, opens=opens)
    _assert_page(page.read_text(encoding="utf-8"), report, opens=opens)
    assert [part for part in expect.get("shows", ()) if not all(part in text for text in texts)] == []


def _assert_page(text: str, report: Mapping[str, Any], *, opens: bool) -> None:
    page = read_page(text)
    assert f"{report['verdict']} " in page.shown.partition(" of ")[0]
    assert ("this report opens its gate" in page.shown) == opens
    assert {one.name for one in page.elements} <= ELEMENTS
    assert all(part.replace("\n", "").isprintable() for part in page.text)
    codes = [rule["code"] for rule in report["rules"]]
    assert [code for code in codes if page.shown.count(code) < 1] == []


def _assert_annotations(text: str, report: Mapping[str, Any], *, opens: bool) -> None:
    first, *others = commands_of(text)
    assert first.startswith(f"::{'notice' if opens else 'error'} title={MARK}clean-release {report['verdict']}::")
    assert all(f" title={MARK}" in line for line in (first, *others) if line.startswith("::"))
    for kind in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{kind} ") for line in (first, *others)) <= 10
    assert any(line.startswith("::error ") for line in (first, *others)) != opens


def _assert_sarif(text: str, report: Mapping[str, Any], *, opens: bool) -> None:
    run = run_of_log(text)
    assert (run["properties"]["verdict"], run["properties"]["opensGate"]) == (report["verdict"], opens)
    seen = {(result["ruleId"], result["kind"]) for result in run["results"]}
    wanted = {"failed": "fail", "waived": "fail", "not_evaluated": "open"}
    ended = {(rule["code"], wanted[rule["outcome"]]) for rule in report["rules"] if rule["outcome"] in wanted}
    assert seen == ended
    for code in (code for code, kind in ended if kind == "open"):
        assert any(said.startswith(f"{SARIF_MARK}{code} was not evaluated: ") for said in notified(run))


def _assert_junit(text: str, report: Mapping[str, Any], *, opens: bool) -> None:
    verdict, *cases = cases_of(text)
    red = [case for case in (verdict, *cases) if case.find("failure") is not None or case.find("error") is not None]
    assert (red == []) == opens
    assert (verdict.find("failure") is not None) == (report["verdict"] == "blocked")
    green = {case.attrib["classname"] for case in cases if len(case) == 0}
    assert green == {rule["code"] for rule in report["rules"] if rule["outcome"] == "passed"}


def _assert_gitlab(text: str, report: Mapping[str, Any], *, opens: bool) -> None:
    issues = issues_of(text)
    verdicts = [issue for issue in issues if issue["check_name"] == "clean-release"]
    assert [issue["severity"] for issue in verdicts] == ([] if opens else ["blocker"])
    told = {issue["check_name"] for issue in issues} - {"clean-release"}
    settled = {"passed", "not_applicable"}
    assert told == {rule["code"] for rule in report["rules"] if rule["outcome"] not in settled}


def _assert_markdown(text: str, report: Mapping[str, Any], *, opens: bool) -> None:
    assert blocks_of(text.replace(DEMO, ""))[0] == "heading_open"
    assert text.startswith(f"# Clean Release: {report['verdict']}\n")
    assert ("this report opens its gate" in text) == opens
    for title, outcome in {"Failed": "failed", "Not evaluated": "not_evaluated"}.items():
        codes = {
            rule["code"]
            for rule in report["rules"]
            if rule["outcome"] == outcome and (rule["enforcement"] == "block" or outcome == "not_evaluated")
        }
        _, _, section = text.partition(f"\n## {title} ({len(codes)})\n")
        assert set(re.findall(r"^- `([a-z_.]+)` \(", section.partition("\n## ")[0], re.MULTILINE)) == codes
