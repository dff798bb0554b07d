"""Audit registry: ask each registry for what is already published, and put the answers into one document.

Every target is asked for by itself, and what goes wrong with one says nothing of another. The version that is looked
for is the manifest's; of others their numbers are kept, and of the newest what attests to their files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from checker.application.audit_files import AuditFile, audit_files
from checker.application.earlier_releases import earlier_releases, unread_in
from checker.application.published_files import FileReader
from checker.application.read_tap import NoTap, TapCheckout, read_taps
from checker.domain.audit import AuditKind
from checker.domain.json_shape import objects_of
from checker.domain.json_value import Json
from checker.domain.listing import Listing, RegistryAnswer
from checker.domain.manifest import Target
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.package_name import is_package_name, normal_name
from checker.domain.publisher import Publisher
from checker.domain.reading import read_observation
from checker.errors import UsageError
from checker.formats.audit_document import AuditDraft, Collector, Evidence, SubjectDraft
from checker.formats.versions import is_well_formed
from checker.ports.registry import ProvenanceVerifier, Registry

_NOT_ASKED = unread(Status.NOT_REQUESTED, why="a registry does not know the repository")
_MOST_FILES = 1000
_TAP = "homebrew"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRelease:
    """What is looked for: a version of the project at `host`/`slug`, on these targets, by these publishers.

    `formulas` are those of the project in a Homebrew tap.
    """

    host: str
    slug: str
    version: str
    targets: Sequence[Target]
    publishers: Sequence[Publisher] = ()
    formulas: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unaddressed:
    """A registry nobody can ask: why, and what would change that."""

    why: str
    needs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetReading:
    """What became of one target, or one formula: how completely it was read, and what of the version there is.

    `name` says whose the name is, `states` which version a formula states, `files` counts files or archives.
    """

    registry: str
    project: str
    status: Status
    name: str = ""
    states: str = ""
    published: bool = False
    files: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedRegistries:
    """The audit, and a reading for each target; `failures` are those that could not be read, in words."""

    audit: AuditFile
    readings: tuple[TargetReading, ...]
    failures: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Found:
    """What the targets came to, in their order."""

    published: list[Json] = field(default_factory=list)
    publication: list[Json] = field(default_factory=list)
    attested_releases: list[Json] = field(default_factory=list)
    answers: dict[str, RegistryAnswer] = field(default_factory=dict)
    readings: list[TargetReading] = field(default_factory=list)


def audit_registry(
    asked: AskedRelease,
    *,
    registries: Mapping[Target, Registry | Unaddressed],
    tap: TapCheckout | NoTap,
    verifier: ProvenanceVerifier,
    version: str,
    at: str,
) -> AuditedRegistries:
    """The audit of every target and every formula.

    Args:
        asked: the release.
        registries: what each target is asked of.
        tap: where the formulas are.
        verifier: holds provenance against the roots of trust.
        version: that of this program.
        at: now (RFC 3339), for an audit without a single answer.

    Raises:
        UsageError: there is neither a target nor a formula.
        InputRefusedError: the answers come to a document that its own reader refuses.
    """
    if not asked.targets and not asked.formulas:
        raise UsageError(
            "there is no target whose registry could be asked",
            hint="name targets in the manifest, or under release in the project file",
        )
    found = _Found()
    for target in dict.fromkeys(asked.targets):
        _TargetAudit(asked, target, verifier, found).take(registries[target])
    sections = {
        "published": collected(found.published),
        "publication": collected(found.publication),
        "attested_releases": collected(found.attested_releases),
    }
    if asked.formulas:
        sections["taps"] = read_taps(asked.formulas, tap)
        found.readings.extend(_formula_readings(sections["taps"], asked.version))
    failures = tuple(f"{one.registry} {one.project}: {one.why}" for one in found.readings if one.why)
    (audit,) = audit_files([_draft(asked, found, sections, version=version, at=at).to_json()])
    return AuditedRegistries(audit=audit, readings=tuple(found.readings), failures=failures)


def _draft(
    asked: AskedRelease, found: _Found, sections: Mapping[str, Observation], *, version: str, at: str
) -> AuditDraft:
    times = sorted(answer.at for answer in found.answers.values() if answer.at)
    return AuditDraft(
        kind=AuditKind.REGISTRY,
        host=", ".join(sorted({target.registry for target in asked.targets} or {_TAP})),
        provider="registry",
        collected_at=times[0] if times else at,
        collector=Collector(version=version, profile="registry", mode="api"),
        subject=SubjectDraft(slug=asked.slug, id=_NOT_ASKED, owner=_NOT_ASKED),
        sections={name: section.to_json() for name, section in sections.items()},
        evidence=[_evidence(name, answer) for name, answer in found.answers.items()],
    )


class _TargetAudit:
    """One target."""

    def __init__(self, asked: AskedRelease, target: Target, verifier: ProvenanceVerifier, found: _Found) -> None:
        self.asked, self.target, self.found = asked, target, found
        self.verifier = verifier
        name = normal_name(target.project, registry=target.registry)
        self.publishers = tuple(
            one
            for one in asked.publishers
            if one.registry == target.registry and normal_name(one.project, registry=target.registry) == name
        )

    def take(self, registry: Registry | Unaddressed) -> None:
        """Ask, and add what was found."""
        if isinstance(registry, Unaddressed):
            self._add(unread(Status.UNSUPPORTED, why=registry.why, needs=registry.needs))
            return
        if not is_package_name(self.target.project, registry=self.target.registry):
            why = f"{self.target.project!a} is no name that {self.target.registry} could have"
            self._add(unread(Status.ERROR, why=why), address=registry.address)
            return
        if not _is_version(self.asked.version, registry=self.target.registry):
            why = f"{self.asked.version!a} is no version that {self.target.registry} could have"
            self._add(unread(Status.ERROR, why=why), address=registry.address)
            return
        listing = registry.listing(self.target.project)
        self._note(listing.answer, *listing.others)
        if not listing.is_read:
            self._add(listing.answer.unread(), address=registry.address)
            return
        self._read(listing, registry)

    def _read(self, listing: Listing, registry: Registry) -> None:
        evidence = tuple(answer.url for answer in (listing.answer, *listing.others))
        versions = collected(list(listing.versions), evidence=evidence)
        if listing.gap:
            versions = incomplete(list(listing.versions), why=listing.gap, evidence=evidence)
        reader = FileReader(registry=registry, verifier=self.verifier, publishers=self.publishers, note=self._note)
        wanted = reader.of_version(listing, self.asked.version, of=self.target.registry)
        files = collected(list(wanted), evidence=evidence)
        if len(wanted) > _MOST_FILES or listing.gap:
            why = listing.gap or f"the version has more than {_MOST_FILES} files"
            files = unread(Status.INCOMPLETE, why=why, evidence=evidence)
        earlier = earlier_releases(
            self.target.project, listing, version=self.asked.version, of=self.target.registry, reader=reader
        )
        name = "owned" if reader.owns or reader.owns_any(listing) else "taken"
        if not listing.exists:
            name = "pending" if any(one.pending for one in self.publishers) else "free"
        named = collected(name, evidence=evidence)
        self._add(versions, files=files, name=named, earlier=earlier, address=registry.address)

    def _add(
        self,
        versions: Observation,
        *,
        files: Observation | None = None,
        name: Observation | None = None,
        earlier: Observation | None = None,
        address: str = "",
    ) -> None:
        """Add the target; without files, name and earlier releases these are as unread as the versions."""
        own: dict[str, Json] = {"registry": self.target.registry, "project": self.target.project}
        self.found.published.append({**own, "versions": versions.to_json()})
        self.found.publication.append(
            {
                **own,
                "version": self.asked.version,
                "address": address,
                "name": (name or versions).to_json(),
                "files": (files or versions).to_json(),
            }
        )
        self.found.attested_releases.append({**own, "releases": (earlier or versions).to_json()})
        listed = files.value if files and isinstance(files.value, list) else []
        worst = files if files and files.status is not Status.COLLECTED else versions
        self.found.readings.append(
            TargetReading(
                registry=self.target.registry,
                project=self.target.project,
                status=worst.status,
                name=str(name.value) if name else "",
                published=bool(listed),
                files=len(listed),
                why=_reason(worst) or "; ".join([*_reasons(listed), *filter(None, [unread_in(earlier or versions)])]),
            )
        )

    def _note(self, *answers: RegistryAnswer) -> None:
        for answer in answers:
            self.found.answers.setdefault(answer.url, answer)


def _is_version(version: str, *, registry: str) -> bool:
    """Whether there can be such a version: of one that cannot be, nothing published says that it is not there."""
    return is_well_formed(version, registry=registry) and not any(letter.isspace() for letter in version)


def _formula_readings(taps: Observation, version: str) -> Iterator[TargetReading]:
    """What became of each formula."""
    for item in objects_of(taps.value, "taps"):
        stated = read_observation(item["stated"], name="stated")
        value = stated.value if isinstance(stated.value, dict) else {}
        archives = value.get("archives")
        states = str(value.get("version", ""))
        yield TargetReading(
            registry=_TAP,
            project=str(item["formula"]),
            status=stated.status,
            states=states,
            published=states == version,
            files=len(archives) if isinstance(archives, list) else 0,
            why=_reason(stated),
        )


def _reason(seen: Observation) -> str:
    needs = f" (it takes: {seen.detail.needs})" if seen.detail.needs else ""
    return f"{seen.detail.why}{needs}" if seen.status is not Status.COLLECTED else ""


def _reasons(files: Sequence[Json]) -> Iterator[str]:
    """Why parts of single files could not be read."""
    for file in objects_of(list(files), "files"):
        for name in ("sha256", "provenance"):
            part = read_observation(file[name], name=name)
            if part.status not in {Status.COLLECTED, Status.UNSUPPORTED}:
                yield f"{file['name']}: {part.detail.why}"


def _evidence(name: str, answer: RegistryAnswer) -> Evidence:
    return Evidence(
        id=name, method="GET", url=answer.url, http=answer.http, at=answer.at, sha256=answer.sha256, link_complete=True
    )
