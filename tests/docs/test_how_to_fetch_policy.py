"""The page about fetching policy is true: its commands, run against a git and a web server, print what it shows."""

import shutil
from pathlib import Path

import pytest
import pytest_socket

from tests.bundle_server import serving
from tests.docs.follow_page import follow
from tests.docs.test_how_tos import EXAMPLES, HOW_TO, OWN_STORE
from tests.git_repositories import git
from tools.shown_commands import WrittenFile, steps


@pytest.mark.engine
def test_policy_is_taken_from_git_and_from_a_web_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest_socket.enable_socket()
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)
    reader, policies = tmp_path / "reader", tmp_path / "policies"
    shutil.copytree(EXAMPLES / "complete", reader, ignore=OWN_STORE)
    (reader / "clean-release.lock").unlink()
    (tmp_path / "web" / "team").mkdir(parents=True)
    for step in steps((HOW_TO / "try-a-rule.md").read_text(encoding="utf-8")):
        if isinstance(step, WrittenFile) and step.path.startswith("my-policies/"):
            path = policies / "team" / step.path.removeprefix("my-policies/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
    git(policies, "init", "--quiet", "--initial-branch=main")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "somebody@example.org")
    with serving(tmp_path) as server:
        server.files = tmp_path / "web"
        text = (HOW_TO / "take-policy-from-git-or-a-web-server.md").read_text(encoding="utf-8")
        for shown, served in (
            ("https://git.example.org/", f"{server.url}/git/"),
            ("https://policies.example.org/", f"{server.url}/"),
        ):
            text = text.replace(shown, served)
        page = tmp_path / "page.md"
        page.write_text(text, encoding="utf-8")

        followed = follow(page, reader)

    assert [step.exit_code for step in followed if "clean-release check" in step.command] == [3, 3]
