"""The crew of a server: child workers over all its projects, started when tasks wait, and stopped with it."""

import os
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

from checker.bootstrap.facade import CleanRelease
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError
from checker.formats.worker_line import ENDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from checker.application.keep_workers import PoolLimits, WorkerPool
    from checker.application.work_tasks import Waiting
    from checker.ports.progress import Progress

_SECONDS_WITH_WORKERS = 0.1
"""How soon it is noticed at the latest that a worker has ended; most of them say so."""
_SECONDS_WITHOUT = 1.0
_SECONDS_TO_STOP = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One project in one namespace, whose runs are worked at."""

    name: str
    facade: CleanRelease
    namespace: Namespace

    def waiting(self) -> "Waiting":
        """What waits here; nothing where there is no store yet.

        Raises:
            StoreError: the store is not safe, or busy for too long.
        """
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - only where runs are worked at
        from checker.adapters.store.sqlite_tasks import SqliteTaskQueue  # noqa: PLC0415 - as above
        from checker.application.work_tasks import Waiting, waiting_at  # noqa: PLC0415 - as above

        path = store_path(self.facade.folder, self.namespace)
        try:
            with SqliteTaskQueue.open(path, namespace=self.namespace, clock=self.facade.clock) as queue:
                return waiting_at(queue)
        except NotFoundError:
            return Waiting()

    def is_used(self) -> bool:
        """Whether anything was ever recorded here."""
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above

        return os.path.lexists(store_path(self.facade.folder, self.namespace))

    def command(self, actor: str) -> list[str]:
        """How a worker for it is started: isolated, so that nothing of the folder is imported."""
        anchor = ("--anchor", str(Path(self.facade.anchor).absolute())) if self.facade.anchor else ()
        words = ("worker", "--on-call", "--actor", actor, "--namespace", str(self.namespace), *anchor)
        return [sys.executable, "-I", "-m", "checker", *words, "--project", str(self.facade.folder.absolute())]


class Crew:
    """Workers in the background, from `begin` to `stop`; `hurry` says where something was queued.

    `ended` is called when a run has just ended, from some thread.
    """

    def __init__(
        self,
        served: Sequence[Served],
        *,
        actor: str,
        limits: "PoolLimits",
        progress: "Progress",
        ended: "Callable[[], None]",
    ) -> None:
        self._ended = ended
        self._pool = self._pool_over(served, actor=actor, limits=limits, progress=progress)
        self._woken, self._over = Event(), Event()
        self._hurried: deque[str] = deque()
        self._thread = Thread(target=self._go_on, name="crew", daemon=True)

    def begin(self) -> None:
        """Look at every place, and work where there is something to do."""
        self._pool.stand_by(time.monotonic())
        self._thread.start()

    def hurry(self, name: str) -> None:
        """Look at the place of this name now; from any thread."""
        self._hurried.append(name)
        self._woken.set()

    def stop(self, *, seconds: float) -> None:
        """Let every worker let go of its run and end, and end those that have not by then."""
        self._over.set()
        self._woken.set()
        self._thread.join()
        self._pool.ask_to_stop()
        last = time.monotonic() + seconds
        while self._pool.going and time.monotonic() < last:
            time.sleep(_SECONDS_TO_STOP)
            self._pool.reap(time.monotonic())
        self.kill()

    def kill(self) -> None:
        """End every worker now; what they held is found by their silence."""
        self._pool.kill()

    def _go_on(self) -> None:
        while not self._over.is_set():
            self._woken.clear()
            while self._hurried:
                self._pool.hurry(self._hurried.popleft(), time.monotonic())
            self._pool.tend(time.monotonic())
            self._woken.wait(_SECONDS_WITH_WORKERS if self._pool.working else _SECONDS_WITHOUT)

    def _told(self, word: bytes) -> None:
        """A worker says that a run ended, or it rests, or is gone."""
        if word == ENDED:
            self._ended()
        else:
            self._woken.set()

    def _pool_over(
        self, served: Sequence[Served], *, actor: str, limits: "PoolLimits", progress: "Progress"
    ) -> "WorkerPool":
        from checker.adapters.child_workers import ChildWorkers  # noqa: PLC0415 - as above
        from checker.application.keep_workers import Place, WorkerPool  # noqa: PLC0415 - as above

        by_name = {one.name: one for one in served}
        workers = ChildWorkers(
            command=lambda name: by_name[name].command(actor),
            folder=Path(os.sep),
            environment=os.environ,
            say=progress.say,
            told=self._told,
        )
        places = [Place(name=one.name, waiting=one.waiting, is_used=one.is_used) for one in served]
        return WorkerPool(places=places, workers=workers, limits=limits, progress=progress)
