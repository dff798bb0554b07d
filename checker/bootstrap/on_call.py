"""A worker that a server keeps: it works, makes ready for the next run, and rests until it is woken, or is replaced.

What a run needs is loaded, and what its rules come to is compiled, before it is asked for. Nothing of that is trusted
for having been there before: each run reads project, lock, anchor and policy again, and decides anew.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from checker.bootstrap.compliance import Compliance
from checker.errors import CleanReleaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from checker.domain.run_history import Run
    from checker.domain.task import Stuck


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCall:
    """A worker of one project in one namespace, for the server at its standard input."""

    compliance: Compliance
    actor: str
    _done: "list[Run]" = field(default_factory=list)

    def worked(self) -> "Iterator[tuple[Run, Stuck | None]]":
        """Each run that was worked at, as `Compliance.work`; it ends when the server is gone, or it is time to.

        Raises:
            UsageError: no server is on the line.
            MalformedPayloadError: see `Compliance.work`.
        """
        from checker.adapters.line_to_server import line_to_server  # noqa: PLC0415 - a command pays for what it uses

        with line_to_server() as line:
            compliance = replace(self.compliance, tell_end=line.tell_end)
            is_woken = True
            while is_woken:
                for run, why in compliance.work(actor=self.actor):
                    self._done.append(run)
                    yield run, why
                if not self._may_stay():
                    return
                with suppress(CleanReleaseError):  # whatever it is, the run finds it as well, and records it
                    self._make_ready()
                is_woken = line.rest()

    def _may_stay(self) -> bool:
        from checker.application.stay_on_call import may_stay  # noqa: PLC0415 - as above

        return may_stay(self._done, has_faltered=self.compliance.candidates.facade.has_faltered)

    def _make_ready(self) -> None:
        """Load what a run will use, and compile what it will most likely judge with."""
        from checker.adapters.github import client  # noqa: F401, PLC0415 - it is only to be there
        from checker.application.make_ready import make_ready  # noqa: PLC0415 - as above
        from checker.bootstrap.scanning import workflow_scanner  # noqa: PLC0415 - as above

        facade, namespace = self.compliance.candidates.facade, self.compliance.candidates.counts_in
        workflow_scanner()
        with facade.store(namespace, create=False) as store:
            make_ready(
                facade.load(),
                anchor=facade.anchor_in_force(namespace),
                now=facade.now(),
                services=facade.services(store),
            )
