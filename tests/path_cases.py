"""The cases of `tests/data/paths`: settings in short, workflow files, and the paths that were worked out by hand."""

import json
from pathlib import Path
from typing import Any

from checker.application.find_publish_paths import PathQuestion, find_publish_paths
from checker.application.fresh import Freshness
from checker.application.read_workflows import ReadWorkflow, read_workflows
from checker.domain.audit import AuditSubject
from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.project import Inputs, Project, ReleaseFacts, Selection
from checker.domain.publish_path import PublishPaths
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.formats.strict_yaml import read_yaml
from checker.ports.workspace import WorkflowFile
from tests.builders import EVALUATED_AT, an_audit
from tests.fakes.slow_distances import SlowDistances
from tests.settings_builders import classic_review, classic_rule, definition, hidden, review, ruleset, seen

FOLDER = Path(__file__).parent / "data" / "paths"
FRESH = Freshness(evaluated_at=EVALUATED_AT, max_age_hours=24, purpose=Purpose.CHECK)
_PUBLISHER = {
    "registry": "pypi",
    "project": "widget",
    "owner": "octo",
    "repository": "widget",
    "workflow": "release.yml",
    "environment": "pypi",
}


def names() -> list[str]:
    """The cases, by their folders."""
    return sorted(path.name for path in FOLDER.iterdir())


def case_of(name: str) -> dict[str, Any]:
    """What a case is made of."""
    found = read_yaml((FOLDER / name / "case.yaml").read_bytes(), source=name)
    assert isinstance(found, dict)
    return found


def expected_of(name: str) -> dict[str, Any]:
    """What was worked out by hand."""
    found: dict[str, Any] = json.loads((FOLDER / name / "expected.json").read_text(encoding="utf-8"))
    return found


def question_of(name: str, sections: dict[str, Json] | None = None) -> PathQuestion:
    """What a case asks; `sections` in the place of its own."""
    case = case_of(name)
    return PathQuestion(
        project=project_of(case),
        workflows=workflows_of(name),
        audits=[
            an_audit(
                subject=AuditSubject(slug="octo/widget", requested_slug="octo/widget"),
                sections=sections_of(case.get("settings", {})) if sections is None else sections,
            )
        ],
        freshness=FRESH,
    )


def paths_of(name: str, sections: dict[str, Json] | None = None) -> PublishPaths:
    """The paths of a case."""
    return find_publish_paths(question_of(name, sections), distances=SlowDistances())


def workflows_of(name: str) -> tuple[ReadWorkflow, ...]:
    """The workflow files of a case."""
    files = sorted((FOLDER / name).glob("*.yml"))
    return tuple(
        read_workflows(WorkflowFile(path=f".github/workflows/{path.name}", data=path.read_bytes()) for path in files)
    )


def project_of(case: dict[str, Any]) -> Project:
    """The project file of a case."""
    publishers = [{**_PUBLISHER, **one} for one in case.get("publishers", [{}])]
    return Project(
        name="widget",
        host="github.com",
        slug="octo/widget",
        namespace=Namespace.REAL,
        release=ReleaseFacts(publish_tokens=tuple(case.get("tokens", []))),
        selection=Selection(bundles=()),
        inputs=Inputs(),
        digest=digest_of(b"project"),
        publishers=tuple(Publisher(**{**one, "registry": PublishingRegistry(one["registry"])}) for one in publishers),
    )


def sections_of(settings: dict[str, Any]) -> dict[str, Json]:
    """The sections of an audit; everything is read, and nothing is protected, but what a case says."""
    branches = settings.get("branches", {"main": False})
    secrets = settings.get("secrets", {"repository": [], "organization": []})
    sections: dict[str, Json] = {
        "repository": seen({"default_branch": "main", "visibility": settings.get("visibility", "public")}),
        "branches": seen([{"name": name, "protected": protected} for name, protected in branches.items()]),
        "classic_protection": seen([_classic(one) for one in settings.get("classic", [])] or _unprotected(branches)),
        "ref_rules": seen([_ruleset(one) for one in settings.get("rulesets", [])]),
        "environments": seen([_environment(name, one) for name, one in settings.get("environments", {}).items()]),
        "ci_permissions": seen(
            {
                "actions": seen({"enabled": settings.get("actions", True)}),
                "token": seen({"default": "read", "can_approve_reviews": settings.get("bots_approve", False)}),
            }
        ),
        "secret_names": seen([{"scope": scope, "names": _names(names)} for scope, names in secrets.items()]),
        "deploy_keys": seen(
            [
                {"id": number, "title": title, "fingerprint": "", "read_only": read_only}
                for number, title, read_only in settings.get("deploy_keys", [])
            ]
        ),
        "access": seen(
            {
                "collaborators": seen(
                    [
                        {"id": number, "login": f"person-{number}", "kind": "User", "role": role}
                        for number, role in settings.get("collaborators", [])
                    ]
                ),
                "teams": seen([]),
            }
        ),
    }
    for name in settings.get("unread", []):
        sections[name] = hidden()
    return sections


