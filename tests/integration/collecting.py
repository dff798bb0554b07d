"""Collecting one repository through the command line, and what was written read back."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from checker.formats.audit_v1 import parse_audit
from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator

if TYPE_CHECKING:
    from tests.integration.conftest import CommandLine, Ended

SLUG = "octo/widget"
BASE = f"repos/{SLUG}"


class Collecting:
    """Collects one repository through the command line, and reads what was written."""

    def __init__(self, command: "CommandLine", github: GitHubSimulator, folder: Path) -> None:
        self.command, self.github, self.folder = command, github, folder
        github.load(made.repository(SLUG))

    def __call__(self, *arguments: str, profile: str = "full", expect: int = 0) -> dict[str, Any]:
        ended = self.run(*arguments, profile=profile)
        assert ended.code == expect, ended.err
        return self.document()

    def run(self, *arguments: str, profile: str = "full") -> "Ended":
        options = ("--output", self.folder, "--profile", profile, "--pace", "0", "--workflow", "release.yml")
        return self.command("audit", "github", SLUG, *options, *arguments)

    def document(self, kind: str = "repository", slug: str = SLUG) -> dict[str, Any]:
        data = (self.folder / f"{slug.replace('/', '-')}.{kind}.json").read_bytes()
        return parse_audit(data, source="it").document


def observed(document: dict[str, Any], place: str) -> dict[str, Any]:
    """The observation at a place of `sections`; numbers are items of lists, and observations are entered."""
    value: Any = document["sections"]
    for step in place.split("."):
        if isinstance(value, dict) and "evidence" in value:
            value = value["value"]
        value = value[int(step)] if step.isdigit() else value[step]
    return dict(value)
