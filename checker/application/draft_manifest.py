"""Draft a manifest: what git, the package's metadata and the built files say of a release, and nothing else.

A draft is a help, not evidence: whether the files were built from that commit is said by nobody here.
"""

from checker.domain.json_value import Json
from checker.domain.project import Project
from checker.errors import NotFoundError
from checker.formats.canonical import canonical_bytes
from checker.formats.manifest_v1 import parse_manifest
from checker.ports.workspace import CheckoutRelease, WorkspaceFacts

FILE_NAME = "manifest.json"


def draft_manifest(facts: WorkspaceFacts, release: CheckoutRelease, *, project: Project | None) -> bytes:
    """The bytes of a manifest that is accepted as it is.

    Where there is a project file, its name and targets count; the repository is the one git names.

    Raises:
        NotFoundError: something a manifest must say was not found; it is named, never made up.
        InputRefusedError: what was found is nothing a manifest may say, such as an unsafe file name.
    """
    if missing := missing_facts(facts, release):
        raise NotFoundError(
            f"a manifest cannot be drafted yet: {'; '.join(missing)}", hint="mend that, or write the manifest by hand"
        )
    data = canonical_bytes(_document(facts, release, project)) + b"\n"
    parse_manifest(data, source=FILE_NAME)
    return data


def missing_facts(facts: WorkspaceFacts, release: CheckoutRelease) -> tuple[str, ...]:
    """What a manifest must say and nothing here says, each as one clause."""
    needed = (
        (facts.slug, "no git remote called origin names a repository"),
        (release.version, "the package's metadata gives no version"),
        (release.commit, "git names no commit that is checked out"),
        (release.ref, "neither a branch nor a tag of this version is checked out"),
        (release.artifacts, "dist/ holds no file of this version"),
    )
    return tuple(clause for found, clause in needed if not found)


def _document(facts: WorkspaceFacts, release: CheckoutRelease, project: Project | None) -> dict[str, Json]:
    targets = project.release.targets if project else facts.targets
    return {
        "schema": "clean-release/manifest/v1",
        "project": project.name if project else facts.name,
        "version": release.version,
        "source": {
            "host": facts.host,
            "repository": facts.slug,
            "commit": release.commit,
            "ref": release.ref,
        },
        "artifacts": [
            {"name": item.name, "kind": item.kind, "sha256": item.sha256, "size": item.size}
            for item in release.artifacts
        ],
        "targets": [{"registry": target.registry, "project": target.project} for target in targets],
        "evidence": [],
    }
