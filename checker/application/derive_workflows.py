"""Derive workflows: whether the workflow files of the release are those of the default branch, which were reviewed."""

from dataclasses import dataclass

from checker.domain.json_shape import field_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.reading import read_observation
from checker.domain.release_refs import default_branch

_PIPED = "piped_scripts"
_FETCH = "audit workspace --default-branch NAME, in a clone that fetched that branch"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedFiles:
    """The workflow files of the default branch: SHA-256 (hex) by path, or why they are not known."""

    by_path: dict[str, str]
    unknown: Observation | None = None

    def has(self, path: str) -> Observation:
        """Whether there is such a file."""
        return self.unknown or collected(path in self.by_path)

    def is_same(self, path: str, sha256: str) -> Observation:
        """Whether the file has these bytes; those of a file that was not read are not known."""
        if self.unknown:
            return self.unknown
        if not sha256:
            return unread(Status.ERROR, why=f"{path} of the release could not be read")
        return collected(self.by_path.get(path) == sha256)


def reviewed_files(workspace: dict[str, Json], *, repository: Json) -> ReviewedFiles:
    """The workflow files of the default branch, which the repository's own audit must name.

    Raises:
        InputRefusedError: a section has another form than its schema says.
    """
    seen = read_observation(workspace["default_workflows"], name="workspace.default_workflows")
    if seen.status is not Status.COLLECTED:
        return _unknown(seen.status, "the workflow files of the default branch could not be read", seen.detail.needs)
    default = default_branch(repository)
    if isinstance(default, Observation):
        return _unknown(default.status, "which branch is the default could not be read", default.detail.needs)
    value = object_of(seen.value, "default_workflows")
    branch = text_of(field_of(value, "branch"), "branch")
    if branch != default:
        return _unknown(Status.ERROR, f"the files are those of {branch}, the default branch is {default}", _FETCH)
    files = objects_of(field_of(value, "files"), "files")
    return ReviewedFiles(
        by_path={text_of(field_of(one, "path"), "path"): text_of(field_of(one, "sha256"), "sha256") for one in files}
    )


def _unknown(status: Status, why: str, needs: str) -> ReviewedFiles:
    return ReviewedFiles(by_path={}, unknown=unread(status, why=why, needs=needs))


def derive_workflows(section: Json, *, reviewed: ReviewedFiles) -> Json:
    """The section `workflows` with `as_default` for every file: has the default branch the same bytes.

    What older audits do not say of a job is there as not requested.

    Raises:
        InputRefusedError: it has another form than its schema says.
    """
    seen = read_observation(section, name="workspace.workflows")
    if seen.status is not Status.COLLECTED:
        return section
    value = object_of(seen.value, "workflows")
    files: list[Json] = [
        {**one, "facts": _facts(one), "as_default": _as_default(one, reviewed).to_json()}
        for one in objects_of(field_of(value, "files"), "files")
    ]
    return collected({**value, "files": files}, evidence=seen.evidence).to_json()


def _as_default(file: dict[str, Json], reviewed: ReviewedFiles) -> Observation:
    return reviewed.is_same(text_of(field_of(file, "path"), "path"), text_of(field_of(file, "sha256"), "sha256"))


def _facts(file: dict[str, Json]) -> Json:
    """What a file says, every job with all that a job can be asked."""
    facts = field_of(file, "facts")
    seen = read_observation(facts, name="facts")
    if seen.status is not Status.COLLECTED:
        return facts
    value = object_of(seen.value, "facts")
    jobs: list[Json] = [
        job if _PIPED in job else {**job, _PIPED: read_observation(None, name="what a job fetches and runs").to_json()}
        for job in objects_of(field_of(value, "jobs"), "jobs")
    ]
    return collected({**value, "jobs": jobs}, evidence=seen.evidence).to_json()
