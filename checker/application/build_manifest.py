"""Build a manifest: what exactly is to be released, immutable, and named from then on."""

from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.register_candidate import refuse_no_label
from checker.domain.candidate import ArtifactsImported, ManifestBuilt
from checker.domain.document_kind import DocumentKind
from checker.domain.manifest import Source
from checker.domain.release import Action, state_after
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.manifest_v1 import manifest_bytes, parse_artifacts, parse_manifest
from checker.ports.store import Document


def build_manifest(opened: OpenedLifecycle, name: str, *, by: Acting) -> OpenedLifecycle:
    """The lifecycle with a manifest of the files that were imported last, at the candidate's commit.

    Raises:
        NotFoundError: there is no such candidate.
        OrderError: no files were imported.
    """
    refuse_no_label("--actor", by.actor)
    candidate = opened.candidate(name)
    state_after(candidate.state, Action.BUILD_MANIFEST, name=name)
    registered, (_, named) = candidate.registered, list(candidate.having(ArtifactsImported))[-1]
    stored = by.store.get_document(digest=named.document)
    imported, _ = parse_artifacts(stored.data, source=f"the artifacts of {name}")
    data = manifest_bytes(
        project=by.project.name,
        version=registered.version,
        source=Source(host=by.project.host, repository=by.project.slug, commit=registered.commit, ref=registered.ref),
        artifacts=imported.artifacts,
        targets=by.project.release.targets,
    )
    return keep_manifest(opened, data, candidate=name, by=by)


def keep_manifest(opened: OpenedLifecycle, data: bytes, *, candidate: str, by: Acting) -> OpenedLifecycle:
    """The lifecycle with this manifest, of a candidate or of none.

    Raises:
        InputRefusedError: it is malformed, or of another repository than the project.
    """
    refuse_no_label("--actor", by.actor)
    manifest, document = parse_manifest(data, source="the new manifest")
    seen = f"{manifest.source.host}/{manifest.source.repository}"
    if seen != by.project.address:
        raise InputRefusedError(
            f"the manifest is of {seen}, the project of {by.project.address}", where=Place(source="the new manifest")
        )
    kept = Document(kind=DocumentKind.MANIFEST, digest=manifest.digest, data=canonical_bytes(document))
    built = ManifestBuilt(number=len(opened.manifests) + 1, document=manifest.digest)
    return add_event(opened, built, candidate=candidate, by=by, beside=(kept,))
