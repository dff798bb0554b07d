"""The composed input of a real repository, and ten times of it: what the whole library is timed over.

The golden input is grown: release branches with a classic rule each, rulesets over a few of them, environments,
workflow files as the host reads them, and names of secrets. What the host derives is derived by the host. Some of it
breaks rules on purpose, so that equal verdicts with a peer mean something. The project's file does not grow but for its
branches: however large the repository, it releases from as many environments and asks for as many checks.
"""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from checker.application.collect_workflows import workflow_section
from checker.application.derive_workflows import derive_workflows, reviewed_files
from checker.domain.derived_sections import derive_repository
from checker.domain.json_value import Json
from checker.domain.project import Project, ReleaseFacts
from checker.domain.workflow_scan import (
    DETECTORS,
    Confidence,
    Persona,
    ScanFinding,
    ScannedFile,
    Severity,
    WorkflowScan,
)
from checker.ports.workspace import WorkflowFile
from tests.shipped_policy import input_document, passing_project

BRANCHES, RULESETS, ENVIRONMENTS, WORKFLOWS, SECRETS = 50, 20, 10, 30, 200
DECLARED_ENVIRONMENTS = 5
EVERY_COLLECTION = (
    *("informational", "minimal", "publish-path", "registry", "release-gate", "strict", "supply-chain", "workspace"),
    *("osps-baseline-1", "osps-baseline-2", "osps-baseline-3"),
)
_ODD_ONE, _PUBLISHING = 10, 6
_WORKFLOW = """\
name: Workflow {number}
on: {event}
permissions: {{contents: read}}
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
        with: {{persist-credentials: false}}
      - run: python -m build
  check:
    needs: [build]
    runs-on: ubuntu-latest
    env: {{TOKEN: "${{{{ secrets.SECRET_{number} }}}}"}}
    steps: [{{run: make check}}]
  finish:
    needs: [build, check]
    runs-on: ubuntu-latest
{environment}
    steps: [{{uses: "pypa/gh-action-pypi-publish@0123456789abcdef0123456789abcdef01234567"}}]
"""


def real_project(times: int = 1) -> Project:
    """A project that selects every rule; each branch of the repository is one it releases from."""
    passing = passing_project()
    selection = replace(passing.selection, collections=EVERY_COLLECTION, parameters={}, include=(), exclude=())
    branches = tuple(_branch(number) for number in range(BRANCHES * times))
    environments = tuple(_environment_name(number) for number in range(DECLARED_ENVIRONMENTS))
    release = replace(passing.release, branches=branches, environments=environments)
    return replace(passing, selection=selection, release=release)


def real_input(times: int = 1) -> dict[str, Json]:
    """The input of a repository `times` as large as a real one; the same at every run."""
    document: dict[str, Any] = input_document("good")
    sections, release = document["repository"], real_project(times).release
    sections["branches"]["value"] = [{"name": _branch(n), "protected": True} for n in range(BRANCHES * times)]
    sections["classic_protection"]["value"] = _classic(sections["classic_protection"]["value"][0], times)
    sections["ref_rules"]["value"] += _rulesets(sections["ref_rules"]["value"][0], times)
    sections["environments"]["value"] = _environments(sections["environments"]["value"][0], times)
    sections["secret_names"]["value"][0]["names"]["value"] = _secrets(times)
    document["repository"] = _derived(sections, release)
    document["workspace"]["workflows"] = _workflows(document, times)
    return document


def _derived(sections: dict[str, Json], release: ReleaseFacts) -> dict[str, Json]:
    """The repository as the host shows it to rules; what a golden input knows of a baseline stays."""
    derived = derive_repository(sections, release=release)
    return derived | {name: sections[name] for name in ("owner", "baseline_checks")}


def _branch(number: int) -> str:
    return f"release/{number}" if number else "main"


def _environment_name(number: int) -> str:
    return f"pypi-{number}" if number else "pypi"


def _is_odd(number: int) -> bool:
    """Whether this one of many breaks a rule."""
    return number % _ODD_ONE == _ODD_ONE - 1


