"""The facade of drills: what is done when a release is bad, exercised against the clock."""

from dataclasses import dataclass

from checker.application.run_drill import drill_state, end_drill_step, start_drill
from checker.bootstrap.releasing import Releasing
from checker.domain.playbook import DrillState
from checker.formats.drill_playbook import carried_playbook


@dataclass(frozen=True, kw_only=True)
class Drilling:
    """The drills of a project; they are recorded with a release, and their steps may be done by several people.

    Every method raises as those of `Releasing` do.
    """

    releasing: Releasing

    def start(self, *, again: bool = False) -> DrillState:
        """Begin one.

        Raises:
            ConflictError: one is under way.
        """
        playbook = carried_playbook()
        with self.releasing.writing(self.releasing.present()) as (opened, by):
            return drill_state(start_drill(opened, playbook, by=by, again=again).record, playbook, at=by.at)

    def done(self, *, failed: bool = False, note: str = "") -> DrillState:
        """Record that its next step was done, or could not be.

        Raises:
            NotFoundError: none is under way.
        """
        playbook = carried_playbook()
        with self.releasing.writing(self.releasing.present()) as (opened, by):
            ended = end_drill_step(opened, playbook, by=by, note=note, failed=failed)
            return drill_state(ended.record, playbook, at=by.at)

    def status(self) -> DrillState:
        """How far the last one has come."""
        return drill_state(self.releasing.record(), carried_playbook(), at=self.releasing.facade.now())
