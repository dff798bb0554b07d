"""Who is started when tasks wait, and what is learnt from how a worker ended."""

from dataclasses import dataclass, field

import pytest

from checker.application.keep_workers import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    SECONDS_BETWEEN_LOOKS,
    Place,
    PoolLimits,
    WorkerPool,
)
from checker.application.work_tasks import Waiting
from checker.errors import EngineFailureError, StoreError
from tests.fakes.told_workers import KILLED, STOPPED, ToldWorkers


@dataclass(slots=True)
class Said:
    lines: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(line)


@dataclass(slots=True)
class Queue:
    """What waits at a place; or why nobody knows."""

    waiting: Waiting = field(default_factory=Waiting)
    refusal: Exception | None = None
    looks: int = 0

    def __call__(self) -> Waiting:
        self.looks += 1
        if self.refusal:
            raise self.refusal
        return self.waiting


def some(tasks: int, *, held: int = 0, oldest: int = 1) -> Waiting:
    return Waiting(tasks=tasks, held=held, oldest=oldest if tasks else 0)


NOTHING = Waiting()


class Scene:
    """A pool over some queues."""

    def __init__(
        self, *queues: Waiting, most: int = 2, seconds: float = 100.0, rest: float = 0.0, used: bool = True
    ) -> None:
        self.queues = [Queue(waiting) for waiting in queues]
        self.workers, self.said = ToldWorkers(), Said()
        places = [
            Place(name=f"place{number}", waiting=queue, is_used=lambda: used)
            for number, queue in enumerate(self.queues)
        ]
        limits = PoolLimits(most=most, seconds=seconds, rest=rest)
        self.pool = WorkerPool(places=places, workers=self.workers, limits=limits, progress=self.said)

    def at(self, now: float) -> list[str]:
        """Tend, and who was started by it."""
        before = len(self.workers.started)
        self.pool.tend(now)
        return [worker.place for worker in self.workers.started[before:]]

    def hurry(self, place: int = 0, now: float = 0.0) -> None:
        """Somebody queued something there."""
        self.pool.hurry(f"place{place}", now)

    def rested(self, number: int, *, left: Waiting = NOTHING, now: float) -> None:
        """A worker says that it rests, and this is what is left where it was."""
        worker = self.workers.started[number]
        self.queues[int(worker.place.removeprefix("place"))].waiting = left
        worker.rests = True
        self.pool.tend(now)


def test_where_nothing_waits_nobody_works() -> None:
    scene = Scene(some(0))
    assert (scene.at(0), scene.pool.going) == ([], 0)


@pytest.mark.parametrize(("waiting", "expected"), [(some(1), 1), (some(64), 2), (some(1, held=1), 2)])
def test_as_many_are_started_as_there_are_tasks_and_no_more_than_may_be(waiting: Waiting, expected: int) -> None:
    assert len(Scene(waiting).at(0)) == expected


def test_places_take_turns() -> None:
    scene = Scene(some(9), some(9), most=1)
    assert scene.at(0) == ["place0"]
    for worker in scene.workers.started:
        worker.code = 0
    scene.queues[0].waiting = some(8, oldest=2)
    assert scene.at(1) == ["place1"]


def test_a_place_is_looked_at_now_and_then_and_at_once_when_somebody_says_so() -> None:
    scene = Scene(some(0))
    scene.at(0)
    scene.queues[0].waiting = some(1)
    assert scene.at(SECONDS_BETWEEN_LOOKS - 1) == []
    scene.hurry()
    assert scene.at(SECONDS_BETWEEN_LOOKS - 1) == ["place0"]
    assert scene.queues[0].looks == 2


def test_one_that_dies_is_followed_by_another_later_each_time_twice_as_late() -> None:
    scene, now = Scene(some(1), most=1), 0.0
    pauses = []
    for _ in range(9):
        assert scene.at(now) == ["place0"]
        scene.workers.started[-1].code = -11
        scene.hurry()
        begun = now
        while not scene.at(now):
            now += 0.5
            scene.hurry()
        pauses.append(now - begun)
        scene.workers.started[-1].code = 1
        now += LONGEST_PAUSE
        scene.pool.tend(now)
        now += LONGEST_PAUSE
        scene.hurry()
    assert pauses[0] == FIRST_PAUSE
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE
    assert "a worker for place0 ended with -11" in scene.said.lines


