"""Heartbeats: something that is said again and again, in a thread of its own, for as long as something else is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from checker.errors import CleanReleaseError


@contextmanager
def beating(beat: Callable[[], None], *, every: float) -> Iterator[None]:
    """Call `beat` every so many seconds until left; it ends early where a beat is refused.

    Whoever works finds out about a refusal by its own next signal, so none is raised here.
    """
    over = Event()

    def go_on() -> None:
        while not over.wait(every):
            try:
                beat()
            except CleanReleaseError:
                return

    thread = Thread(target=go_on, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
