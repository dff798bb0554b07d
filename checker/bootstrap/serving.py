"""The facade of a server: the projects it was started over, who calls, and one project for each call.

A call reaches one project in one namespace. Whatever else the server has, a call sees nothing of it: what is handed to
a handler is bound to that project before the handler sees it.
"""

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from checker.bootstrap.candidates import Candidates, everything
from checker.bootstrap.facade import CleanRelease
from checker.bootstrap.watching import Watching
from checker.errors import CleanReleaseError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime

    from checker.adapters.group_commit import GroupCommit
    from checker.application.open_lifecycle import OpenedLifecycle
    from checker.bootstrap.approving import Approving
    from checker.bootstrap.compliance import Compliance
    from checker.bootstrap.permits import Permits
    from checker.bootstrap.records import Records
    from checker.bootstrap.sharing import SharedStore
    from checker.bootstrap.trails import Trails
    from checker.bootstrap.waiving import Waiving
    from checker.domain.asked_once import KeptAnswer, Recalled
    from checker.domain.namespace import Namespace
    from checker.domain.principal import Principal
    from checker.ports.progress import Progress


READY_FOR = timedelta(seconds=5)


class Callers(Protocol):
    """Who calls, and what was answered to a key before."""

    def prove(self, authorization: str, *, address: str) -> "Principal":
        """The principal that the header `Authorization` proves.

        Raises:
            UnauthenticatedError, ForbiddenError, TooManyRequestsError, IssuerUnavailableError: it proves none.
        """
        ...

    def prove_again(self, authorization: str, *, address: str) -> "Principal | None":
        """The principal that the same header proved a moment ago, if nothing can have changed; it never waits.

        Raises:
            TooManyRequestsError: they called too often.
        """
        ...

    def count_run(self, principal: "Principal") -> None:
        """Count a run that somebody asks for.

        Raises:
            TooManyRequestsError: they asked for as many as they may; none is to be begun.
        """
        ...

    def recall(
        self, principal: "Principal", project: str, key: str, request_digest: str
    ) -> "AbstractContextManager[Recalled]":
        """What was answered to this key and request before, or that the caller goes on, and nobody else does meanwhile.

        Raises:
            IdempotencyConflictError: the key was used for another request.
            UnderWayError: the first request with it is being answered.
        """
        ...

    def remember(
        self, principal: "Principal", project: str, key: str, request_digest: str, answer: "KeptAnswer"
    ) -> None:
        """Keep an answer for whoever asks with this key again."""
        ...

    def forget(self, principal: "Principal", project: str, key: str) -> None:
        """Let a key name nothing again: its request was refused, and nothing was done."""
        ...


class SilentProgress:
    """The port `Progress` where nobody waits: what happens is in the trail, and told from there."""

    def say(self, line: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, kw_only=True)
class HostedProject:
    """One project as one principal reaches it: every facade of it, in their namespace."""

    name: str
    folder: Path
    namespace: "Namespace"
    anchor: str = ""
    shared: "SharedStore | None" = None
    admit: "Callable[[OpenedLifecycle], None]" = everything
    """See `Candidates.admit`."""
    request: str = ""
    """See `Candidates.request`."""

    @property
    def place(self) -> str:
        """What workers know it by."""
        return place_of(self.name, self.namespace)

    @cached_property
    def facade(self) -> CleanRelease:
        """The project in its folder."""
        return CleanRelease(directory=self.folder, anchor=self.anchor, shared=self.shared)

    @property
    def candidates(self) -> "Candidates":
        """What is meant to be released."""
        return Candidates(facade=self.facade, namespace=self.namespace, admit=self.admit, request=self.request)

    @property
    def approving(self) -> "Approving":
        """Decisions about candidates."""
        return replace(self.facade.approving(self.namespace), candidates=self.candidates)

    @property
    def compliance(self) -> "Compliance":
        """Runs that judge candidates."""
        return replace(self.facade.compliance(self.namespace, progress=self.progress), candidates=self.candidates)

    @property
    def permits(self) -> "Permits":
        """What approved candidates may be uploaded with."""
        return replace(self.facade.permits(self.namespace), approving=self.approving)

    @property
    def records(self) -> "Records":
        """Reports and snapshots."""
        return self.facade.records(self.namespace)

    @property
    def waiving(self) -> "Waiving":
        """Violations that two persons accept for a time."""
        return self.facade.waiving(self.namespace)

    @property
    def trails(self) -> "Trails":
        """What happened."""
        return self.facade.trails(self.namespace)

    @property
    def progress(self) -> "Progress":
        """Nobody waits for lines."""
        return SilentProgress()


