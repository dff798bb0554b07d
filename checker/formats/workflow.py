"""Workflow files, read as YAML 1.2 with bounded aliases; a file that GitHub would not run is an error, never empty.

Fields that decide nothing here (defaults, outputs, services, time limits) are not looked at; those that are must have
the form GitHub documents, or the whole file is refused with the line.
"""

from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN
from checker.domain.workflow import SecretUse, Trigger, Workflow
from checker.domain.workflow_permissions import REPOSITORY_DEFAULT, Permissions, PermissionSource
from checker.errors import InputRefusedError, Place
from checker.formats.strict_yaml import AliasPolicy, read_placed_yaml
from checker.formats.workflow_expressions import secrets_in
from checker.formats.workflow_jobs import Around, concurrency_of, jobs_of, pairs_of
from checker.formats.workflow_node import Node
from checker.formats.workflow_permissions import permissions_of

_FILTERS = ("branches", "branches-ignore", "tags", "tags-ignore", "paths", "paths-ignore", "types", "workflows")


def read_workflow(data: bytes, *, path: str) -> Workflow:
    """The workflow in a file; `path` is its place in the repository.

    Raises:
        InputRefusedError: not YAML, not a workflow, or one that GitHub would not run; names the line.
    """
    document = read_placed_yaml(data, source=path, limits=HAND_WRITTEN, aliases=AliasPolicy.BOUNDED)
    root = Node(value=document.value, what="", line=1, source=path, document=document)
    if not isinstance(document.value, dict):
        raise InputRefusedError("the document is no mapping, expected a workflow", where=Place(source=path, line=1))
    name, triggers, jobs = root.find("name"), root.find("on"), root.find("jobs")
    if triggers is None or jobs is None:
        missing = "on" if triggers is None else "jobs"
        raise InputRefusedError(
            f"the field {missing} is missing or empty, expected a workflow",
            hint="GitHub does not run such a file; correct it, or keep it in another folder",
            where=Place(source=path, line=1),
        )
    around = Around(
        permissions=_permissions(root), secrets=_outer_secrets(document.value), env=pairs_of(root.find("env"))
    )
    return Workflow(
        path=path,
        name=name.text() if name else "",
        triggers=_triggers(triggers),
        jobs=jobs_of(jobs, around),
        secrets=around.secrets,
        concurrency=concurrency_of(root.find("concurrency")),
        permissions=around.permissions,
    )


def _permissions(root: Node) -> Permissions:
    node = root.find("permissions")
    if node is not None:
        return permissions_of(node, source=PermissionSource.WORKFLOW)
    if isinstance(root.value, dict) and "permissions" in root.value:
        raise InputRefusedError(
            "permissions is empty, expected a mapping of scopes",
            hint="write {} for no permission at all, or leave the field out",
            where=Place(source=root.source, line=root.document.lines[id(root.value)]["permissions"]),
        )
    return REPOSITORY_DEFAULT


def _outer_secrets(document: dict[str, Json]) -> SecretUse:
    return secrets_in({name: value for name, value in document.items() if name not in {"jobs", "on"}})


def _triggers(node: Node) -> tuple[Trigger, ...]:
    if isinstance(node.value, str):
        return (Trigger(event=node.value, line=node.line),)
    if isinstance(node.value, list):
        found = tuple(Trigger(event=item.text(), line=item.line) for item in node.items())
    else:
        found = tuple(_trigger(event, item) for event, item in node.entries())
    if not found:
        node.refuse("at least one event")
    return found


def _trigger(event: str, node: Node) -> Trigger:
    if not isinstance(node.value, dict):
        return Trigger(event=event, line=node.line)
    filters = tuple((name, item.texts()) for name in _FILTERS if (item := node.find(name)) is not None)
    return Trigger(event=event, line=node.line, filters=filters)
