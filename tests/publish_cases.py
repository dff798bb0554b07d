"""The cases of `tests/data/publisher/predictions`: a publish that is accepted, and what each case changes of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from checker.application.fresh import Freshness
from checker.application.predict_publish import PublishQuestion
from checker.application.read_workflows import read_workflows
from checker.domain.audit import Audit, AuditKind, AuditSubject
from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.project import Inputs, Project, ReleaseFacts, Selection
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.formats.strict_yaml import AliasPolicy, read_yaml
from checker.ports.workspace import WorkflowFile
from tests.builders import EVALUATED_AT, a_gap, an_audit, an_observation

FOLDER = Path(__file__).parent / "data" / "publisher" / "predictions"
FRESH = Freshness(evaluated_at=EVALUATED_AT, max_age_hours=24, purpose=Purpose.CHECK)
_PUBLISHER = {
    "registry": "pypi",
    "project": "widget",
    "owner": "octo",
    "repository": "widget",
    "workflow": "release.yml",
    "environment": "pypi",
    "owner_id": 7,
}
_REPOSITORY = {
    "host": "github.com",
    "slug": "octo/widget",
    "requested_slug": "octo/widget",
    "renamed": False,
    "owner_id": 7,
    "owner_kind": "User",
    "owner_login": "octo",
    "collected_at": "2026-02-26T16:30:00Z",
    "environments": [{"name": "pypi", "deploy_refs": {"mode": "any", "patterns": []}}],
}
_PROJECT = {
    "host": "github.com",
    "tags": ["v*"],
    "branches": ["main"],
    "package": "widget",
    "ref": "",
    "away": "",
}


def cases() -> Iterator[dict[str, Any]]:
    """Every case, with the check its file is named after."""
    for path in sorted(FOLDER.glob("*.yaml")):
        found = read_yaml(path.read_bytes(), source=path.name, aliases=AliasPolicy.BOUNDED)
        for case in cast("list[dict[str, Any]]", found):
            yield {"check": path.stem, **case}


def question_of(case: dict[str, Any]) -> PublishQuestion:
    """What the case asks."""
    project = {**_PROJECT, **case.get("project", {})}
    return PublishQuestion(
        project=_project(project, case.get("publisher", {}), case.get("others", [])),
        workflows=tuple(read_workflows(_files(case))),
        audits=tuple(_audits(case)),
        freshness=FRESH,
        package=project["package"],
        ref=project["ref"],
        away=project["away"],
    )


def _project(fields: dict[str, Any], publisher: dict[str, Any] | None, others: list[dict[str, Any]]) -> Project:
    declared = () if publisher is None else tuple(_publisher({**_PUBLISHER, **one}) for one in (publisher, *others))
    return Project(
        name="widget",
        host=fields["host"],
        slug="octo/widget",
        namespace=Namespace.REAL,
        release=ReleaseFacts(tags=tuple(fields["tags"]), branches=tuple(fields["branches"])),
        selection=Selection(bundles=()),
        inputs=Inputs(),
        digest=digest_of(b"project"),
        publishers=declared,
    )


def _publisher(fields: dict[str, Any]) -> Publisher:
    return Publisher(**{**fields, "registry": PublishingRegistry(fields["registry"])})


def _files(case: dict[str, Any]) -> Iterator[WorkflowFile]:
    text = (FOLDER / "release.yml").read_text(encoding="utf-8")
    edits = case.get("edit", [])
    for old, new in zip(edits[::2], edits[1::2], strict=True):
        assert old in text, f"{case['name']}: the workflow does not hold {old!r}"
        text = text.replace(old, new)
    for name, data in {"release.yml": text, **case.get("workflows", {})}.items():
        if data:
            yield WorkflowFile(path=f".github/workflows/{name}", data=data.encode())


def _audits(case: dict[str, Any]) -> Iterator[Audit]:
    changes = case.get("repository", {})
    if changes is not None:
        yield _repository({**_REPOSITORY, **changes})
    if "registry" in case:
        yield an_audit(AuditKind.REGISTRY, sections={"published": _published(case["registry"])})


def _repository(fields: dict[str, Any]) -> Audit:
    kind, login = fields["owner_kind"], fields["owner_login"]
    owner = an_observation({"id": fields["owner_id"], "kind": kind, "login": login}) if kind else a_gap()
    sections: dict[str, Json] = {"environments": _environments(fields["environments"])}
    sections |= {name: an_observation(fields[name]) for name in ("branches", "ci_workflows") if name in fields}
    return an_audit(
        host=fields["host"],
        collected_at=fields["collected_at"],
        subject=AuditSubject(
            slug=fields["slug"],
            requested_slug=fields["requested_slug"],
            renamed=fields["renamed"],
            owner_id=fields["owner_id"],
        ),
        sections=sections,
        document={"subject": {"owner": owner}},
    )


def _environments(listed: list[dict[str, Any]] | None) -> dict[str, Json]:
    if listed is None:
        return a_gap()
    return an_observation([{**one, "deploy_refs": _or_gap(one["deploy_refs"])} for one in listed])


def _published(listed: list[dict[str, Any]] | None) -> dict[str, Json]:
    if listed is None:
        return a_gap()
    return an_observation([{**one, "versions": an_observation(one["versions"])} for one in listed])


def _or_gap(value: Json) -> dict[str, Json]:
    return a_gap() if value is None else an_observation(value)
