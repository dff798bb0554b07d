"""The parent's side of an isolated engine: one child process, watched and killed."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embedded_opa.errors import IsolationError
from embedded_opa.frames import read_frame, write_frame
from embedded_opa.memory import resident_bytes

if TYPE_CHECKING:
    from collections.abc import Sequence

GRACE: Final = 0.2
"""Seconds after its deadline at which a child is killed."""

_POLL: Final = 0.005
_STDERR_CHUNKS: Final = 8
_SHOWN: Final = 500
_BOOT: Final = "import sys; sys.path.append(sys.argv[1]); from embedded_opa.serve import main; main()"
# What Python or the system need to start a program at all; nothing that could hold a secret.
_KEPT_VARIABLES: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")

_ENDED_FOR: Final = {
    "child_timeout": "it had not answered by its deadline",
    "child_memory": "it held more memory than its limit",
}


class ChildLostError(IsolationError):
    """The child is gone and with it the answer: `child_timeout`, `child_memory`, `child_crashed`, `cancelled`."""


class Child:
    """One child process; it dies with its first misbehaviour and is never used again."""

    def __init__(self) -> None:
        if not sys.executable:
            raise IsolationError("no_python", "this process does not know its Python, so it cannot start a child")
        home = str(Path(__file__).resolve().parent.parent)
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this very Python, no shell
                [sys.executable, "-I", "-S", "-c", _BOOT, home],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=child_environment(os.environ),
                cwd=os.path.abspath(os.sep),  # noqa: PTH100 - the root of the drive
                start_new_session=True,
            )
        except OSError as error:
            raise IsolationError("child_not_started", f"the child process does not start: {error}") from error
        self._said: deque[bytes] = deque(maxlen=_STDERR_CHUNKS)
        self._why: str | None = None
        self._owner = os.getpid()
        self._listener = threading.Thread(target=self._listen, name="embedded-opa child stderr", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        """Give the process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Say whether the child can take a call."""
        return self._why is None and self._process.poll() is None

    def exchange(self, frame: Sequence[bytes | int], *, seconds: float, memory: int) -> bytes:
        """Send a call and give its answer.

        The child is killed when the answer is not there `GRACE` seconds after the deadline, or when its resident
        memory exceeds `memory` bytes.

        Raises:
            ChildLostError: the child was killed or died.
        """
        answers: list[bytes] = []
        ended = threading.Event()

        def talk() -> None:
            try:
                answers.extend(self._talk(frame))
            finally:
                ended.set()

        threading.Thread(target=talk, name="embedded-opa child call", daemon=True).start()
        try:
            self._watch(ended, until=time.monotonic() + seconds + GRACE, memory=memory)
        except BaseException:
            self.kill("cancelled")
            raise
        if not answers:
            raise self._lost()
        return answers[0]

    def _talk(self, frame: Sequence[bytes | int]) -> list[bytes]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            return []
        try:
            write_frame(stdin, frame)
            return [part for part in read_frame(stdout) if isinstance(part, bytes)]
        except (EOFError, OSError, ValueError):
            return []

    def _watch(self, ended: threading.Event, *, until: float, memory: int) -> None:
        while not ended.wait(_POLL):
            if time.monotonic() > until:
                self.kill("child_timeout")
            elif (resident_bytes(self.pid) or 0) > memory:
                self.kill("child_memory")

    def kill(self, why: str = "child_crashed") -> None:
        """End the child now; the first reason counts. A fork of the process that started it may not."""
        if os.getpid() != self._owner:
            return
        self._why = self._why or why
        self._process.kill()
        self._process.wait()
        self._listener.join(timeout=1)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            _close(stream)

    def _lost(self) -> ChildLostError:
        if self._why is None:
            # The pipe is closed before the process can be waited for.
            self._process.kill()
            status = self._process.wait()
            self._listener.join(timeout=1)
            code = "child_memory" if b"out of memory" in b"".join(self._said) else "child_crashed"
            self.kill(code)
            return ChildLostError(code, f"the child process ended with status {status}: {self._last_words()}")
        return ChildLostError(self._why, f"the child process was ended: {_ENDED_FOR.get(self._why, self._why)}")

    def _last_words(self) -> str:
        """Give the beginning of the end of what the child wrote to its standard error."""
        return b"".join(self._said).decode(errors="replace")[:_SHOWN]

    def _listen(self) -> None:
        stream = self._process.stderr
        try:
            while stream is not None and (chunk := os.read(stream.fileno(), 4096)):
                self._said.append(chunk)
        except (OSError, ValueError):
            return


def _close(stream: object) -> None:
    try:
        stream.close()  # type: ignore[attr-defined]  # None has no close, and needs none
    except (AttributeError, OSError, ValueError):
        return


def child_environment(environ: os._Environ[str] | dict[str, str]) -> dict[str, str]:
    """Give the whole environment of a child: nothing of the parent's but what starting a program needs."""
    kept = {name: environ[name] for name in _KEPT_VARIABLES if name in environ}
    return {**kept, "TZ": "UTC", "LC_ALL": "C.UTF-8", "GOTRACEBACK": "single"}
