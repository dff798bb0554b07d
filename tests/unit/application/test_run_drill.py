"""A drill is timed from its first step, can be gone on with by anybody, and ends with its last step."""

import pytest

from checker.application.run_drill import drill_state, end_drill_step, start_drill
from checker.domain.playbook import Playbook, PlaybookStep
from checker.errors import ConflictError, InputRefusedError, NotFoundError
from checker.formats.drill_playbook import CARRIED, carried_playbook, read_playbook
from tests.release_builders import recorded, started, writing

STEPS = (("declare", 0), ("stop", 120), ("close", 900))
PLAYBOOK = Playbook(
    name="publish-incident",
    title="Bad",
    steps=tuple(PlaybookStep(id=name, due=due, do="Do it") for name, due in STEPS),
)


def at(minute: int, second: int = 0) -> str:
    return f"2026-02-26T12:{minute:02d}:{second:02d}Z"


def test_a_drill_is_timed_from_its_first_step_and_names_what_was_late() -> None:
    by = writing(at=at(0))
    started(by)
    opened = start_drill(recorded(by), PLAYBOOK, by=by)
    state = drill_state(opened.record, PLAYBOOK, at=at(1, 30))
    assert (state.attempt, state.since, state.seconds) == (1, at(0), 90)
    assert state.next_step == PLAYBOOK.steps[1]

    late = writing(by.store, at=at(2, 1))
    opened = end_drill_step(recorded(late), PLAYBOOK, by=late, note="slow")
    last = writing(by.store, at=at(15))
    opened = end_drill_step(opened, PLAYBOOK, by=last)
    state = drill_state(opened.record, PLAYBOOK, at=at(59))
    assert (state.next_step, state.seconds, state.late, state.failed) == (None, 900, ("stop",), ())
    assert state == drill_state(recorded(last).record, PLAYBOOK, at=at(59))


def test_a_drill_that_is_under_way_is_not_begun_again_unless_it_is_given_up() -> None:
    by = writing(at=at(0))
    opened = start_drill(started(by), PLAYBOOK, by=by)

    with pytest.raises(ConflictError, match="under way since 2026-02-26T12:00:00Z, and stop is next"):
        start_drill(opened, PLAYBOOK, by=by)
    again = start_drill(opened, PLAYBOOK, by=by, again=True)
    assert drill_state(again.record, PLAYBOOK, at=at(0)).attempt == 2


def test_a_step_that_failed_is_recorded_and_the_drill_goes_on() -> None:
    by = writing(at=at(0))
    opened = end_drill_step(start_drill(started(by), PLAYBOOK, by=by), PLAYBOOK, by=by, failed=True)

    state = drill_state(opened.record, PLAYBOOK, at=at(0))
    assert (state.failed, state.next_step) == (("stop",), PLAYBOOK.steps[2])


def test_without_a_drill_there_is_no_step_to_record_and_no_time_before_it_began() -> None:
    by = writing(at=at(1))
    opened = started(by)

    assert drill_state(opened.record, PLAYBOOK, at=at(1)).attempt == 0
    with pytest.raises(NotFoundError, match="no drill is under way"):
        end_drill_step(opened, PLAYBOOK, by=by)
    opened = start_drill(opened, PLAYBOOK, by=by)
    with pytest.raises(InputRefusedError, match="which is after now"):
        end_drill_step(opened, PLAYBOOK, by=writing(by.store, at=at(0)))


def test_a_drill_of_another_release_of_the_project_is_the_same_drill() -> None:
    by = writing(at=at(0))
    start_drill(started(by), PLAYBOOK, by=by)
    other = started(by, target="v1.3.0")

    assert drill_state(other.record, PLAYBOOK, at=at(0)).attempt == 1


def test_every_carried_playbook_goes_from_zero_to_fifteen_minutes() -> None:
    for path in sorted(CARRIED.glob("*.toml")):
        steps = carried_playbook(path.stem).steps
        assert (steps[0].due, steps[-1].due) == (0, 15 * 60)
        assert len(steps) >= 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        'title = "x"',
        'title = "x"\nstep = []',
        'title = "x"\nstep = [{id = "a", due = 1, do = "x"}]',
        'title = "x"\nstep = [{id = "a", due = 0, do = ""}]',
        'title = "x"\nstep = [{id = "A b", due = 0, do = "x"}]',
        'title = "x"\nstep = [{id = "a", due = true, do = "x"}]',
        'title = "x"\nstep = [{id = "a", due = 0, do = "x"}, {id = "b", due = 2000, do = "x"}]',
        'title = "x"\nstep = [{id = "a", due = 0, do = "x"}, {id = "a", due = 1, do = "x"}]',
        'title = "x"\nstep = [{id = "a", due = 0, do = "x", more = 1}]',
        'title = "x"\nstep = [1]',
    ],
)
def test_a_playbook_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(InputRefusedError, match="the playbook cannot be read"):
        read_playbook(text.encode(), name="mine")