def _classic(model: dict[str, Any], times: int) -> list[dict[str, Any]]:
    """A rule for each branch; a tenth of them do not bind administrators and let force pushes through."""
    grown = []
    for number in range(BRANCHES * times):
        own = deepcopy(model)
        own["ref"] = f"refs/heads/{_branch(number)}"
        if _is_odd(number):
            own["protection"]["value"]["admins_included"]["value"] = False
            own["protection"]["value"]["force_push_allowed"]["value"] = True
        grown.append(own)
    return grown


def _rulesets(model: dict[str, Any], times: int) -> list[dict[str, Any]]:
    """Each covers a few branches of its own; a tenth of them can be bypassed."""
    grown, declared = [], [_environment_name(number) for number in range(DECLARED_ENVIRONMENTS)]
    for number in range(RULESETS * times):
        own = deepcopy(model)
        own["id"], own["name"] = str(1000 + number), f"branches {number}"
        covered = range(number, BRANCHES * times, RULESETS * times)
        own["definition"]["value"]["requires"]["deployments"] = declared
        own["definition"]["value"]["include"] = [f"refs/heads/{_branch(branch)}" for branch in covered]
        if _is_odd(number):
            own["bypass"]["value"] = [{"kind": "Team", "id": str(number), "mode": "always"}]
        grown.append(own)
    return grown


def _environments(model: dict[str, Any], times: int) -> list[dict[str, Any]]:
    """Those the project declares come first; one of them has no reviewers."""
    grown = []
    for number in range(ENVIRONMENTS * times):
        own = deepcopy(model)
        own["name"] = _environment_name(number)
        own["secret_names"]["value"] = [{"name": f"DEPLOY_KEY_{number}", "updated_at": "2026-01-05T09:00:00Z"}]
        if number % DECLARED_ENVIRONMENTS == 1:
            own["reviewers"]["value"]["principals"] = []
        grown.append(own)
    return grown


def _secrets(times: int) -> list[Json]:
    """Names of the repository's secrets; a tenth of them are old."""
    return [
        {"name": f"SECRET_{number}", "updated_at": f"202{4 if _is_odd(number) else 6}-01-05T09:00:00Z"}
        for number in range(SECRETS * times)
    ]


def _workflows(document: dict[str, Any], times: int) -> Json:
    """The section as the host makes it of files and of what a scanner found in them."""
    files = [_file(number) for number in range(WORKFLOWS * times)]
    section = workflow_section(files, scanner=_Scanner()).section.to_json()
    reviewed = reviewed_files(document["workspace"], repository=document["repository"]["repository"])
    return derive_workflows(section, reviewed=reviewed)


def _file(number: int) -> WorkflowFile:
    """A fifth of the files publish, each from one of the environments."""
    publishes = number % _PUBLISHING == 0
    environment = _environment_name(number // _PUBLISHING % DECLARED_ENVIRONMENTS)
    text = _WORKFLOW.format(
        number=number,
        event="{push: {tags: ['v*']}}" if publishes else "[push, pull_request]",
        environment=f"    environment: {environment}\n    permissions: {{id-token: write}}" if publishes else "",
    )
    return WorkflowFile(path=f".github/workflows/w{number}.yml", data=text.encode())


class _Scanner:
    """Finds something in a tenth of the files, and an opinion in each."""

    def scan(self, files: Sequence[WorkflowFile]) -> WorkflowScan:
        found = {file.path: _scanned(number) for number, file in enumerate(files)}
        return WorkflowScan(name="zizmor", version="1.0.0", files=found)


def _scanned(number: int) -> ScannedFile:
    findings = [_finding("unpinned-uses", Persona.PEDANTIC), _finding("concurrency-limits", Persona.PEDANTIC)]
    if _is_odd(number):
        findings += [_finding("template-injection", Persona.REGULAR), _finding("cache-poisoning", Persona.REGULAR)]
    return ScannedFile(ran=frozenset(DETECTORS), findings=tuple(findings))


def _finding(detector: str, persona: Persona) -> ScanFinding:
    return ScanFinding(
        detector=detector, line=8, job="finish", severity=Severity.HIGH, confidence=Confidence.HIGH, persona=persona
    )
