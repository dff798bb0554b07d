"""The line from a worker to the server that started it: the other end of what `child_workers` holds.

It came as standard input, and is nobody's standard input from then on: what a worker starts must not speak for it.
"""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Thread

from checker.errors import UsageError
from checker.formats.worker_line import ENDED, LONGEST_WORD, RESTS, WAKE


class LineToServer:
    """What a worker says, and what it is told; where the server is gone, the worker is asked to stop."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._woken: SimpleQueue[bool] = SimpleQueue()
        self._rests = False

    def rest(self) -> bool:
        """Say that there is nothing more to do, and wait to be woken; False where the server is gone."""
        self._rests = True
        self._say(RESTS)
        is_there = self._woken.get()
        if not is_there:
            self._woken.put(False)  # noqa: FBT003 - nobody comes back
        self._rests = False
        return is_there

    def tell_end(self) -> None:
        """Say that a run has ended."""
        self._say(ENDED)

    def listen(self) -> None:
        """Hear what is said until the line is cut."""
        with self._line.makefile("rb") as said, suppress(OSError):
            while word := said.readline(LONGEST_WORD):
                if word == WAKE:
                    self._woken.put(True)  # noqa: FBT003 - that it is there
        if not self._rests:
            os.kill(os.getpid(), signal.SIGTERM)
        self._woken.put(False)  # noqa: FBT003 - that it is not

    def _say(self, word: bytes) -> None:
        with suppress(OSError):  # the line was cut, which `listen` finds as well
            self._line.sendall(word)


@contextmanager
def line_to_server() -> Iterator[LineToServer]:
    """The line that standard input is, taken away from it.

    Raises:
        UsageError: standard input is something else.
    """
    own = os.dup(0)
    try:
        line = socket.socket(fileno=own)
    except OSError:
        os.close(own)
        raise UsageError(
            "nobody is on the line, expected a server at standard input", hint="leave --on-call out"
        ) from None
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    with line:
        found = LineToServer(line)
        Thread(target=found.listen, name="line to the server", daemon=True).start()
        yield found