def test_one_that_ends_well_and_leaves_what_it_was_started_for_is_not_started_over_and_over() -> None:
    scene = Scene(some(1), most=1)
    scene.at(0)
    scene.workers.started[0].code = 0
    assert scene.at(0.1) == []
    assert scene.at(0.1 + FIRST_PAUSE) == ["place0"]


def test_one_that_did_its_work_lets_the_next_one_begin_at_once() -> None:
    scene = Scene(some(2, oldest=1), most=1)
    scene.at(0)
    scene.workers.started[0].code = 0
    scene.queues[0].waiting = some(1, oldest=2)
    assert scene.at(0.1) == ["place0"]


def test_one_that_takes_too_long_is_killed() -> None:
    scene = Scene(some(1), most=1, seconds=10)
    scene.at(0)
    scene.at(10)
    assert scene.workers.started[0].code is None
    scene.at(10.5)
    assert scene.workers.started[0].code == KILLED


def test_a_store_that_cannot_be_read_stops_no_other_place() -> None:
    scene = Scene(some(1), some(1))
    scene.queues[0].refusal = StoreError("the store is damaged")
    assert scene.at(0) == ["place1"]
    assert scene.said.lines == ["no worker for place0: the store is damaged"]
    scene.workers.started[0].code = 0
    scene.queues[1].refusal = StoreError("gone")
    assert scene.at(1) == []


def test_a_process_that_cannot_be_started_is_tried_again_later() -> None:
    scene = Scene(some(1))
    scene.workers.refusal = EngineFailureError("no more processes")
    assert scene.at(0) == []
    scene.workers.refusal = None
    scene.hurry()
    assert scene.at(FIRST_PAUSE) == ["place0"]


def test_all_are_asked_to_stop_and_killed_where_they_do_not() -> None:
    scene = Scene(some(2))
    scene.at(0)
    scene.workers.started[1].is_stubborn = True
    scene.pool.ask_to_stop()
    scene.pool.reap(1)
    assert scene.pool.going == 1
    scene.pool.kill()
    scene.pool.reap(2)
    assert (scene.pool.going, [worker.code for worker in scene.workers.started]) == (0, [STOPPED, KILLED])
    assert scene.said.lines == []


def test_one_that_rests_is_woken_for_the_next_task_before_anybody_looks() -> None:
    scene = Scene(some(1), rest=50)
    scene.at(0)
    scene.rested(0, now=1)
    assert (scene.pool.going, scene.pool.working) == (1, 0)
    looks = scene.queues[0].looks
    scene.queues[0].waiting = some(1, oldest=2)
    scene.hurry(now=2)
    assert (scene.workers.started[0].wakes, scene.queues[0].looks) == (1, looks)
    assert (scene.at(2), scene.pool.working) == ([], 1)


def test_one_that_rests_is_woken_by_a_look_as_well() -> None:
    scene = Scene(some(1), rest=50)
    scene.at(0)
    scene.rested(0, now=1)
    scene.queues[0].waiting = some(2, oldest=2)
    assert scene.at(1 + SECONDS_BETWEEN_LOOKS) == ["place0"]
    assert scene.workers.started[0].wakes == 1


def test_one_that_rests_for_too_long_is_let_go_and_nothing_is_held_against_its_place() -> None:
    scene = Scene(some(1), rest=50, used=False)
    scene.at(0)
    scene.rested(0, now=1)
    scene.at(51)
    codes = [scene.workers.started[0].code]
    scene.at(51.5)
    codes.append(scene.workers.started[0].code)
    assert codes == [None, STOPPED]
    scene.queues[0].waiting = some(1, oldest=2)
    scene.hurry(now=52)
    assert (scene.at(52), scene.said.lines) == (["place0"], [])


def test_without_time_to_rest_each_is_let_go_at_once() -> None:
    scene = Scene(some(1))
    scene.at(0)
    scene.rested(0, now=1)
    assert scene.at(1.1) == []
    assert scene.workers.started[0].code == STOPPED


def test_one_that_rests_and_left_what_it_was_woken_for_is_let_go_and_the_next_one_waits() -> None:
    scene = Scene(some(1), rest=50, most=1)
    scene.at(0)
    scene.rested(0, left=some(1), now=1)
    assert scene.workers.started[0].code == STOPPED
    assert scene.at(1) == []
    scene.hurry(now=1.5)
    assert scene.workers.started[0].wakes == 0
    assert scene.at(1 + FIRST_PAUSE) == ["place0"]