def place_of(name: str, namespace: "Namespace") -> str:
    """What workers know a project in a namespace by."""
    return f"{name} ({namespace})"


def _nobody_to_tell(name: str) -> None:
    """Tell nobody: workers look by themselves."""


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A server over project folders.

    `folders` are the folders by the name of their project; `anchor` is as of `ProjectServices`;
    `queued` is told the place of a project whenever a run there was left to a worker.
    """

    folders: "Mapping[str, Path]"
    callers: Callers
    anchor: str = ""
    queued: "Callable[[str], None]" = _nobody_to_tell
    _found_ready: "list[tuple[datetime, bool]]" = field(default_factory=list, repr=False)
    _looking: Lock = field(default_factory=Lock, repr=False)
    _turns: "dict[tuple[str, str], GroupCommit[SharedStore]]" = field(default_factory=dict, repr=False)
    _finding: Lock = field(default_factory=Lock, repr=False)

    @cached_property
    def watching(self) -> Watching:
        """Whether what was read has changed since."""
        return Watching(folders=self.folders, anchor=self.anchor)

    @classmethod
    def over(cls, folders: Sequence[Path], *, callers: Callers, anchor: str = "") -> "Serving":
        """A server over these folders.

        Raises:
            UsageError: two folders hold projects of one name, or there is no folder.
            NotFoundError, InputRefusedError: a folder holds no project that can be read.
        """
        found: dict[str, Path] = {}
        for folder in folders:
            name = CleanRelease(directory=folder, anchor=anchor).load().project.name
            if name in found:
                raise UsageError(
                    f"{found[name]} and {folder} are both the project {name}", hint="serve one folder of each project"
                )
            found[name] = folder.absolute()
        if not found:
            raise UsageError("a server needs a project", hint="name the folder of one with --project")
        return cls(folders=found, callers=callers, anchor=anchor)

    def project(self, principal: "Principal", asked: str) -> HostedProject:
        """The project that a call is for: the one that is named, or the only one of the principal.

        Raises:
            NotFoundError: there is none such, or it is not theirs; the two are not told apart.
            UsageError: none is named, and they have several.
        """
        if not asked and len(principal.projects) > 1:
            raise UsageError("the call names no project, and you have several", hint="add ?project=NAME to the address")
        name = asked or next(iter(principal.projects), "")
        folder = self.folders.get(name)
        if folder is None or not principal.reaches(name):
            raise NotFoundError(ABSENT, hint=ABSENT_HINT)
        return HostedProject(name=name, folder=folder, namespace=principal.namespace, anchor=self.anchor)

    @contextmanager
    def turn(self, hosted: HostedProject) -> "Iterator[HostedProject]":
        """The project for one act, all of which is durable when this ends, or none; who comes at once waits.

        What others do who come meanwhile is read and committed together with it.

        Raises:
            StoreError: nothing of it could be made durable.
        """
        with self._grouped(hosted).turn() as shared, shared.step():
            yield replace(hosted, shared=shared)

    def _grouped(self, hosted: HostedProject) -> "GroupCommit[SharedStore]":
        from checker.bootstrap.sharing import grouped  # noqa: PLC0415 - a server alone pays for it

        with self._finding:
            key = (hosted.name, hosted.namespace)
            if key not in self._turns:
                self._turns[key] = grouped(hosted.facade, hosted.namespace)
            return self._turns[key]

    def is_ready(self) -> bool:
        """Whether every project has the snapshot that its lock names, with every digest in it computed again.

        Anybody may ask, so what was found is believed for `READY_FOR`, and of many who ask at once one looks.
        """
        with self._looking:
            now = CleanRelease().clock.now()
            if not self._found_ready or abs(now - self._found_ready[-1][0]) > READY_FOR:
                found = all(self._is_ready(folder) for folder in self.folders.values())
                self._found_ready[:] = [(CleanRelease().clock.now(), found)]
            return self._found_ready[-1][1]

    def _is_ready(self, folder: Path) -> bool:
        facade = CleanRelease(directory=folder, anchor=self.anchor)
        try:
            loaded = facade.load()
            if loaded.lock is None:
                return False
            facade.records(loaded.project.namespace).snapshot(str(loaded.lock.snapshot))
        except CleanReleaseError:
            return False
        return True


ABSENT = "there is nothing of this name here that you may see"
ABSENT_HINT = "check the name and the project; what is another project's is not shown"
