"""The documents people and machines exchange, as JSON Schemas.

`input`, `audit/v1`, `manifest/v1` and their siblings.
"""

from checker.domain.project import VersionKind
from tools.schemas.blocks import (
    MOMENT,
    SHA1,
    Schema,
    closed,
    flag,
    hoisted,
    listed,
    observation,
    one_of,
    shared_definitions,
    text,
    whole,
    without_partial,
    words,
)
from tools.schemas.derived import (
    baseline_checks,
    effective_protection,
    owner,
    release_refs,
    release_version,
    workflow_paths_restricted,
)
from tools.schemas.evidence_sections import build_run_fields, evidence_sections
from tools.schemas.sections import (
    SHA256,
    history_sections,
    registry_sections,
    repository_sections,
)
from tools.schemas.targets import channel, target
from tools.schemas.workspace_sections import workspace_sections

DIGEST = "^sha256:[0-9a-f]{64}$"
FILE_NAME = "^[^/\\\\\\x00-\\x1f]+$"
NAMESPACE = ("real", "demo")


def document(title: str, name: str, properties: dict[str, Schema], *, optional: tuple[str, ...] = ()) -> Schema:
    """A document that names its own schema; observations in it share their definitions."""
    tagged: dict[str, Schema] = {"schema": {"type": "string", "const": f"clean-release/{name}"}, **properties}
    definitions: Schema = {}
    schema = hoisted(closed(tagged, optional=optional), definitions, "")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:clean-release:{name.replace('/', ':')}",
        "title": title,
        **schema,
        "$defs": {**shared_definitions(), **definitions},
    }


def artifact() -> Schema:
    """One file to be released: its name, kind, SHA-256 (hex) and size in bytes."""
    return closed(
        {
            "name": text(shortest=1, longest=255, pattern=FILE_NAME),
            "kind": one_of("wheel", "sdist", "crate", "npm", "binary", "archive", "document", "other"),
            "sha256": text(pattern=SHA256),
            "size": whole(),
        }
    )


def manifest_fields(*, derived: bool) -> dict[str, Schema]:
    """What is to be released, from which commit, and where to."""
    fields = {
        "project": text(shortest=1, longest=200),
        "version": text(shortest=1, longest=200),
        "source": closed(
            {
                "host": text(shortest=1),
                "repository": text(shortest=1, pattern="^[^/\\s]+/[^/\\s]+$"),
                "commit": text(pattern=SHA1),
                "ref": text(pattern="^refs/(heads|tags)/.+$"),
            }
        ),
        "artifacts": listed(artifact(), key="name", least=0 if derived else 1),
        "targets": listed(target()),
        "evidence": listed(closed({"kind": text(shortest=1), "sha256": text(pattern=SHA256), "subject": text()})),
    }
    if derived:
        fields["version_forms"] = listed(
            closed({"registry": text(shortest=1), "form": text(), "well_formed": flag()}), key="registry"
        )
        fields["from_release_ref"] = observation(flag())
        fields["version_of_tag"] = observation(flag())
    return fields


def manifest_v1() -> Schema:
    """The release manifest."""
    return document("Release manifest", "manifest/v1", manifest_fields(derived=False))


def artifacts_v1() -> Schema:
    """The artifacts imported for a candidate."""
    return document(
        "Imported artifacts",
        "artifacts/v1",
        {
            "project": text(shortest=1),
            "version": text(shortest=1),
            "artifacts": listed(artifact(), key="name", least=1),
        },
    )


def build_run_v1() -> Schema:
    """The run that built the artifacts, as evidence."""
    file = {"name": text(shortest=1, longest=255, pattern=FILE_NAME), "sha256": text(pattern=SHA256)}
    return document(
        "Build run",
        "build-run/v1",
        {
            **build_run_fields(),
            "finished_at": text(pattern=MOMENT),
            "artifacts": listed(closed(file), key="name", most=1000),
        },
    )


