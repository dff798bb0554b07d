"""Heartbeats go on while something is done, and end with it or where they are refused."""

from threading import Event

from checker.adapters.heartbeat import beating
from checker.errors import LeaseLostError


def test_a_heart_beats_until_it_is_left() -> None:
    beaten = Event()
    with beating(beaten.set, every=0.001):
        assert beaten.wait(10)


def test_a_refused_beat_is_the_last() -> None:
    beats: list[int] = []
    refused = Event()

    def beat() -> None:
        beats.append(1)
        refused.set()
        raise LeaseLostError("somebody else has it")

    with beating(beat, every=0.001):
        assert refused.wait(10)
    assert len(beats) == 1