def test_one_that_was_woken_without_a_look_and_left_it_is_woken_once_more_and_then_let_go() -> None:
    scene = Scene(some(1), rest=50, most=1)
    scene.at(0)
    scene.rested(0, now=1)
    scene.queues[0].waiting = some(1, oldest=7)
    scene.hurry(now=2)
    scene.rested(0, left=some(1, oldest=7), now=3)
    assert scene.workers.started[0].wakes == 2
    scene.rested(0, left=some(1, oldest=7), now=4)
    assert scene.workers.started[0].code == STOPPED


def test_one_that_rests_makes_room_where_there_is_work_elsewhere() -> None:
    scene = Scene(some(1), NOTHING, most=1, rest=50)
    scene.at(0)
    scene.rested(0, now=1)
    scene.queues[1].waiting = some(1)
    scene.hurry(1, now=2)
    assert scene.at(2) == ["place1"]
    assert scene.workers.started[0].code == STOPPED
    assert scene.at(3) == []


def test_one_stands_by_wherever_something_can_be_expected_for_as_long_as_one_may_rest() -> None:
    scene = Scene(NOTHING, NOTHING, NOTHING, rest=50)
    scene.pool.stand_by(0)
    assert scene.at(0) == ["place0", "place1"]
    assert scene.at(1) == []
    scene.rested(0, now=2)
    scene.workers.started[0].code = 0
    assert scene.at(3) == ["place0"]
    scene.workers.started[2].code = 0
    assert scene.at(51) == []


def test_nobody_stands_by_where_nothing_was_ever_recorded() -> None:
    scene = Scene(NOTHING, rest=50, used=False)
    scene.pool.stand_by(0)
    assert scene.at(0) == []


def test_a_place_of_which_nothing_is_said_expects_nothing_so_that_nobody_stands_by_there() -> None:
    workers = ToldWorkers()
    places = [Place(name="place0", waiting=Queue(NOTHING))]
    limits = PoolLimits(most=2, seconds=100.0, rest=50.0)
    pool = WorkerPool(places=places, workers=workers, limits=limits, progress=Said())
    pool.stand_by(0)
    pool.tend(0)
    assert workers.started == []


def test_one_that_dies_while_it_rests_delays_the_next_one_too() -> None:
    scene = Scene(NOTHING, rest=50)
    scene.pool.stand_by(0)
    scene.at(0)
    scene.rested(0, now=1)
    scene.workers.started[0].code = KILLED
    assert scene.at(2) == []
    assert scene.said.lines == [f"a worker for place0 ended with {KILLED}"]
    assert scene.at(2 + FIRST_PAUSE) == ["place0"]


def test_one_that_stands_by_and_cannot_be_started_is_tried_again_later() -> None:
    scene = Scene(NOTHING, rest=50)
    scene.pool.stand_by(0)
    scene.workers.refusal = EngineFailureError("no more processes")
    assert scene.at(0) == []
    scene.workers.refusal = None
    assert (scene.at(0.5), scene.at(FIRST_PAUSE)) == ([], ["place0"])


def test_who_rests_is_not_killed_for_the_time_that_it_rested() -> None:
    scene = Scene(some(1), seconds=10, rest=50)
    scene.at(0)
    scene.rested(0, now=1)
    scene.at(40)
    scene.hurry(now=41)
    codes = []
    for now in (45, 52):
        scene.at(now)
        codes.append(scene.workers.started[0].code)
    assert codes == [None, KILLED]


def test_a_store_that_cannot_be_read_any_more_lets_go_of_who_rests_there() -> None:
    scene = Scene(some(1), rest=50)
    scene.at(0)
    scene.queues[0].refusal = StoreError("gone")
    scene.workers.started[0].rests = True
    scene.pool.tend(1)
    assert scene.workers.started[0].code == STOPPED


def test_one_that_is_let_go_and_does_not_end_is_told_once() -> None:
    scene = Scene(some(1), rest=5, most=1, used=False)
    scene.at(0)
    scene.workers.started[0].is_stubborn = True
    scene.rested(0, now=1)
    scene.at(7)
    scene.at(8)
    assert (scene.pool.going, scene.pool.working) == (1, 0)
