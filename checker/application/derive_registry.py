"""Derive registry: what is published, held against the manifest and the publishers the project declares."""

from collections.abc import Callable, Sequence

from checker.application.declared_provenance import declared_provenance, own_provenance, publishers_of
from checker.application.derive_versions import candidate_of
from checker.domain.json_shape import field_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.listed_targets import LISTINGS, first_unlisted
from checker.domain.manifest import Manifest
from checker.domain.moment import parse_moment
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.publisher import Publisher
from checker.domain.reading import read_observation, worst_of
from checker.errors import InputRefusedError
from checker.formats.versions import is_same_published_version

KINDS = {
    "pypi": ("wheel", "sdist"),
    "testpypi": ("wheel", "sdist"),
    "crates": ("crate",),
    "npm": ("npm",),
}
"""Which artifacts of a manifest go to which registry."""


def derive_registry(
    sections: dict[str, Json], *, manifest: Manifest | None, publishers: Sequence[Publisher] = ()
) -> dict[str, Json]:
    """The registry sections with what the host makes of them.

    Added are `candidate` (is this version published already, is it newer than all others), `state` (are the published
    files those of the manifest; does a formula install those of the manifest), `declared` (does a declared publisher
    attest to a file) and `pending`; to earlier releases `newer` (how many of the project are newer) and `own` (does a
    repository of a declared publisher attest to a file).

    Raises:
        InputRefusedError: a section has another form than its schema says, or a project is listed twice.
    """
    derived = {
        "published": _each(sections, "published", lambda item: _with_candidate(item, manifest)),
        "publication": _each(sections, "publication", lambda item: _with_state(item, manifest, publishers)),
        "attested_releases": _each(sections, "attested_releases", lambda item: _with_own(item, publishers)),
        "taps": _formulas(sections["taps"], manifest),
    }
    return {**sections, **derived, **{name: _whole(derived[name], name, manifest) for name in LISTINGS}}


def _whole(section: Json, name: str, manifest: Manifest | None) -> Json:
    """The section, unread where it leaves out a target of the manifest: the audit was not of this release."""
    seen = read_observation(section, name=f"registry.{name}")
    if manifest is None or seen.status is not Status.COLLECTED:
        return section
    targets: list[dict[str, Json]] = [{"registry": one.registry, "project": one.project} for one in manifest.targets]
    left_out = first_unlisted(targets, listing=objects_of(seen.value, name))
    if not left_out:
        return section
    why = f"the audit does not list {left_out}, a target of the manifest"
    return unread(Status.INCOMPLETE, why=why, needs="nothing: audit the registry for every target").to_json()


def _formulas(section: Json, manifest: Manifest | None) -> Json:
    seen = read_observation(section, name="registry.taps")
    if seen.status is not Status.COLLECTED:
        return section
    formulas: list[Json] = [
        {**item, "state": _alignment(item, manifest).to_json()} for item in objects_of(seen.value, "taps")
    ]
    return collected(formulas, evidence=seen.evidence).to_json()


def _alignment(formula: dict[str, Json], manifest: Manifest | None) -> Observation:
    """Whether a formula installs the manifest's version: no, from archives of the manifest alone, or from others."""
    if manifest is None:
        return unread(Status.NOT_REQUESTED, why="there is no manifest to compare with")
    stated = read_observation(field_of(formula, "stated"), name="stated")
    if stated.status is not Status.COLLECTED:
        return unread(stated.status, why="what the formula states could not be read", needs=stated.detail.needs)
    fields = object_of(stated.value, "stated")
    if text_of(field_of(fields, "version"), "version") != manifest.version:
        return collected("behind", evidence=stated.evidence)
    known = {artifact.sha256 for artifact in manifest.artifacts}
    archives = objects_of(field_of(fields, "archives"), "archives")
    is_known = {text_of(field_of(archive, "sha256"), "sha256") in known for archive in archives} == {True}
    return collected("aligned" if is_known else "different", evidence=stated.evidence)


