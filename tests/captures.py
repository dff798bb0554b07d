"""Captures as a test writes them: each answer by its address, in a folder with an index."""

import json

from checker.application.import_audit import ImportedAudits, import_audits
from checker.domain.json_value import Json

AT = "2026-02-26T17:00:00Z"
REPO = "repos/o/r"
BARE: Json = {"message": "Not Found", "documentation_url": "u"}

ROOT: dict[str, Json] = {
    "id": 7,
    "full_name": "o/r",
    "owner": {"id": 3, "login": "o", "type": "Organization"},
    "default_branch": "main",
    "visibility": "public",
    "archived": False,
    "permissions": {"admin": True},
    "temp_clone_token": "SECRET-MARKER",
    "security_and_analysis": {
        "secret_scanning": {"status": "enabled"},
        "secret_scanning_push_protection": {"status": "disabled"},
    },
}


class Capture:
    """A folder of answers; `add` takes an address below the repository, a body, and optionally a status or headers."""

    def __init__(self, base: str = REPO) -> None:
        self.base = base
        self.lines: list[dict[str, Json]] = []
        self.files: dict[str, bytes] = {}

    def add(
        self, path: str, body: Json = None, *, status: int = 200, headers: str = "", at: str = AT, method: str = "GET"
    ) -> "Capture":
        file = f"{len(self.lines)}.json"
        url = path.removeprefix("//") if path.startswith("//") else f"{self.base}/{path}".rstrip("/")
        line: dict[str, Json] = {
            "file": file,
            "url": url,
            "method": method,
            "status": status,
            **({"at": at} if at else {}),
        }
        content = b"" if body is None else json.dumps(body).encode()
        self.files[file] = f"HTTP/2.0 {status} X\r\n{headers}\r\n\r\n".encode() + content if headers else content
        self.lines.append(line)
        return self

    def folder(self) -> dict[str, bytes]:
        return {"capture.json": json.dumps(self.lines).encode(), **self.files}

    def read(self) -> ImportedAudits:
        return import_audits(self.folder(), version="0")

    def section(self, name: str) -> dict[str, Json]:
        for audit in self.read().audits:
            found = audit.document["sections"]
            if isinstance(found, dict) and isinstance(section := found.get(name), dict):
                return section
        raise AssertionError(f"no section {name}")


def at(value: Json, *steps: str | int) -> Json:
    """What is at the end of these steps; observations are entered through their value."""
    for step in steps:
        if isinstance(value, dict) and "evidence" in value and step not in value:
            value = value["value"]
        if isinstance(value, dict) and isinstance(step, str):
            value = value[step]
        else:
            assert isinstance(value, list)
            assert isinstance(step, int)
            value = value[step]
    return value


def gate(**changed: Json) -> dict[str, Json]:
    """An environment as the provider answers, with a timer, two reviewers and patterns of its own."""
    fields: dict[str, Json] = {
        "name": "pypi",
        "can_admins_bypass": False,
        "protection_rules": [
            {"type": "wait_timer", "wait_timer": 5},
            {
                "type": "required_reviewers",
                "prevent_self_review": True,
                "reviewers": [
                    {"type": "User", "reviewer": {"id": 9, "login": "x", "email": "x@y.example"}},
                    {"type": "Team", "reviewer": {"slug": "release"}},
                ],
            },
        ],
        "deployment_branch_policy": {"protected_branches": False, "custom_branch_policies": True},
    }
    return {**fields, **changed}


def gates(*environments: Json) -> Json:
    """The list of environments, as one page."""
    return {"total_count": len(environments), "environments": list(environments)}
