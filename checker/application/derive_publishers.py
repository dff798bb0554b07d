"""Derive publishers: each declared trusted publisher, held against the release, its workflow files and their jobs.

What a publisher is bound to is spread over a registry, a repository and its files. Each question that takes two of them
is an observation of its own, so that one that cannot be answered leaves the others standing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.application.derive_workflows import ReviewedFiles
from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.manifest import Manifest, Target
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.package_name import normal_name
from checker.domain.publisher import PREDICTED, Publisher
from checker.domain.reading import read_observation

_FOLDER = ".github/workflows/"
_WITHOUT_PUBLISHERS = frozenset({"github"})
"""Registries that know no trusted publishers: whoever may write a release publishes."""
_KNOWN_REF = frozenset({"schedule", "repository_dispatch", "workflow_run"})
"""Events that run on the default branch alone; any other may start a run on a ref of somebody's choice."""
_PLACES = "declare the publishing job: job, under publishers in the project file"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishersSetting:
    """What publishers are held against; `owner_id` is 0 where the audit does not say it."""

    publishers: Sequence[Publisher]
    manifest: Manifest | None
    workflows: Json
    reviewed: ReviewedFiles
    release_tags: Sequence[str]
    owner_id: int


def derive_publishers(setting: PublishersSetting) -> dict[str, Json]:
    """The sections `publishers` and `publishing` of the registry.

    Raises:
        InputRefusedError: the section of the workflows has another form than its schema says.
    """
    files = _Files(setting.workflows, release_tags=frozenset(setting.release_tags))
    found = {_name(one): _publisher(one, setting, files) for one in setting.publishers}
    return {
        "publishers": collected([found[name] for name in sorted(found)]).to_json(),
        "publishing": _publishing(setting).to_json(),
    }


def _name(publisher: Publisher) -> str:
    """What is a publisher of its own to a registry."""
    kept = f"{publisher.slug} {publisher.workflow} in {publisher.environment or 'any environment'}"
    return f"{publisher.registry} {publisher.project}: {kept}"


def _publisher(publisher: Publisher, setting: PublishersSetting, files: "_Files") -> Json:
    place = _FOLDER + publisher.workflow
    return {
        "id": _name(publisher),
        "registry": str(publisher.registry),
        "project": publisher.project,
        "workflow": place,
        "environment": publisher.environment.lower(),
        "any_environment": not publisher.environment,
        "same_repository": _same_repository(publisher, setting).to_json(),
        "file_released": files.has(place).to_json(),
        "file_on_default": setting.reviewed.has(place).to_json(),
        "publishes_there": files.publishes(publisher, place).to_json(),
        "token_only_there": files.token_only(publisher, place).to_json(),
        "from_any_ref": files.from_any_ref(publisher, place).to_json(),
    }


def _same_repository(publisher: Publisher, setting: PublishersSetting) -> Observation:
    """Whether the publisher is that of the repository that is released; names are compared without case."""
    manifest = setting.manifest
    if manifest is None:
        return unread(Status.NOT_REQUESTED, why="there is no manifest", needs="nothing: give --manifest")
    if publisher.slug.lower() != manifest.source.repository.lower():
        return collected(value=False)
    if publisher.owner_id and not setting.owner_id:
        return unread(Status.NOT_REQUESTED, why="no audit says whose id the owner has", needs="Metadata: read")
    return collected(publisher.owner_id in (0, setting.owner_id))


def _publishing(setting: PublishersSetting) -> Observation:
    """For each registry that is released to and knows publishers, whether one is declared for the project there."""
    if setting.manifest is None:
        return unread(Status.NOT_REQUESTED, why="there is no manifest", needs="nothing: give --manifest")
    declared = {(str(one.registry), normal_name(one.project, registry=one.registry)) for one in setting.publishers}
    targets = dict.fromkeys(one for one in setting.manifest.targets if one.registry not in _WITHOUT_PUBLISHERS)
    return collected([_target(one, declared) for one in targets])


