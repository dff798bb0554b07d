"""From a judged candidate to files in a registry: approved, permitted, verified, confirmed, revoked."""

import json
from pathlib import Path

import pytest

from tests.git_repositories import write
from tests.integration.released_project import BYPASS, CONTENT, OF, OWNER, SLUG, WHEEL, ReleasedProject

REASON = "The registry loses the old files today, see incident 17."


def test_what_was_approved_may_be_uploaded_by_its_job(released: ReleasedProject) -> None:
    released.to_manifest()
    assert released.to_report()["status"] == "passed"
    bot = released.refused("release", "approve", *OF, "--report-id", "rpt-001", "--actor", "release-bot")
    assert "127.0.0.1/20 wrote, pushed or imported it" in bot
    early = released.refused("release", "publish", *OWNER, "--report-id", "rpt-001", "--channel", "prod")
    assert "nobody has approved it" in early

    approved = json.loads(released.done("release", "approve", *OWNER, "--report-id", "rpt-001", "--json"))
    assert (approved["state"], approved["namespace"]) == ("APPROVED", "real")
    assert approved["approvals"][0]["account"] == "127.0.0.1/21"
    assert approved["approvals"][0]["excluded"] == ["127.0.0.1/11", "127.0.0.1/12", "127.0.0.1/20"]

    released.publish()
    assert "nothing of this was verified" in released("permit", "show", "permit.json").err
    shown = json.loads(released.done("permit", "show", "permit.json", "--json"))
    assert (shown["channel"], shown["repository_id"], shown["verdict"]) == ("prod", 7, "passed")

    verified = released.verify()
    assert (verified.code, (released.tree / "upload" / WHEEL).read_bytes()) == (0, CONTENT)
    assert released.verify(into="upload").code == 2, "what is there is never replaced"


def test_what_is_in_the_registry_is_released_and_can_be_revoked(released: ReleasedProject) -> None:
    released.to_approval()
    nowhere = released(
        "release", "publish", *OWNER, "--report-id", "rpt-001", "--channel", "prod", "-o", "no/permit.json"
    )
    assert (nowhere.code, "the folder of this output does not exist" in nowhere.err) == (3, True)
    released.publish()
    nothing = released("release", "confirm", *OWNER)
    assert (nothing.code, "prod is failed: its registry shows nothing of this version" in nothing.out) == (1, True)
    released.publish("again.json")
    digest = json.loads((released.tree / "artifacts.json").read_text())["artifacts"][0]["sha256"]
    released.registry.python("widget", released.registry.file(WHEEL, digest))
    assert "PUBLISHED" in released.done("release", "confirm", *OWNER)
    assert "nothing but a revocation follows that" in released.refused(
        "release", "publish", *OWNER, "--report-id", "rpt-001", "--channel", "prod"
    )

    released.done("release", "revoke", *OWNER, "--reason", "it deletes files", "-o", "revocation.json")
    assert "was revoked: it deletes files" in released.verify("again.json", into="later").err
    report = released("report", "verify", "latest", "--artifact", f"dist/{WHEEL}")
    assert (report.code, "was revoked: it deletes files" in report.out) == (1, True)
    (released.tree / ".clean-release").rename(released.tree / "elsewhere")
    assert released.verify("again.json", into="unknown").code == 0, "nothing is known of it without the store"
    known = released.verify("again.json", "--revocation", "revocation.json", into="known")
    assert (known.code, "was revoked" in known.err) == (3, True)


def test_another_folder_or_job_uploads_nothing(released: ReleasedProject) -> None:
    released.to_approval()
    released.publish()
    for more in (("--environment", "release"), ("--run-id", "5"), ("--namespace", "demo")):
        assert released.verify("permit.json", *more).code == 3
    write(released.tree / "dist" / "more.whl", "")
    assert "is not permitted" in released.verify().err
    (released.tree / "dist" / "more.whl").unlink()
    write(released.tree / "dist" / WHEEL, "other")
    assert "is another file than the permit names" in released.verify().err
    with released.job() as job:
        job.setenv("GITHUB_RUN_ID", "5")
        assert "it is for the workflow run id '0', this is '5'" in released.verify().err
    assert not (released.tree / "upload").exists()


def test_settings_that_changed_since_void_the_approval(released: ReleasedProject) -> None:
    """T02."""
    released.to_approval()
    path = f"repos/{SLUG}/rulesets/101"
    released.github.put(path, {**released.github.answers[path].body, "bypass_actors": BYPASS})

    ended = released(
        "release", "publish", *OWNER, "--report-id", "rpt-001", "--channel", "prod", "--output", "permit.json"
    )
    assert (ended.code, "the approval is void" in ended.err, "namespace real\n" in ended.err) == (1, True, True)
    assert "changed since it was approved: repository" in ended.err
    stands = released.status()
    assert (stands["state"], stands["voided"]["is"]) == ("CHECK_BLOCKED", True)
    assert stands["voided"]["reason"] == "repository changed since; the verdict is blocked, expected passed"
    assert stands["next"] == f"clean-release report show {stands['voided']['report']}"
    assert "blocked" in released.done("report", "show", stands["voided"]["report"])
    said = released.done("release", "status", *OF)
    assert "the approval is void since " in said
    assert f": {stands['voided']['reason']}\n" in said
    assert not (released.tree / "permit.json").exists()


def test_two_persons_break_the_glass_on_two_machines(released: ReleasedProject) -> None:
    """W07."""
    released.to_manifest()
    released.to_report()
    words = ("permit", "break-glass", *OWNER, "--channel", "prod", "-o", "half.json")
    assert "at least 20" in released.refused(*words, "--reason", "urgent", code=2)
    released.done(*words, "--reason", REASON)
    assert released.status()["break_glass"][0]["reason"] == REASON
    assert released.verify("half.json").code == 3
    assert "signed it already" in released.refused(
        "permit", "countersign", "half.json", "--actor", "release-owner", "-o", "whole.json"
    )

    (released.tree / ".clean-release").rename(released.tree / "elsewhere")
    released.done("permit", "countersign", "half.json", "--actor", "second", "-o", "whole.json")
    verified = released.verify("whole.json")
    assert (verified.code, "BREAK-GLASS, verdict passed" in verified.out) == (4, True)
    assert (released.tree / "upload" / WHEEL).read_bytes() == CONTENT


def test_it_is_sent_back_and_rejected(released: ReleasedProject) -> None:
    released.to_approval()

    assert "REJECTED" in released.done("release", "reject", *OWNER, "--reason", "not before the holidays")
    assert "PREPARED" in released.done("release", "revise", *OWNER, "--reason", "the changelog lacks it")
    assert released.status()["approvals"] == []


@pytest.mark.parametrize("output", ["artifacts.json"])
def test_nothing_is_written_over(released: ReleasedProject, output: str) -> None:
    released.to_manifest()
    before = Path(output).read_bytes()

    released.refused("release", "publish", *OWNER, "--report-id", "rpt-001", "--channel", "prod", "-o", output, code=2)
    assert Path(output).read_bytes() == before
