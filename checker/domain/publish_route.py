"""Every way from a workflow that something starts to a job that uploads, through the workflows called in between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice

from checker.domain.publisher import PublishingRegistry
from checker.domain.upload_step import Upload, upload_of
from checker.domain.workflow import CALL, Job, Workflow
from checker.domain.workflow_permissions import Permissions
from checker.domain.workflow_uses import UsesKind
from checker.errors import InputRefusedError

_MOST = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A job, and the workflow it is in."""

    workflow: Workflow
    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A chain of jobs, each but the last calling the workflow of the next; `upload` is None where none is recognised.

    `is_remote` says that the last job calls a workflow of another repository, which cannot be read here.
    """

    chain: tuple[Link, ...]
    upload: Upload | None = None
    is_remote: bool = False

    @property
    def entry(self) -> Workflow:
        """The workflow that is started."""
        return self.chain[0].workflow

    @property
    def called(self) -> Workflow:
        """The workflow that the last job is in; it is the entry itself where nothing is called."""
        return self.chain[-1].workflow

    @property
    def job(self) -> Job:
        """The last job."""
        return self.chain[-1].job

    @property
    def permissions(self) -> Permissions:
        """What the last job may do, within what every job above it may."""
        return reduce(lambda outer, link: link.job.permissions.within(outer), self.chain, self.chain[0].job.permissions)

    @property
    def registries(self) -> frozenset[PublishingRegistry]:
        """The registries it may upload to."""
        return self.upload.registries if self.upload else frozenset()

    def has_job(self, name: str) -> bool:
        """Whether one of its jobs has this name."""
        return any(link.job.id == name for link in self.chain)


def publish_routes(workflows: Sequence[Workflow]) -> tuple[Route, ...]:
    """All routes; a workflow that is only called, and by nobody here, begins one of its own.

    A workflow that calls itself, through others or not, is not run by GitHub, so no route leads round a circle.

    Raises:
        InputRefusedError: there are more than 5,000 ways to follow, whether or not something is uploaded at their ends.
    """
    by_path = {workflow.path: workflow for workflow in workflows}
    called = {job.calls.path for workflow in workflows for job in workflow.jobs if job.calls}
    entries = [one for one in workflows if one.events != {CALL} or one.path not in called]
    followed = tuple(islice((route for one in entries for route in _routes(one, (), by_path)), _MOST + 1))
    if len(followed) > _MOST:
        raise InputRefusedError(
            f"the workflows call each other in more than {_MOST} ways", hint="call fewer workflows from each other"
        )
    return tuple(route for route in followed if route)


def _routes(workflow: Workflow, above: tuple[Link, ...], by_path: Mapping[str, Workflow]) -> Iterator[Route | None]:
    """The routes of one workflow's jobs; None for each call that was followed, so that these can be counted too."""
    for job in workflow.jobs:
        chain = (*above, Link(workflow=workflow, job=job))
        if job.calls is None:
            yield from _uploads(chain)
        elif job.calls.kind is not UsesKind.LOCAL:
            yield Route(chain=chain, is_remote=True)
        elif job.calls.path in by_path and job.calls.path not in {link.workflow.path for link in chain}:
            yield None
            yield from _routes(by_path[job.calls.path], chain, by_path)


def _uploads(chain: tuple[Link, ...]) -> Iterator[Route]:
    uploads = [upload for step in chain[-1].job.steps if (upload := upload_of(step))]
    yield from (Route(chain=chain, upload=upload) for upload in uploads)
    if not uploads:
        yield Route(chain=chain)
