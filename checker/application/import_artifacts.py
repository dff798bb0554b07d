"""Import artifacts: the files that were built for a candidate are named; nothing is built or judged by it."""

from checker.application.open_lifecycle import Acting, OpenedLifecycle, add_event
from checker.application.register_candidate import refuse_no_label
from checker.domain.candidate import ArtifactsImported, Candidate
from checker.domain.document_kind import DocumentKind
from checker.domain.release import Action, state_after
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.manifest_v1 import parse_artifacts
from checker.ports.store import Document


def import_artifacts(opened: OpenedLifecycle, name: str, data: bytes, *, source: str, by: Acting) -> OpenedLifecycle:
    """The lifecycle with the files of a list (`artifacts/v1`) imported; the list is kept with it.

    Raises:
        NotFoundError: there is no such candidate.
        InputRefusedError: the list is malformed, or of another project or version.
        OrderError: its turn has not come.
    """
    refuse_no_label("--actor", by.actor)
    candidate = opened.candidate(name)
    state_after(candidate.state, Action.IMPORT_ARTIFACTS, name=name)
    imported, document = parse_artifacts(data, source=source)
    _refuse_others(candidate, project=by.project.name, seen=(imported.project, imported.version), source=source)
    kept = Document(kind=DocumentKind.ARTIFACTS, digest=imported.digest, data=canonical_bytes(document))
    happened = ArtifactsImported(document=imported.digest, files=len(imported.artifacts))
    return add_event(opened, happened, candidate=name, by=by, beside=(kept,))


def _refuse_others(candidate: Candidate, *, project: str, seen: tuple[str, str], source: str) -> None:
    """Refuse files of another project or version: artifacts never move between candidates."""
    expected = (project, candidate.registered.version)
    if seen != expected:
        raise InputRefusedError(
            f"the files are of {seen[0]} {seen[1]}, the candidate {candidate.name} is {expected[0]} {expected[1]}",
            where=Place(source=source),
            hint="import the files that were built for this candidate",
        )
