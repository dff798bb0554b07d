"""`project/v1`: the project file `clean-release.yaml`."""

from typing import Any, cast

from checker.domain.bundle_address import remote_address
from checker.domain.channel import Channel
from checker.domain.limits import HAND_WRITTEN
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.domain.project import (
    Inputs,
    Project,
    ReleaseFacts,
    RuleOverride,
    Selection,
    VersionKind,
    VersionSource,
    WorkspaceSources,
)
from checker.domain.publisher import PREDICTED, Publisher, PublishingRegistry
from checker.domain.rule import Contract, Enforcement, Severity
from checker.errors import BundleRefusedError, InputRefusedError, Place
from checker.formats.canonical import canonical_digest
from checker.formats.locate import locate
from checker.formats.published import document_schema
from checker.formats.strict_yaml import read_yaml
from checker.formats.text_safety import refuse_unsafe_identifier

FILE_NAME = "clean-release.yaml"
SAFE = ("project", "repository")


def parse_project(data: bytes, *, source: str) -> Project:
    """A project as its file declares it.

    Raises:
        InputRefusedError: malformed, an unknown or misspelt field, or an unsafe name.
    """
    document = cast("dict[str, Any]", read_yaml(data, source=source, limits=HAND_WRITTEN))
    document_schema("project_v1").refuse_unless_valid(document, source=source, data=data)
    for what in SAFE:
        refuse_unsafe_identifier(document[what], what=what, where=source)
    host, _, slug = document["repository"].partition("/")
    publishers = [_publisher(item, source) for item in document.get("publishers", ())]
    return Project(
        name=document["project"],
        host=host,
        slug=slug,
        namespace=Namespace(document.get("namespace", "real")),
        release=_release(document["release"], source),
        selection=_selection(document["policy"], data, source),
        inputs=_inputs(document.get("inputs", {})),
        digest=canonical_digest(document),
        publishers=tuple(one for one in publishers if one.registry in PREDICTED),
        npm_publishers=tuple(one for one in publishers if one.registry is PublishingRegistry.NPM),
        workspace=_workspace(document.get("workspace", {}), source),
        smoke=tuple(document.get("smoke", ())),
        channels=_channels(document, data, source),
    )


def _channels(document: dict[str, Any], data: bytes, source: str) -> tuple[Channel, ...]:
    """Every channel, which leads to a target of the project; the name of a registry is never that of another."""
    targets = tuple(Target(**one) for one in document["release"].get("targets", ()))
    found = []
    for number, fields in enumerate(document.get("channels", ())):
        for name in fields.values():
            refuse_unsafe_identifier(name, what="channels", where=source)
        name, target = fields["name"], Target(registry=fields["registry"], project=fields["project"])
        where = locate(data, f"/channels/{number}", source=source)
        if target not in targets:
            raise InputRefusedError(
                f"the channel {name} leads to {target.registry}:{target.project}, expected one of release.targets",
                hint="add it there, for a manifest is built for these; known are "
                + (", ".join(f"{one.registry}:{one.project}" for one in targets) or "none"),
                where=where,
            )
        if any(name in _called(one) for one in targets) and name not in _called(target):
            raise InputRefusedError(
                f"the channel {name} leads to {target.registry}:{target.project}, and {name} is another target's name",
                hint="give the channel another name",
                where=where,
            )
        found.append(Channel(name=name, target=target, environment=fields.get("environment", "")))
    return tuple(found)


def _called(target: Target) -> tuple[str, str]:
    """By what a target is called where no channel is declared."""
    return target.registry, f"{target.registry}:{target.project}"


def _release(fields: dict[str, Any], source: str) -> ReleaseFacts:
    for key in ("branches", "tags", "environments", "checks", "publish_tokens", "required_credentials", "formulas"):
        for name in fields.get(key, []):
            refuse_unsafe_identifier(name, what=f"release.{key}", where=source)
    for target in fields.get("targets", ()):
        refuse_unsafe_identifier(target["project"], what="release.targets", where=source)
    return ReleaseFacts(
        branches=tuple(fields.get("branches", ())),
        tags=tuple(fields.get("tags", ())),
        environments=tuple(fields.get("environments", ())),
        checks=tuple(fields.get("checks", ())),
        publish_tokens=tuple(fields.get("publish_tokens", ())),
        required_credentials=tuple(fields.get("required_credentials", ())),
        targets=tuple(Target(**target) for target in fields.get("targets", ())),
        formulas=tuple(fields.get("formulas", ())),
    )


def _selection(fields: dict[str, Any], data: bytes, source: str) -> Selection:
    for key in ("bundles", "collections", "include", "exclude", "parameters", "rules"):
        for name in fields.get(key, ()):
            refuse_unsafe_identifier(name, what=f"policy.{key}", where=source)
    for number, name in enumerate(fields["bundles"]):
        try:
            remote_address(name)
        except BundleRefusedError as error:
            where = locate(data, f"/policy/bundles/{number}", source=source)
            raise InputRefusedError(f"the bundle {error.message}", hint=error.hint, where=where) from None
    return Selection(
        bundles=tuple(fields["bundles"]),
        collections=tuple(fields.get("collections", ())),
        include=tuple(fields.get("include", ())),
        exclude=tuple(fields.get("exclude", ())),
        parameters=fields.get("parameters", {}),
        overrides={code: _override(item) for code, item in fields.get("rules", {}).items()},
        contract=Contract(fields.get("contract", Contract.RELEASE_POLICY)),
    )


def _override(fields: dict[str, str]) -> RuleOverride:
    severity, enforcement = fields.get("severity"), fields.get("enforcement")
    return RuleOverride(
        severity=Severity(severity) if severity else None,
        enforcement=Enforcement(enforcement) if enforcement else None,
    )


def _inputs(fields: dict[str, Any]) -> Inputs:
    return Inputs(
        manifest=fields.get("manifest", ""),
        audits=tuple(fields.get("audits", ())),
        artifacts=fields.get("artifacts", ""),
        evidence=tuple(fields.get("evidence", ())),
        baseline=fields.get("baseline", ""),
        waivers=tuple(fields.get("waivers", ())),
    )


def _workspace(fields: dict[str, Any], source: str) -> WorkspaceSources:
    versions, lock_files = fields.get("versions"), fields.get("lock_files")
    for name in (*(item["file"] for item in versions or ()), *(lock_files or ())):
        refuse_unsafe_identifier(name, what="workspace", where=source)
        _refuse_outside(name, source)
    return WorkspaceSources(
        versions=None if versions is None else tuple(_version_source(item) for item in versions),
        lock_files=None if lock_files is None else tuple(lock_files),
    )


def _refuse_outside(name: str, source: str) -> None:
    if name.startswith("/") or "\\" in name or any(part in ("", ".", "..") for part in name.split("/")):
        raise InputRefusedError(
            f"workspace names the file {name!a}, expected one below the project's folder",
            hint="write it relative to the project file, with plain names",
            where=Place(source=source, pointer="/workspace"),
        )


def _version_source(fields: dict[str, str]) -> VersionSource:
    return VersionSource(file=fields["file"], kind=VersionKind(fields["kind"]))


def _publisher(fields: dict[str, Any], source: str) -> Publisher:
    for name, value in fields.items():
        if isinstance(value, str):
            refuse_unsafe_identifier(value, what=f"publishers.{name}", where=source)
    return Publisher(**{**fields, "registry": PublishingRegistry(fields["registry"])})
