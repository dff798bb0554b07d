"""Release refs: the branches and tags releases are cut from.

The project declares them (`release.branches`, `release.tags`); without a declaration of branches it is the repository's
default branch, which must then have been read. A name with `*`, `?` or `[` is a pattern and stays one: git allows none
of these in the name of a ref (git check-ref-format).
"""

from dataclasses import dataclass
from enum import StrEnum

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, collected
from checker.domain.project import ReleaseFacts
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import is_pattern
from checker.errors import UsageError

HEADS = "refs/heads/"
TAGS = "refs/tags/"
NEEDS_REPOSITORY = "Metadata: read (GET /repos/{owner}/{repo}), or release.branches in the project file"


class RefKind(StrEnum):
    """What a release ref is."""

    BRANCH = "branch"
    TAG = "tag"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRef:
    """One release ref: `ref` in full (`refs/heads/main`), `name` as people write it (`main`)."""

    ref: str
    name: str
    kind: RefKind
    default: bool
    pattern: bool

    def to_json(self) -> dict[str, Json]:
        """The document form."""
        return {
            "ref": self.ref,
            "name": self.name,
            "kind": str(self.kind),
            "default": self.default,
            "pattern": self.pattern,
        }


def derive_release_refs(release: ReleaseFacts, *, repository: Json) -> Observation:
    """The release refs of a project: what it declares, else the default branch.

    Declared branches decide, whether or not the default branch could be read; an entry is `default` only when it is
    known to be. Without declared branches and without a known default branch nothing is collected, not even declared
    tags: a part of the refs must not look like all of them.
    """
    default = default_branch(repository)
    if not release.branches and isinstance(default, Observation):
        return _unknown_default(default)
    names = release.branches or (str(default),)
    refs = [_ref(name, kind=RefKind.BRANCH, default=default) for name in names]
    refs += [_ref(name, kind=RefKind.TAG, default="") for name in release.tags]
    distinct = {ref.ref: ref.to_json() for ref in refs}
    return collected([distinct[ref] for ref in sorted(distinct)], evidence=_evidence(repository))


def refuse_short_ref(ref: str) -> None:
    """Accept only the full name of one branch or tag.

    Raises:
        UsageError: it is a short name, a pattern, or leads elsewhere.
    """
    if not ref.startswith((HEADS, TAGS)) or ref in {HEADS, TAGS} or ".." in ref or is_pattern(ref):
        raise UsageError(f"{ref!a} is no full ref", hint="write refs/tags/v1.2.3 or refs/heads/main")


def release_refs_of(observation: Observation) -> tuple[ReleaseRef, ...]:
    """The refs of a collected observation.

    Raises:
        InputRefusedError: its value has another form.
    """
    return tuple(_read(item) for item in objects_of(observation.value, "release_refs"))


def default_branch(repository: Json) -> str | Observation:
    """The default branch's name, or the observation that says why it is not known."""
    seen = read_observation(repository, name="repository")
    if seen.status is not Status.COLLECTED:
        return seen
    value = object_of(seen.value, "repository")
    return text_of(field_of(value, "default_branch"), "default_branch")


def _unknown_default(seen: Observation) -> Observation:
    detail = Detail(
        http=seen.detail.http,
        message=seen.detail.message,
        needs=seen.detail.needs or NEEDS_REPOSITORY,
        why="no release branches are declared and the default branch could not be read",
        retryable=seen.detail.retryable,
    )
    return Observation(status=seen.status, detail=detail, evidence=seen.evidence)


def _ref(name: str, *, kind: RefKind, default: str | Observation) -> ReleaseRef:
    prefix = HEADS if kind is RefKind.BRANCH else TAGS
    short = name.removeprefix(prefix)
    return ReleaseRef(ref=prefix + short, name=short, kind=kind, default=short == default, pattern=is_pattern(short))


def _read(item: dict[str, Json]) -> ReleaseRef:
    return ReleaseRef(
        ref=text_of(field_of(item, "ref"), "ref"),
        name=text_of(field_of(item, "name"), "name"),
        kind=RefKind(text_of(field_of(item, "kind"), "kind")),
        default=flag_of(field_of(item, "default"), "default"),
        pattern=flag_of(field_of(item, "pattern"), "pattern"),
    )


def _evidence(repository: Json) -> tuple[str, ...]:
    return read_observation(repository, name="repository").evidence
