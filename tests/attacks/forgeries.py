"""Forged reports: a real one whose fields are changed one by one, each kept under the digest of its forged bytes.

Whoever can write to a store can do this: digest, row and trail entry of a forgery are as good as those of a real one.
The fields come from the published schema, so a field that is added to it is forged without anybody remembering it.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from checker.application.check_project import LoadedProject, ProjectCheck, check_project, loaded_project
from checker.application.lock_project import lock_project
from checker.application.prepare_snapshot import PolicyServices
from checker.application.sign_audit import sign_audit
from checker.domain.digest import Digest, digest_of
from checker.domain.snapshot import Snapshot
from checker.domain.trust import Anchor
from checker.formats.canonical import canonical_bytes
from checker.formats.json_schema import DocumentSchema
from checker.formats.lock_v1 import render_lock
from checker.formats.published import schema_bytes
from tests.fakes.memory_keys import MemorySigner
from tests.policy_builders import MINIMUM, a_folder, a_policy
from tests.project_builders import ANCHOR, EVALUATED_AT, PROJECT, asked, audit_bytes, given, named, services
from tests.project_builders import trusted_anchor as anchor_of
from tests.schema_places import Pointer, with_value

AUDITOR = MemorySigner("auditor")
OTHER_DIGEST = "sha256:" + "e" * 64
DENIES = """\
subjects contains "main"

holds["main"] := count(input.repository.effective_protection.value) == 0

detail["main"] := {"evidence": {"protected": "yes"}}
"""
FOLDER = a_folder(
    a_policy(parameters=MINIMUM),
    a_policy("branch.denied", body=DENIES),
    a_policy(
        "registry.unseen",
        body=DENIES.replace("repository.effective_protection", "registry.published"),
        reads="registry.published",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgery:
    """A real report with one value changed: where, to what, and the bytes of the forgery."""

    path: str
    value: object
    data: bytes = field(repr=False)

    @property
    def digest(self) -> Digest:
        """The name it is kept under."""
        return digest_of(self.data)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealReport:
    """A report that was made as `check` makes it, and the services with the store it is in."""

    by: PolicyServices = field(repr=False)
    loaded: LoadedProject = field(repr=False)
    request: ProjectCheck = field(repr=False)
    anchor: Anchor = field(repr=False)
    snapshot: Snapshot = field(repr=False)
    digest: Digest
    document: dict[str, Any] = field(repr=False)

    def keep(self, data: bytes) -> Digest:
        """Keep a forgery as somebody could who can write to the store."""
        self.by.store.put_report(digest=digest_of(data), data=data)
        return digest_of(data)

    def forged(self, changes: Mapping[Pointer, object]) -> bytes:
        """The report with other values at these places."""
        document = self.document
        for pointer, value in changes.items():
            document = with_value(document, pointer, value)
        return canonical_bytes(document)


@cache
def real_report() -> RealReport:
    """A blocked report of a locked and anchored project, over a signed and a plain audit.

    One rule of it passed, one failed with evidence, one could not be evaluated.
    """
    by = services(FOLDER)
    key = AUDITOR.identity.public_key.replace("\n", "\n      ").rstrip()
    anchor = anchor_of(
        f"{ANCHOR}keys:\n  - name: auditor\n    role: auditor\n    namespace: demo\n    public_key: |\n      {key}\n"
    )
    audits = (
        named("signed.json", sign_audit(audit_bytes(), source="it", signer=AUDITOR)),
        named("history.json", audit_bytes("history")),
    )
    unlocked = loaded_project(PROJECT.encode(), None)
    lock = lock_project(unlocked, anchor=anchor.anchor, now=EVALUATED_AT, upgrade=False, services=by).wanted
    loaded = loaded_project(PROJECT.encode(), render_lock(lock))
    request = asked(anchor=anchor, given=given(audits=audits))
    made = check_project(loaded, request, services=by, schema=DocumentSchema(by.input_schema))
    return RealReport(
        by=by,
        loaded=loaded,
        request=request,
        anchor=anchor.anchor,
        snapshot=made.report.snapshot,
        digest=made.digest,
        document=json.loads(made.data),
    )


@cache
def forgeries() -> tuple[Forgery, ...]:
    """One forgery or more for each field of the schema, each of them still a valid `report/v1`."""
    real, whole = real_report(), json.loads(schema_bytes("report_v1"))
    return tuple(
        Forgery(path=_path(pointer), value=value, data=real.forged({pointer: value}))
        for pointer, value in _changes(real.document, whole, ())
    )


def _path(pointer: Pointer) -> str:
    return "/".join(str(step) for step in pointer)


def _changes(value: Any, schema: Mapping[str, Any], at: Pointer) -> Iterator[tuple[Pointer, object]]:  # noqa: ANN401 - JSON
    """Every place of a document with a value that it may have as far as the schema goes."""
    if isinstance(value, dict):
        for name, item in value.items():
            below = schema.get("properties", {}).get(name) or _loose(schema)
            yield from _changes(item, below, (*at, name))
    elif isinstance(value, list):
        yield from _changes_of_list(value, schema, at)
    elif (other := _other(value, schema)) is not None:
        yield at, other


def _changes_of_list(value: list[Any], schema: Mapping[str, Any], at: Pointer) -> Iterator[tuple[Pointer, object]]:
    """The list with an item more, with one less, and with each item changed; of words, the first."""
    below = schema.get("items", {})
    yield at, [*value, _made_up(below)]
    if value:
        yield at, value[1:]
    kinds = value[:1] if below.get("type") == "string" else value
    for index, item in enumerate(kinds):
        yield from _changes(item, below, (*at, index))


def _loose(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    found = schema.get("additionalProperties", {})
    return found if isinstance(found, dict) else {}


def _other(value: Any, schema: Mapping[str, Any]) -> object:  # noqa: ANN401 - JSON
    """Another value of the same type; None where there is only this one."""
    if "const" in schema:
        return None
    if "enum" in schema:
        return next(item for item in schema["enum"] if item != value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return _other_text(str(value), schema.get("pattern", ""))


def _other_text(value: str, pattern: str) -> str:
    if "sha256:" in pattern or value.startswith("sha256:"):
        return OTHER_DIGEST
    if pattern.startswith("^[0-9a-f]"):
        return "e" * 64
    return value.replace("T12:00:00Z", "T12:00:01Z") if pattern else f"{value}x"


def _made_up(schema: Mapping[str, Any]) -> object:
    """The least value of this schema."""
    if schema.get("type") == "object":
        return {name: _made_up(schema["properties"][name]) for name in schema.get("required", ())}
    least: dict[str, object] = {"boolean": True, "integer": 1, "array": []}
    if schema.get("type") in least:
        return least[schema["type"]]
    return schema["enum"][0] if "enum" in schema else _other_text("made up", schema.get("pattern", ""))
