"""What is known of candidates and manifests, for people and for machines."""

from collections.abc import Iterator, Sequence

from checker.application.compare_manifests import ManifestChange
from checker.domain.candidate import Candidate, LifecycleEvent, ManifestBuilt
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest
from checker.domain.next_command import next_command
from checker.output.lifecycle_view import event_line
from checker.output.terminal import Terminal

SCHEMA = "clean-release/candidate/v1"
CANDIDATES_SCHEMA = "clean-release/candidates/v1"
MANIFESTS_SCHEMA = "clean-release/manifests/v1"
_SHORT = 12


def render_candidate(candidate: Candidate, *, shown: Terminal) -> str:
    """One candidate: where it stands, what it holds, what comes next."""
    return "".join(f"{line}\n" for line in _candidate_lines(candidate, shown))


def render_candidates(candidates: Sequence[Candidate], *, shown: Terminal) -> str:
    """A line for each."""
    return "".join(
        f"{shown.safe(one.name)}  {one.state}  {shown.safe(one.registered.version)}  {shown.safe(one.registered.ref)}\n"
        for one in candidates
    )


def candidates_document(candidates: Sequence[Candidate]) -> dict[str, Json]:
    """The same as one document."""
    return {"schema": CANDIDATES_SCHEMA, "candidates": [candidate_document(one) for one in candidates]}


def candidate_document(candidate: Candidate) -> dict[str, Json]:
    """The same as one document."""
    registered, artifacts = candidate.registered, candidate.artifacts
    return {
        "schema": SCHEMA,
        "candidate_id": candidate.name,
        "state": str(candidate.state),
        "version": registered.version,
        "source": {"ref": registered.ref, "commit": registered.commit},
        "registered_at": candidate.events[0].at,
        "registered_by": candidate.events[0].actor,
        "artifacts": {"digest": artifacts.document if artifacts else "", "files": artifacts.files if artifacts else 0},
        "manifests": [manifest_line(event, built) for event, built in candidate.having(ManifestBuilt)],
        "next": next_command(candidate),
    }


def manifest_line(event: LifecycleEvent, built: ManifestBuilt) -> dict[str, Json]:
    """A manifest by its names, without what it says."""
    return {
        "manifest_id": built.name,
        "digest": built.document,
        "candidate_id": event.candidate,
        "built_at": event.at,
        "built_by": event.actor,
    }


def render_manifests(manifests: Sequence[tuple[LifecycleEvent, ManifestBuilt]], *, shown: Terminal) -> str:
    """A line for each."""
    return "".join(
        f"{built.name}  {built.document}  {event.at}  {shown.safe(event.candidate or '(no candidate)')}\n"
        for event, built in manifests
    )


def manifests_document(manifests: Sequence[tuple[LifecycleEvent, ManifestBuilt]]) -> dict[str, Json]:
    """The same as one document."""
    return {"schema": MANIFESTS_SCHEMA, "manifests": [manifest_line(event, built) for event, built in manifests]}


def render_manifest(manifest: Manifest, *, shown: Terminal) -> str:
    """What a manifest says."""
    return "".join(f"{line}\n" for line in _manifest_lines(manifest, shown))


def render_changes(changes: Sequence[ManifestChange], *, shown: Terminal) -> str:
    """Each difference: what it was, and what it became."""
    return "".join(
        f"{shown.safe(one.what)}: {shown.safe(one.before or '(not there)')} became "
        f"{shown.safe(one.after or '(not there)')}\n"
        for one in changes
    )


def _candidate_lines(candidate: Candidate, shown: Terminal) -> Iterator[str]:
    registered = candidate.registered
    yield f"{shown.safe(candidate.name)}: {candidate.state}"
    yield f"version {shown.safe(registered.version)} from {shown.safe(registered.ref)} ({registered.commit[:_SHORT]})"
    yield from (event_line(event, shown=shown) for event in candidate.events)
    yield f"next: {shown.safe(next_command(candidate))}"


def _manifest_lines(manifest: Manifest, shown: Terminal) -> Iterator[str]:
    source = manifest.source
    yield f"manifest {manifest.digest}"
    yield shown.safe(f"{manifest.project} {manifest.version}")
    yield shown.safe(f"from {source.host}/{source.repository} {source.ref} ({source.commit})")
    yield from (
        f"file {shown.safe(one.name)} ({one.kind}, {one.size} bytes) {one.sha256}" for one in manifest.artifacts
    )
    yield from (shown.safe(f"to {one.registry} as {one.project}") for one in manifest.targets)
    yield from (shown.safe(f"evidence {one.kind} {one.sha256} {one.subject}".rstrip()) for one in manifest.evidence)