def _unprotected(branches: dict[str, bool]) -> list[Json]:
    return [{"ref": f"refs/heads/{name}", "protection": seen(classic_rule(enabled=False))} for name in branches]


def _classic(one: dict[str, Any]) -> Json:
    fields: dict[str, Json] = {
        "pull_request": classic_review(
            required="approvals" in one,
            approvals=one.get("approvals", 0),
            last_push=seen(value=one.get("last_push", False)),
            dismiss_stale=seen(value=one.get("dismiss", False)),
            bypass_allowances=_people(one.get("allow", [])),
        ),
        "admins_included": hidden() if one.get("admins") is None else seen(value=one["admins"]),
        "push_restricted": "pushers" in one,
        "push_principals": [{"kind": kind, "id": number} for kind, number in one.get("pushers", [])],
        "creation_blocked": seen(value="pushers" in one),
        "deletion_allowed": seen(value=False),
    }
    return {"ref": one["ref"], "protection": seen(classic_rule(**fields))}


def _people(listed: list[list[str]] | None) -> Json:
    return hidden() if listed is None else seen([{"kind": kind, "id": number} for kind, number in listed])


def _ruleset(one: dict[str, Any]) -> Json:
    requires: dict[str, Json] = {}
    if "approvals" in one:
        requires["pull_request"] = review(
            approvals=one["approvals"], last_push=one.get("last_push", False), dismiss_stale=one.get("dismiss", False)
        )
    bypass = one.get("bypass", [])
    return ruleset(
        one["id"],
        target=one.get("target", "branch"),
        enforcement=one.get("enforcement", "active"),
        definition=seen(
            definition(
                include=tuple(one.get("include", ["~ALL"])),
                requires=requires,
                forbids=dict.fromkeys(one.get("forbids", []), True),
                other_rules=tuple(one.get("others", [])),
            )
        ),
        bypass=hidden()
        if bypass is None
        else seen([{"kind": kind, "id": number, "mode": mode} for kind, number, mode in bypass]),
    )


def _environment(name: str, one: dict[str, Any]) -> Json:
    people: list[Json] = [{"kind": kind, "id": number} for kind, number in one.get("reviewers", [])]
    refs = one.get("refs", "any")
    patterns: list[Json] = [] if isinstance(refs, str) else [{"kind": kind, "pattern": text} for kind, text in refs]
    mode = refs if isinstance(refs, str) else "custom"
    return {
        "name": name,
        "reviewers": seen({"principals": people, "prevent_self_review": one.get("prevent", True)}),
        "admins_bypass": seen(value=one.get("admins", False)),
        "wait_minutes": seen(0),
        "custom_rules": seen(one.get("apps", [])),
        "deploy_refs": seen({"mode": mode, "patterns": patterns}),
        "secret_names": _names(one.get("secrets", [])),
        "variable_names": seen([]),
    }


def _names(names: list[str] | None) -> Json:
    return hidden() if names is None else seen([{"name": name, "updated_at": ""} for name in names])


def told(found: PublishPaths) -> dict[str, Any]:
    """What came out, in the form of `expected.json`."""
    return {
        "closure": str(found.closure),
        "paths": [
            {
                "actor": path.actor.name,
                "registry": path.registry.name,
                "credential": str(path.credential),
                "passage": str(path.passage),
                "others": path.others,
                "steps": [_step(edge.says, edge.passage, edge.why) for edge in path.edges],
            }
            for path in found.paths
        ],
    }


def _step(says: str, passage: str, why: str) -> str:
    return f"{says} [{passage}]" + (f": {why}" if why else "")