def _audit_evidence() -> Schema:
    return listed(
        closed(
            {
                "id": text(shortest=1),
                "method": one_of("GET", "POST", "FILE"),
                "url": text(),
                "http": whole(most=999),
                "at": text(),
                "sha256": text(pattern=SHA256),
                "pages": whole(),
                "link_complete": flag(),
            }
        ),
        key="id",
    )


def audit_v1() -> Schema:
    """An audit: typed observations about a repository, its history, a registry or a checkout."""
    sections = {
        **repository_sections(derived=False),
        **history_sections(),
        **registry_sections(derived=False),
        **workspace_sections(derived=False),
    }
    return document(
        "Audit",
        "audit/v1",
        {
            "kind": one_of("repository", "history", "registry", "workspace"),
            "collected_at": text(pattern=MOMENT),
            "collector": closed(
                {
                    "name": text(shortest=1),
                    "version": text(),
                    "mode": one_of("api", "import", "files"),
                    "profile": text(),
                }
            ),
            "provider": closed(
                {"kind": one_of("github", "registry", "git", "unknown"), "host": text(), "api_version": text()}
            ),
            "credential": closed({"kind": text(), "permissions": words(), "is_admin": observation(flag())}),
            "subject": closed(
                {
                    "slug": text(shortest=1),
                    "requested_slug": text(),
                    "renamed": flag(),
                    "id": observation(whole()),
                    "owner": observation(closed({"id": whole(), "login": text(), "kind": text()})),
                    "commit": text(),
                }
            ),
            "sections": closed(sections, optional=tuple(sections)),
            "evidence": _audit_evidence(),
        },
        optional=("collected_at",),
    )


def rule_input() -> Schema:
    """What rules see: one observation per section, complete, with everything the host derives."""
    repository = {
        **repository_sections(derived=True),
        "owner": owner(),
        "release_refs": release_refs(),
        "effective_protection": effective_protection(),
        "workflow_paths_restricted": workflow_paths_restricted(),
        "release_version": release_version(),
        "baseline_checks": baseline_checks(),
    }
    root = closed(
        {
            "context": _context(),
            "manifest": observation(closed(manifest_fields(derived=True))),
            "repository": closed(repository),
            "history": closed(history_sections()),
            "registry": closed(registry_sections(derived=True)),
            "workspace": closed(workspace_sections(derived=True)),
            "evidence": closed(evidence_sections(listed(artifact(), key="name"))),
            "waivers": observation(listed(_waiver(), key="fingerprint")),
        }
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:clean-release:input:v1",
        "title": "Input of the rules",
        **without_partial(root),  # type: ignore[dict-item]
        "$defs": shared_definitions(),
    }


def _context() -> Schema:
    """What the evaluation is for."""
    return closed(
        {
            "evaluated_at": text(pattern=MOMENT),
            "namespace": one_of(*NAMESPACE),
            "purpose": one_of("check", "release", "publish"),
            "project": text(shortest=1),
            "tool": text(),
            "candidate": closed({"present": flag(), "id": text()}),
            "registry": closed({"present": flag()}),
        }
    )


def _waiver() -> Schema:
    """A waiver in force, as hygiene rules see it."""
    return closed(
        {
            "fingerprint": text(pattern=SHA256),
            "rule": text(),
            "subject": text(),
            "reason": text(),
            "owner": text(),
            "expires_at": text(pattern=MOMENT),
            "matched": observation(flag()),
        }
    )


