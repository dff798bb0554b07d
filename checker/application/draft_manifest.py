"""Draft a manifest: what git, the package's metadata and the built files say of a release, and nothing else.

A draft is a help, not evidence: whether the files were built from that commit is said by nobody here.
"""

from checker.domain.manifest import Source
from checker.domain.project import Project
from checker.errors import NotFoundError
from checker.formats.manifest_v1 import manifest_bytes
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
    data = manifest_bytes(
        project=project.name if project else facts.name,
        version=release.version,
        source=Source(host=facts.host, repository=facts.slug, commit=release.commit, ref=release.ref),
        artifacts=release.artifacts,
        targets=project.release.targets if project else facts.targets,
    )
    return data + b"\n"


def missing_facts(facts: WorkspaceFacts, release: CheckoutRelease) -> tuple[str, ...]:
    """What a manifest must say and nothing here says, each as one clause."""
    needed = (
        (facts.slug, "no git remote called origin names a repository"),
        (release.version, "the package's metadata gives no version"),
        (release.commit, "git names no commit that is checked out"),
        (release.ref, "neither a branch nor a tag of this version is checked out"),
        (release.artifacts, "no built file of this version was found"),
    )
    return tuple(clause for found, clause in needed if not found)