def _each(sections: dict[str, Json], name: str, derive: Callable[[dict[str, Json]], dict[str, Json]]) -> Json:
    seen = read_observation(sections[name], name=f"registry.{name}")
    if seen.status is not Status.COLLECTED:
        return sections[name]
    projects: list[Json] = []
    ids: set[str] = set()
    for item in objects_of(seen.value, name):
        own = f"{text_of(field_of(item, 'registry'), 'registry')}/{text_of(field_of(item, 'project'), 'project')}"
        if own in ids:
            raise InputRefusedError(
                f"the registry audit lists {own} twice, expected once",
                hint="list each project of a registry once, with all its versions",
            )
        ids.add(own)
        projects.append({**derive(item), "id": own})
    return collected(projects, evidence=seen.evidence).to_json()


def _with_candidate(project: dict[str, Json], manifest: Manifest | None) -> dict[str, Json]:
    name = text_of(project["project"], "project")
    versions = read_observation(field_of(project, "versions"), name=f"versions of {name}")
    candidate = candidate_of(versions, registry=text_of(project["registry"], "registry"), manifest=manifest)
    return {**project, "candidate": candidate.to_json()}


def _with_own(project: dict[str, Json], publishers: Sequence[Publisher]) -> dict[str, Json]:
    seen = read_observation(field_of(project, "releases"), name=f"releases of {project['project']}")
    if seen.status is not Status.COLLECTED:
        return project
    own = publishers_of(project, publishers)
    releases = objects_of(seen.value, "releases")
    moments = [parse_moment(text_of(field_of(one, "published_at"), "published_at")) for one in releases]
    derived: list[Json] = []
    for release, moment in zip(releases, moments, strict=True):
        files: list[Json] = [
            {**file, "own": own_provenance(file, own).to_json()} for file in objects_of(release["files"], "files")
        ]
        derived.append({**release, "files": files, "newer": sum(other > moment for other in moments)})
    return {**project, "releases": collected(derived, evidence=seen.evidence).to_json()}


def _with_state(
    project: dict[str, Json], manifest: Manifest | None, publishers: Sequence[Publisher]
) -> dict[str, Json]:
    registry = text_of(project["registry"], "registry")
    own = publishers_of(project, publishers)
    files = read_observation(field_of(project, "files"), name=f"files of {project['project']}")
    version = text_of(field_of(project, "version"), "version")
    state = _state(files, manifest, registry=registry, version=version)
    if files.status is Status.COLLECTED:
        listed: list[Json] = [
            {**file, "declared": declared_provenance(file, own).to_json()} for file in objects_of(files.value, "files")
        ]
        files = collected(listed, evidence=files.evidence)
        project = {**project, "files": files.to_json()}
    return {**project, "state": state.to_json(), "pending": any(one.pending for one in own)}


def _state(files: Observation, manifest: Manifest | None, *, registry: str, version: str) -> Observation:
    """Whether the published files are those of the manifest: none, a part, all of them, or others."""
    if manifest is None:
        return unread(Status.NOT_REQUESTED, why="there is no manifest to compare with")
    if not is_same_published_version(version, manifest.version, registry=registry):
        why = f"the audit looked for version {version}, the manifest is of {manifest.version}"
        return unread(Status.NOT_REQUESTED, why=why, needs="nothing: audit the registry for this version")
    if files.status is not Status.COLLECTED:
        return unread(files.status, why="the published files could not be read", needs=files.detail.needs)
    if registry not in KINDS:
        return unread(Status.UNSUPPORTED, why=f"which artifacts go to {registry} is not known")
    digests = [
        (text_of(field_of(file, "name"), "name"), read_observation(field_of(file, "sha256"), name="sha256"))
        for file in objects_of(files.value, "files")
    ]
    unknown = [(name, digest) for name, digest in digests if digest.status is not Status.COLLECTED]
    if unknown:
        worst = worst_of(unknown)
        return unread(worst.status, why=worst.detail.why, needs=worst.detail.needs)
    wanted = {(item.name, item.sha256) for item in manifest.artifacts if item.kind in KINDS[registry]}
    seen = {(name, str(digest.value)) for name, digest in digests}
    return collected(_compared(seen, wanted), evidence=files.evidence)


def _compared(seen: set[tuple[str, str]], wanted: set[tuple[str, str]]) -> str:
    if not seen:
        return "none"
    if not seen <= wanted:
        return "different"
    return "complete" if seen == wanted else "partial"
