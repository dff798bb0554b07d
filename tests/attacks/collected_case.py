"""Reads an attack on what the provider holds of a repository, and runs it in one process: collect, compose, judge.

`case.json` holds `attack`, `title`, `how: collected` and `cases`. A case begins with one sound release workflow and one
squashed commit that somebody else approved, of which every rule named below passes. It has

- `name`, and `expect`: `rules` (outcome by code), and `says`, what the audits or what went wrong must name;
- `files`: workflow files beside or instead of the sound one, each with a `name` and `text`, `base64`, or `repeat` and
  `times`; `mode` as git writes it in octal, `shown` the text that is answered where it is not what git holds, `told`
  other fields of the answer; a `name` in base64 is `name_base64`;
- `folder`: fields of the folder of workflows instead of the usual, `mode` as above;
- `set`: fields of the commit's answer by pointer, as in `github_case.py`; `also`: more commits, each such a `set`.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from checker.application.audit_repository import AskedRepository, CollectedRepository, audit_repository
from checker.application.bind_documents import Documents
from checker.application.compose_input import EvaluationContext, compose_input
from checker.domain.namespace import Namespace, Purpose
from checker.domain.outcome import Outcome
from checker.formats.audit_v1 import audit_of
from checker.formats.github.wanted import wanted_of
from checker.formats.published import document_schema
from tests.attacks.github_case import set_field
from tests.captures import ROOT
from tests.fakes.scripted_provider import HeardProgress, ScriptedProvider
from tests.fakes.told_scanner import ToldScanner
from tests.github_simulator import made_reviews, made_workflows
from tests.github_simulator.made_workflows import Entry, workflow_source
from tests.shipped_policy import MOMENT, ShippedPolicy, passing_project, policy_for

SLUG, BASE = "o/r", "repos/o/r"
RULES = (
    "branch.reviewed",
    "workflow.permissions_read",
    "workflow.id_token_in_environment",
    "workflow.starts_from_tags",
)
SOUND = """\
on: {push: {tags: ["v*"]}}
permissions: {}
jobs:
  test: {runs-on: ubuntu-latest, steps: [{run: make test}]}
  publish:
    needs: test
    runs-on: ubuntu-latest
    environment: pypi
    permissions: {id-token: write}
    steps: [{uses: pypa/gh-action-pypi-publish@76f52bc884231f62b9a034ebfe128415bbaabdfc}]
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What was collected, and the outcome of each rule."""

    found: CollectedRepository
    outcomes: Mapping[str, Outcome]

    @property
    def told(self) -> str:
        """Everything that the audits and the failures say."""
        return "\n".join([*(audit.data.decode() for audit in self.found.audits), *self.found.failures])


@cache
def policy() -> ShippedPolicy:
    """The rules that such an attack is about, compiled once."""
    project = passing_project()
    return policy_for(replace(project, selection=replace(project.selection, collections=(), include=RULES, exclude=())))


def run_case(fields: Mapping[str, Any]) -> Collected:
    """Collect what the case says the provider holds, and judge it."""
    paths = ("repository.reviews", "workspace.workflows[].facts")
    asked = AskedRepository(slug=SLUG, wanted=wanted_of(paths), profile="rules")
    answer: Any = {"data": {"repository": {"nameWithOwner": SLUG, "viewerCanAdminister": True, **_told(fields)}}}
    provider = ScriptedProvider({BASE: ROOT, "graphql": answer})
    found = audit_repository(asked, provider=provider, progress=HeardProgress(), version="0", scanner=ToldScanner())
    return Collected(found=found, outcomes=_judged(found))


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    commits = [_commit(change) for change in (fields.get("set", {}), *fields.get("also", []))]
    entries = {_name(one): _entry(one) for one in [{"name": "release.yml", "text": SOUND}, *fields.get("files", [])]}
    source = workflow_source(entries)
    if mode := fields.get("folder", {}).get("mode"):
        source["workflowSource"]["workflowFolder"]["entryMode"] = int(mode, 8)
    return source | made_reviews.page(*commits)


def _commit(change: Mapping[str, Any]) -> dict[str, Any]:
    commit = made_reviews.commit()
    for pointer, value in change.items():
        set_field(commit, pointer, value)
    return commit


def _name(file: Mapping[str, Any]) -> bytes:
    return base64.b64decode(file["name_base64"]) if "name_base64" in file else str(file["name"]).encode()


def _entry(file: Mapping[str, Any]) -> Entry:
    mode = int(file["mode"], 8) if "mode" in file else made_workflows.FILE
    if "base64" in file:
        data = base64.b64decode(file["base64"])
        blob = {"byteSize": len(data), "workflowText": data.decode(errors="replace"), **file.get("told", {})}
        return Entry(content=data, mode=mode, told=blob)
    text = file["text"] if "text" in file else file["repeat"] * file["times"]
    told = {**({"workflowText": file["shown"]} if "shown" in file else {}), **file.get("told", {})}
    return Entry(text=text, mode=mode, told=told)


def _judged(found: CollectedRepository) -> dict[str, Outcome]:
    project = passing_project()
    context = EvaluationContext(
        evaluated_at=MOMENT, namespace=Namespace.DEMO, purpose=Purpose.CHECK, project=project.name, tool="tests"
    )
    documents = Documents(audits=tuple(audit_of(audit.document, source=audit.name) for audit in found.audits))
    document = compose_input(documents, release=project.release, context=context)
    document_schema("input_v1").refuse_unless_valid(document, source="the composed input")
    return {ruling.rule.code: ruling.outcome for ruling in policy().judge(document).rulings}
