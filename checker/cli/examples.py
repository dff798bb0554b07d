"""One example of every command, for its help and its page; a test reads each as the command line would.

Where the names of the options say enough, the example is made of what a command cannot do without.
"""

from collections.abc import Sequence
from typing import Any

from checker.cli.commands import NAME, command_of

_WRITTEN = {
    "check": "--format github --output sarif=report.sarif",
    "explain": "branch.approvals",
    "lock": "--check",
    "bundle build": "my-policies --output my-policies.tar.gz",
    "bundle sign": "my-policies.tar.gz --key policy-key",
    "bundle verify": "my-policies.tar.gz",
    "bundle inspect": "builtin:release-policy",
    "policy list": "--collection strict",
    "policy test": "my-policies --run approvals",
    "policy lint": "my-policies",
    "policy fmt": "my-policies --check",
    "policy new": "team.two_reviews",
    "policy try": "branch.approvals --input audits/octo-widget.repository.json",
    "policy prove": "branch.approvals",
    "policy impact": "my-policies",
    "policy diff": "builtin:release-policy my-policies",
    "snapshot show": "latest",
    "snapshot diff": "0123456789ab latest",
    "audit github": "octo/widget --output audits",
    "audit permissions": "branch.approvals",
    "audit paths": "--format mermaid",
    "audit show": "audits/octo-widget.repository.json",
    "audit diff": "yesterday.json today.json",
    "audit import": "capture --output audits",
    "audit sign": "audits/octo-widget.repository.json --key auditor --output signed.json",
    "audit baseline set": "audits/octo-widget.repository.json",
    "audit baseline drift": "audits/octo-widget.repository.json",
    "audit baseline propose": "audits/octo-widget.repository.json",
    "candidate register": "--candidate-id 2026.03.09-rc1 --version 1.2.0 --source-snapshot v1.2.0-rc1 "
    "--actor release-bot",
    "candidate import-artifacts": "--candidate-id 2026.03.09-rc1 --input artifacts.json --actor release-bot",
    "waiver request": "--fingerprint 0123456789ab --reason 'mended in 1.2.1' --owner anna "
    "--expires 2026-04-01T00:00:00Z --actor anna",
    "waiver approve": "--waiver-id wvr-001 --actor ben",
    "manifest build": "--candidate-id 2026.03.09-rc1 --actor release-bot",
    "manifest diff": "man-001 man-002",
    "compliance status": "--run-id run-001",
    "compliance report": "--run-id run-001 --json",
    "compliance stages": "--run-id run-001",
    "compliance violations": "--run-id run-001",
    "compliance resume": "--run-id run-001 --actor release-bot",
    "compliance cancel": "--run-id run-001 --reason 'built again' --actor release-bot",
    "worker": "--once --actor release-bot",
    "release step": "build --run-id 123456",
    "release smoke": "-- widget --version",
    "release diagnose": "publish.log",
    "release evidence add": "latency.json",
    "release blockers close": "token-expired",
    "permit verify": "permit.json --dir dist --into verified --channel pypi",
    "permit show": "permit.json",
    "permit countersign": "permit.json --actor ben --output signed.json",
    "report list": "--limit 5",
    "report show": "latest --format markdown",
    "report verify": "latest --artifact dist/widget-1.2.0-py3-none-any.whl",
    "report replay": "latest",
    "report fixes": "latest",
    "store backup": "store-backup.db",
    "store restore": "store-backup.db",
    "trail import": "trail.json",
    "keys generate": "--actor anna",
    "token create": "--principal release-bot --project widget --role operator",
    "token revoke": "0123456789ab",
    "help": "exit-codes",
}
_VALUES = {
    "actor": "release-bot",
    "candidate_id": "2026.03.09-rc1",
    "channel": "pypi",
    "manifest_id": "man-001",
    "output": "out.json",
    "reason": "'withdrawn by its author'",
    "report_id": "rpt-001",
}
_OF_METAVAR = {"MANIFEST": "man-001", "TEXT": "'why, in a sentence'", "N": "1", "ID": "2026.03.09-rc1"}


def example_of(words: Sequence[str]) -> str:
    """An example of the command of these words, its program first; empty where they are a group or no command."""
    words = [word for word in words if word != NAME]
    command = command_of(words)
    if command is None or hasattr(command, "commands"):
        return ""
    name = " ".join(words)
    written = _WRITTEN.get(name)
    return " ".join([NAME, name, *([written] if written is not None else map(_needed, _required(command)))])


def _required(command: Any) -> list[Any]:  # noqa: ANN401 - typer hides its types
    return [one for one in command.params if one.required]


def _needed(parameter: Any) -> str:  # noqa: ANN401 - as above
    """An option or argument that a command cannot do without."""
    value = _VALUES.get(parameter.name) or _OF_METAVAR.get(parameter.metavar, str(parameter.metavar).lower())
    return f"{parameter.opts[0]} {value}" if parameter.opts[0].startswith("-") else value