def project_v1() -> Schema:
    """The project file, `clean-release.yaml`."""
    override = closed(
        {"severity": one_of("critical", "high", "medium", "low"), "enforcement": one_of("block", "warn", "inform")},
        optional=("severity", "enforcement"),
    )
    policy = closed(
        {
            "bundles": listed(text(shortest=1), least=1, most=50),
            "collections": words(most=50),
            "include": words(most=2000),
            "exclude": words(most=2000),
            "parameters": {"type": "object", "additionalProperties": {"type": "object"}},
            "rules": {"type": "object", "additionalProperties": override},
            "contract": one_of("release-policy", "conftest"),
        },
        optional=("include", "exclude", "parameters", "rules", "contract", "collections"),
    )
    inputs = closed(
        {
            "manifest": text(shortest=1),
            "audits": listed(text(shortest=1), most=50),
            "artifacts": text(shortest=1),
            "evidence": listed(text(shortest=1), most=200),
            "baseline": text(shortest=1),
            "waivers": listed(text(shortest=1), most=500),
        },
        optional=("manifest", "audits", "artifacts", "evidence", "baseline", "waivers"),
    )
    return document(
        "Project file",
        "project/v1",
        {
            "project": text(shortest=1, longest=200),
            "repository": text(shortest=1, pattern="^[^/\\s]+/[^/\\s]+/[^/\\s]+$"),
            "namespace": one_of(*NAMESPACE),
            "release": _release_facts(),
            "publishers": listed(_publisher(), most=200),
            "policy": policy,
            "inputs": inputs,
            "workspace": _workspace_sources(),
            "smoke": listed(text(shortest=1), least=1, most=100),
            "channels": listed(channel(), key="name", least=1, most=50),
        },
        optional=("namespace", "inputs", "publishers", "workspace", "smoke", "channels"),
    )


def _release_facts() -> Schema:
    """What rules share about a project, each part of it optional."""
    facts = {
        "branches": listed(text(shortest=1), most=200),
        "tags": listed(text(shortest=1), most=200),
        "environments": words(most=200),
        "checks": words(most=200),
        "publish_tokens": words(most=200),
        "required_credentials": words(most=200),
        "targets": listed(target(), most=50),
        "formulas": words(most=50),
    }
    return closed(facts, optional=tuple(facts))


def _workspace_sources() -> Schema:
    """Where a checkout states its version, and what locks its dependencies; what is left out is looked for."""
    version = {"file": text(shortest=1, longest=255), "kind": one_of(*VersionKind)}
    return closed(
        {"versions": listed(closed(version), most=50), "lock_files": listed(text(shortest=1, longest=255), most=50)},
        optional=("versions", "lock_files"),
    )


def _publisher() -> Schema:
    """A trusted publisher as it is registered at a registry."""
    return closed(
        {
            "registry": one_of("pypi", "testpypi", "npm"),
            "project": text(shortest=1),
            "owner": text(shortest=1),
            "owner_id": whole(least=1),
            "repository": text(shortest=1),
            "workflow": text(shortest=1),
            "environment": text(longest=255),
            "pending": flag(),
            "issuer": text(shortest=1),
            "job": text(shortest=1),
        },
        optional=("owner_id", "environment", "pending", "issuer", "job"),
    )


def lock_v1() -> Schema:
    """`clean-release.lock`: which bundles and which snapshot a gate accepts."""
    bundle = closed(
        {
            "source": text(shortest=1),
            "archive_sha256": text(pattern=f"^$|{SHA256}"),
            "tree_digest": text(pattern=DIGEST),
            "revision": whole(),
            "commit": text(pattern=f"{SHA1}|{SHA256}"),
        },
        optional=("commit",),
    )
    return document(
        "Lock",
        "lock/v1",
        {
            "bundles": listed(bundle, key="source", least=1),
            "snapshot": text(pattern=DIGEST),
            "project_digest": text(pattern=DIGEST),
        },
    )


def capture_v1() -> Schema:
    """`capture.json` beside recorded responses: which request each file answers, and when."""
    answer = closed(
        {
            "file": text(shortest=1),
            "method": one_of("GET", "POST", "PUT", "PATCH", "DELETE"),
            "url": text(shortest=1),
            "status": whole(least=0, most=999),
            "at": text(),
        },
        optional=("at", "method", "status"),
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:clean-release:capture:v1",
        "title": "Capture index",
        **listed(answer, key="file"),
    }