def _target(target: Target, declared: set[tuple[str, str]]) -> Json:
    known = target.registry in PREDICTED
    has = collected((target.registry, normal_name(target.project, registry=target.registry)) in declared)
    unsaid = unread(Status.UNSUPPORTED, why=f"publishers of {target.registry} cannot be declared yet")
    return {
        "id": f"{target.registry} {target.project}",
        "registry": target.registry,
        "project": target.project,
        "has_publisher": (has if known else unsaid).to_json(),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """A way to a job, as far as publishers ask about it."""

    entry: str
    file: str
    job: str
    environment: str
    is_named: bool
    is_remote: bool
    uploads: bool
    token: str
    from_any_ref: bool

    def is_in(self, publisher: Publisher) -> bool:
        """Whether the job is in the publisher's environment, and in no other it might be in."""
        return self.is_named and bool(publisher.environment) and self.environment == publisher.environment.lower()


class _Files:
    """The workflow files of the release."""

    def __init__(self, section: Json, *, release_tags: frozenset[str]) -> None:
        self._seen = read_observation(section, name="workspace.workflows")
        self._unread, self._ways = self._seen, tuple[_Way, ...]()
        if self._seen.status is Status.COLLECTED:
            value = object_of(self._seen.value, "workflows")
            self._unread = read_observation(field_of(value, "routes"), name="routes")
            if self._unread.status is Status.COLLECTED:
                self._ways = tuple(_ways(self._unread.value, release_tags=release_tags))

    def has(self, path: str) -> Observation:
        """Whether the release has this file."""
        if self._seen.status is not Status.COLLECTED:
            return _lost(self._seen)
        files = objects_of(field_of(object_of(self._seen.value, "workflows"), "files"), "files")
        return collected(path in {text_of(field_of(one, "path"), "path") for one in files})

    def publishes(self, publisher: Publisher, path: str) -> Observation:
        """Whether a job of the file publishes in the environment with a token of its own."""
        if self._unread.status is not Status.COLLECTED:
            return _lost(self._unread)
        here = [way for way in self._ways if way.file == path]
        jobs = [way for way in here if (way.job == publisher.job if publisher.job else way.uploads)]
        if here and not jobs and not publisher.job:
            return unread(Status.UNSUPPORTED, why=f"no job of {path} was recognised that uploads", needs=_PLACES)
        good = [way for way in jobs if way.is_in(publisher) and not way.is_remote and way.token == "write"]  # noqa: S105 - a word of a setting
        return collected(bool(jobs) and len(good) == len(jobs))

    def token_only(self, publisher: Publisher, path: str) -> Observation:
        """Whether no job of the file may ask for a token outside of the environment."""
        if self._unread.status is not Status.COLLECTED:
            return _lost(self._unread)
        asking = [way for way in self._through(path) if way.token in {"write", "unknown"}]
        return collected(all(way.is_in(publisher) and not way.is_remote for way in asking))

    def from_any_ref(self, publisher: Publisher, path: str) -> Observation:
        """Whether a run on a ref of anybody's choice can reach a job that may be in the environment."""
        if self._unread.status is not Status.COLLECTED:
            return _lost(self._unread)
        anywhere = not publisher.environment  # the registry then takes a token from every environment
        reaching = [
            way for way in self._through(path) if anywhere or way.is_in(publisher) or not way.is_named or way.is_remote
        ]
        return collected(any(way.from_any_ref for way in reaching))

    def _through(self, path: str) -> Iterator[_Way]:
        return (way for way in self._ways if path in (way.entry, way.file))


def _lost(seen: Observation) -> Observation:
    return unread(seen.status, why="the workflow files could not be read", needs=seen.detail.needs)


def _ways(routes: Json, *, release_tags: frozenset[str]) -> Iterator[_Way]:
    for route in objects_of(routes, "routes"):
        environment = object_of(field_of(route, "environment"), "environment")
        triggers = objects_of(field_of(route, "triggers"), "triggers")
        yield _Way(
            entry=text_of(field_of(route, "entry"), "entry"),
            file=text_of(field_of(route, "file"), "file"),
            job=text_of(field_of(route, "job"), "job"),
            environment=text_of(field_of(environment, "name"), "name").lower(),
            is_named=field_of(environment, "kind") == "named",
            is_remote=flag_of(field_of(route, "is_remote"), "is_remote"),
            uploads=flag_of(field_of(route, "uploads"), "uploads"),
            token=text_of(field_of(route, "id_token"), "id_token"),
            from_any_ref=any(_is_from_any_ref(one, release_tags) for one in triggers),
        )


def _is_from_any_ref(trigger: dict[str, Json], release_tags: frozenset[str]) -> bool:
    """Whether the event can start a run on a ref that is no release ref; a call runs where its caller does."""
    if flag_of(field_of(trigger, "is_call"), "is_call") or field_of(trigger, "event") in _KNOWN_REF:
        return False
    tags = texts_of(field_of(trigger, "tags"), "tags")
    return not (flag_of(field_of(trigger, "only_tags"), "only_tags") and release_tags.issuperset(tags))
