"""`clean-release audit show|diff|baseline`, as processes: what audits hold, how they differ, how settings drift."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import CommandLine

ROOT = Path(__file__).resolve().parents[2]
AUDIT = Path("audits") / "example-org-widget.repository.json"
HISTORY = Path("audits") / "example-org-widget.history.json"


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(cwd.parent / "home"), "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", "checker", "audit", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


def changed(project: Path, change: Callable[[dict[str, Any]], None], name: str = "now.json") -> Path:
    """A copy of the audit with other sections."""
    document = json.loads((project / AUDIT).read_text(encoding="utf-8"))
    change(document["sections"])
    (project / name).write_text(json.dumps(document), encoding="utf-8")
    return Path(name)


def write_token(sections: dict[str, Any]) -> None:
    sections["ci_permissions"]["value"]["token"]["value"]["default"] = "write"


def fewer_checks(sections: dict[str, Any]) -> None:
    definition = sections["ref_rules"]["value"][0]["definition"]["value"]
    del definition["requires"]["checks"]["list"][1]


def fewer_checks_and_more_rights(sections: dict[str, Any]) -> None:
    fewer_checks(sections)
    write_token(sections)


def denied(sections: dict[str, Any]) -> None:
    gap = {"status": "denied", "evidence": [], "detail": {"why": "HTTP 403", "needs": "Administration: read"}}
    sections["ref_rules"] = gap


def test_an_audit_is_shown_with_what_could_not_be_read_first(complete: Path) -> None:
    ended = run("show", changed(complete, denied), cwd=complete)

    assert ended.returncode == 0
    lines = ended.stdout.splitlines()
    assert lines[0] == "repository audit of github.com/example-org/widget"
    assert lines[1] == "read 2026-03-02T11:30:00Z; no signature was checked"
    assert lines[4:6] == ["denied        ref_rules", "  denied: HTTP 403; needs Administration: read"]
    assert "  token.default: read" in lines


@pytest.mark.parametrize("format_name", ["text", "json", "markdown"])
def test_an_export_is_checked_against_the_committed_file(complete: Path, format_name: str) -> None:
    show = ("show", AUDIT, HISTORY, "--format", format_name, "--output", "release.out")

    assert run(*show, "--check", cwd=complete).returncode == 1, "there is no such file yet"
    assert not (complete / "release.out").exists()
    assert run(*show, cwd=complete).stdout == "wrote release.out\n"
    assert run(*show, "--check", cwd=complete).returncode == 0
    assert run(*show[:3], "--format", format_name, cwd=complete).stdout.strip() == (
        (complete / "release.out").read_text(encoding="utf-8").strip()
    )
    committed = (complete / "release.out").read_bytes()
    (complete / "release.out").write_bytes(committed + b" ")
    differing = run(*show, "--check", cwd=complete)
    assert (differing.returncode, differing.stdout) == (1, "")
    assert "release.out is not what these audits come to" in differing.stderr
    assert (complete / "release.out").read_bytes() == committed + b" "


def test_an_export_for_machines_holds_every_fact_and_gap(complete: Path) -> None:
    document = json.loads(run("show", changed(complete, denied), "--json", cwd=complete).stdout)

    assert document["schema"] == "clean-release/audit-view/v1"
    (audit,) = document["audits"]
    assert (audit["repository"], audit["repository_id"]) == ("example-org/widget", 424242)
    first, *others = audit["sections"]
    assert (first["section"], first["status"], first["facts"]) == ("ref_rules", "denied", [])
    assert first["gaps"] == [{"path": "", "status": "denied", "why": "HTTP 403", "needs": "Administration: read"}]
    facts = {one["section"]: one["facts"] for one in others}
    assert {"path": "token.default", "value": "read"} in facts["ci_permissions"]


def test_a_name_cannot_leave_its_cell_in_markdown(complete: Path) -> None:
    def rename(sections: dict[str, Any]) -> None:
        sections["branches"]["value"] = [{"name": "a|b`c\u202e@x", "protected": True}]

    shown = run("show", changed(complete, rename), "--format", "markdown", cwd=complete).stdout
    assert "| ``[a\\|b`c\\u202e@x].protected`` | `yes` |" in shown


def test_two_audits_are_compared_by_their_facts(complete: Path) -> None:
    now = changed(complete, write_token)

    same, other = run("diff", AUDIT, AUDIT, cwd=complete), run("diff", AUDIT, now, cwd=complete)

    assert (same.returncode, same.stdout) == (0, "")
    assert "what was read is the same" in same.stderr
    assert (other.returncode, other.stdout) == (1, "ci_permissions.token.default: read became write\n")
    document = json.loads(run("diff", AUDIT, now, "--json", cwd=complete).stdout)
    assert (document["schema"], document["same"]) == ("clean-release/audit-diff/v1", False)
    assert document["differences"] == [{"path": "ci_permissions.token.default", "before": "read", "after": "write"}]


def test_what_became_unreadable_is_no_agreement(complete: Path) -> None:
    ended = run("diff", AUDIT, changed(complete, denied), cwd=complete)
    assert (ended.returncode, ended.stdout) == (
        1,
        "ref_rules: collected became denied (needs Administration: read)\n",
    )


def test_settings_drift_from_a_baseline_until_they_are_set_back(complete: Path) -> None:
    baseline = run("baseline", "set", AUDIT, cwd=complete)

    assert (baseline.returncode, baseline.stdout) == (0, "wrote release-baseline.json\n")
    assert "warning: not in the baseline: environments [pypi].variable_names not_requested" in baseline.stderr
    assert (complete / "release-baseline.json").read_bytes() == (complete / AUDIT).read_bytes()
    kept = run("baseline", "drift", AUDIT, cwd=complete)
    assert (kept.returncode, kept.stdout) == (0, "0 settings drifted, 0 are not known\n")
    moved = run("baseline", "drift", changed(complete, fewer_checks), cwd=complete)
    assert moved.returncode == 1
    assert "effective_protection[refs/heads/main].required_checks[test] is gone" in moved.stdout


def test_a_signed_audit_is_shown_and_stays_signed_as_a_baseline(complete: Path) -> None:
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(complete.parent / "home")}
    keys = [sys.executable, "-m", "checker", "keys", "generate", "auditor", "--role", "auditor"]
    subprocess.run(keys, check=True, capture_output=True, cwd=complete, env=environment)
    assert run("sign", AUDIT, "--key", "auditor", "--output", "signed.json", cwd=complete).returncode == 0

    assert run("diff", AUDIT, "signed.json", cwd=complete).returncode == 0
    assert run("baseline", "set", "signed.json", cwd=complete).returncode == 0
    assert (complete / "release-baseline.json").read_bytes() == (complete / "signed.json").read_bytes()
    assert run("baseline", "drift", AUDIT, cwd=complete).returncode == 0


def test_drift_that_cannot_be_known_is_not_its_absence(complete: Path) -> None:
    run("baseline", "set", AUDIT, cwd=complete)
    ended = run("baseline", "drift", changed(complete, denied), cwd=complete)
    assert ended.returncode == 3
    assert "not known: ref_rules: collected became denied (needs Administration: read)" in ended.stdout
    document = json.loads(run("baseline", "drift", "now.json", "--json", cwd=complete).stdout)
    assert (document["schema"], document["differences"]) == ("clean-release/drift/v1", [])


def test_the_way_back_is_proposed_and_nothing_is_run(complete: Path) -> None:
    run("baseline", "set", AUDIT, "--baseline", "target.json", cwd=complete)
    now = changed(complete, fewer_checks_and_more_rights)

    ended = run("baseline", "propose", now, "--baseline", "target.json", "--output", "target.md", cwd=complete)

    assert (ended.returncode, ended.stdout) == (0, "wrote target.md\n")
    text = (complete / "target.md").read_text(encoding="utf-8")
    assert "## To do: 2" in text
    assert "gh api -X PUT repos/example-org/widget/actions/permissions/workflow --input - <<'JSON'" in text
    assert "gh api -X PUT repos/example-org/widget/rulesets/101 --input - <<'JSON'" in text
    assert "| `[pypi].deploy_refs.mode` | `custom` |" in text
    body = text.split("rulesets/101 --input - <<'JSON'\n")[1].split("\nJSON")[0]
    checks = [rule for rule in json.loads(body)["rules"] if rule["type"] == "required_status_checks"]
    assert [check["context"] for check in checks[0]["parameters"]["required_status_checks"]] == ["build", "test"]


def test_a_proposal_is_printed_where_no_file_is_named(complete: Path) -> None:
    run("baseline", "set", AUDIT, cwd=complete)
    ended = run("baseline", "propose", AUDIT, cwd=complete)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "## To do: 0" in ended.stdout


def test_a_command_is_not_proposed_that_does_not_show_as_what_it_does(complete: Path) -> None:
    def hide(sections: dict[str, Any]) -> None:
        sections["ref_rules"]["value"][0]["name"] = "main\u202e is reviewed"

    run("baseline", "set", changed(complete, hide, "target.json"), "--baseline", "target.json", cwd=complete)
    ended = run("baseline", "propose", AUDIT, "--baseline", "target.json", cwd=complete)
    assert "By hand: Settings > Rules > Rulesets." in ended.stdout
    assert "rulesets/101" not in ended.stdout
    assert "\u202e" not in ended.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("show",), 2, "Missing argument"),
        (("show", "nowhere.json"), 3, "there is no such file"),
        (("show", "manifest.json"), 3, ""),
        (("show", AUDIT, "--format", "xml"), 2, "unknown format 'xml', expected one of text, json, markdown"),
        (("show", AUDIT, "--check"), 2, "--check compares with a file, and none was named"),
        (("show", AUDIT, "--check", "--output", "audits"), 3, "not a plain file"),
        (("diff", AUDIT, HISTORY), 2, "the first is an audit of kind repository, the second of kind history"),
        (("diff", AUDIT, AUDIT, "--format", "markdown"), 2, "unknown format 'markdown'"),
        (("baseline", "set", HISTORY), 2, "the baseline is an audit of kind history"),
        (("baseline", "drift", AUDIT), 3, "there is no such file"),
        (("baseline", "propose", AUDIT), 3, "there is no such file"),
        (("baseline", "drift", AUDIT, "--baseline", AUDIT, "--format", "xml"), 2, "unknown format 'xml'"),
    ],
)
def test_wrong_input_is_one_sentence(
    command: CommandLine,
    complete: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[object, ...],
    code: int,
    said: str,
) -> None:
    monkeypatch.chdir(complete)
    ended = command("audit", *words)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
