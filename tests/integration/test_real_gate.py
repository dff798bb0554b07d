"""A real gate: signed audits of the right repository open it, and each thing that is missing keeps it shut."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.clock import SystemClock
from tests.integration.gated_repository import ANCHOR

ROOT = Path(__file__).resolve().parents[2]
FIVE_MEGABYTES = 5 * 1024 * 1024
MANY_BRANCHES = 19_900


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "checker", *arguments]
    environment = {"PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(cwd.parent / "home")}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=cwd, env=environment)


def done(*arguments: str, cwd: Path) -> str:
    result = run(*arguments, cwd=cwd)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in the namespace real, captured a moment ago, with a key and an anchor but nothing signed yet."""
    folder = tmp_path / "widget"
    example = ROOT / "docs" / "examples" / "complete"
    shutil.copytree(example, folder, ignore=shutil.ignore_patterns(".clean-release", "audits", "*.lock", "anchor.yaml"))
    written = (folder / "clean-release.yaml").read_text(encoding="utf-8").replace("namespace: demo\n", "")
    (folder / "clean-release.yaml").write_text(written, encoding="utf-8")
    index = folder / "capture" / "capture.json"
    moment = SystemClock().now().strftime("%Y-%m-%dT%H:%M")
    index.write_text(index.read_text(encoding="utf-8").replace("2026-03-02T11:30", moment), encoding="utf-8")
    done("audit", "import", "capture", cwd=folder)
    entry = done("keys", "generate", "auditor", "--role", "auditor", cwd=folder)
    configuration = tmp_path / "home" / ".config" / "clean-release"
    lines = [f"  {line}" for line in entry.splitlines()]
    (configuration / "anchor.yaml").write_text(ANCHOR + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def sign(project: Path) -> None:
    for kind in ("repository", "history"):
        name = f"audits/example-org-widget.{kind}.json"
        done("audit", "sign", name, "--key", "auditor", "--output", name, cwd=project)


def report_of(project: Path, *more: str) -> tuple[int, dict[str, Any]]:
    result = run("check", "--json", *more, cwd=project)
    report: dict[str, Any] = json.loads(result.stdout)["report"]
    return result.returncode, report


def test_signed_audits_of_the_bound_repository_open_the_gate(project: Path) -> None:
    sign(project)
    done("lock", cwd=project)
    code, report = report_of(project)
    assert (code, report["verdict"], report["gating"]["gating"]) == (0, "passed", True)
    assert {audit["authenticity"] for audit in report["audits"]} == {"signed"}
    assert "the same bytes" in done("report", "replay", cwd=project)


def test_a_signed_audit_of_five_megabytes_gates_and_comes_out_again(project: Path) -> None:
    path = project / "audits" / "example-org-widget.repository.json"
    audit = json.loads(path.read_text(encoding="utf-8"))
    topics = [{"name": f"topic/{number:05d}-{'x' * 220}", "protected": False} for number in range(MANY_BRANCHES)]
    audit["sections"]["branches"]["value"] += topics
    path.write_text(json.dumps(audit), encoding="utf-8")
    assert path.stat().st_size > FIVE_MEGABYTES
    sign(project)
    done("lock", cwd=project)

    code, report = report_of(project)

    assert (code, report["verdict"], report["gating"]["gating"]) == (0, "passed", True)
    assert "signed" in {audit["authenticity"] for audit in report["audits"]}
    assert "the same bytes" in done("report", "replay", cwd=project)
    done("report", "verify", cwd=project)


def test_plain_audits_pass_and_open_nothing(project: Path) -> None:
    done("lock", cwd=project)
    code, report = report_of(project)
    assert (code, report["verdict"], report["gating"]["gating"]) == (3, "passed", False)


def test_without_a_lock_nothing_opens(project: Path) -> None:
    sign(project)
    code, report = report_of(project)
    assert (code, report["gating"]["because"]) == (3, ["no lock names this snapshot"])


def test_a_changed_signed_audit_is_refused(project: Path) -> None:
    sign(project)
    done("lock", cwd=project)
    path = project / "audits" / "example-org-widget.repository.json"
    envelope = json.loads(path.read_text(encoding="utf-8"))
    envelope["payload"] = envelope["payload"][:-8] + "AAAA" + envelope["payload"][-4:]
    path.write_text(json.dumps(envelope), encoding="utf-8")
    result = run("check", cwd=project)
    assert result.returncode == 3
    assert result.stderr.startswith("error[not-trusted]")
    assert result.stdout == ""


def test_a_project_file_changed_after_the_lock_is_refused(project: Path) -> None:
    sign(project)
    done("lock", cwd=project)
    path = project / "clean-release.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("environments: [pypi]", "environments: []"), encoding="utf-8"
    )
    result = run("check", cwd=project)
    assert (result.returncode, result.stdout) == (3, "")
    assert "the project file is not the one that was locked" in result.stderr


def test_a_key_revoked_since_signing_vouches_for_nothing(project: Path) -> None:
    sign(project)
    done("lock", cwd=project)
    anchor = project.parent / "home" / ".config" / "clean-release" / "anchor.yaml"
    anchor.write_text(anchor.read_text(encoding="utf-8") + "    revoked: true\n", encoding="utf-8")
    result = run("check", cwd=project)
    assert (result.returncode, result.stdout) == (3, "")
    assert "no auditor key that is valid now" in result.stderr
