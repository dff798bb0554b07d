"""The facade of standings: where a project is on its way to a release, for whoever only looks."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.candidates import Candidates
from checker.bootstrap.compliance import opened_queue, task_in

if TYPE_CHECKING:
    from checker.application.show_standing import Standing
    from checker.domain.run_history import Run
    from checker.domain.task import Task


@dataclass(frozen=True, kw_only=True)
class Standings:
    """Looking changes nothing, and makes no store where there is none; raises what `Candidates` raises."""

    candidates: Candidates

    def show(self, candidate: str = "") -> "Standing":
        """Where a candidate stands; the one that was registered last, if none is named.

        Raises:
            NotFoundError: there is none of this name.
        """
        from checker.application.show_standing import Standing, show_standing  # noqa: PLC0415 - a command pays for what it uses

        facade = self.candidates.facade
        begun = Standing(project=facade.load().project.name, namespace=self.candidates.counts_in)
        with self.candidates.reading() as (opened, store):
            now = facade.clock.now()
            return show_standing(opened, begun, store=store, name=candidate, task=self._task, now=now)

    def mark(self) -> tuple[int, ...]:
        """What changes when somebody writes to the store, so that nobody has to read it to know that nobody did."""
        from checker.adapters.own_place import SIDE_FILES  # noqa: PLC0415 - as above
        from checker.adapters.store.place import store_path  # noqa: PLC0415 - as above

        path = store_path(self.candidates.facade.folder, self.candidates.counts_in)
        return tuple(part for suffix in SIDE_FILES for part in _seen(Path(f"{path}{suffix}")))

    def _task(self, run: "Run") -> "Task | None":
        with opened_queue(self.candidates) as queue:
            return task_in(run, queue, self.candidates.counts_in)


def _seen(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return (found.st_size, found.st_mtime_ns)
