"""Match artifacts: whether files at hand are those that a report judged.

A report names its manifest by digest, and that names each file by SHA-256. So a file that matches is the very one that
was judged, whoever built or moved it.
"""

from collections.abc import Iterator, Sequence

from checker.application.known_revocations import revoked_files
from checker.domain.digest import Digest
from checker.domain.json_shape import object_of, text_of
from checker.domain.manifest import Artifact
from checker.formats.manifest_v1 import parse_manifest
from checker.formats.report_v1 import StoredReport
from checker.ports.store import Store


def match_artifacts(files: Sequence[Artifact], *, report: StoredReport, store: Store) -> tuple[str, ...]:
    """Why files are not those of the report's manifest; nothing when each is.

    Raises:
        NotFoundError: the manifest is not stored beside the report.
        StoreError: the store does not hold what it recorded.
    """
    digest = text_of(object_of(report.document["manifest"], "manifest")["digest"], "digest")
    if not digest:
        return ("the report judged no manifest, so it vouches for no file",)
    document = store.get_document(digest=Digest(digest))
    manifest, _ = parse_manifest(document.data, source="the manifest of the report")
    judged = {item.name: item for item in manifest.artifacts}
    revoked = revoked_files(store)
    odd = tuple(problem for file in files for problem in _problems(file, judged.get(file.name)))
    return (*odd, *(f"{file.name} was revoked: {revoked[file.sha256]}" for file in files if file.sha256 in revoked))


def _problems(file: Artifact, judged: Artifact | None) -> Iterator[str]:
    if judged is None:
        yield f"{file.name} is not in the manifest that was judged"
    elif file.sha256 != judged.sha256:
        yield f"{file.name} has the sha256 {file.sha256}, judged was {judged.sha256}"
