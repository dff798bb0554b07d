"""A program in a terminal of its own (a pty): started from nothing, typed to, and read as it paints."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from typing import Self

_SECONDS = 60
_CONTROL = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_]|\][^\x07\x1b]*(?:\x07|\x1b\\))")


class RealTerminal:
    """Begins with the `exec` of the program; what it painted is forgotten when something is typed."""

    def __init__(self, line: Sequence[str], *, environment: Mapping[str, str]) -> None:
        self.begun = time.perf_counter()
        self._process, self._file = pty.fork()
        if not self._process:
            os.execve(line[0], list(line), {**environment, "TERM": "xterm-256color"})  # noqa: S606 - it is the terminal's own
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self._painted = b""
        self.cpu_milliseconds = 0.0
        """What the process used, once it has ended."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up, and wait for its end."""
        os.close(self._file)
        used = os.wait4(self._process, 0)[2]
        self.cpu_milliseconds = (used.ru_utime + used.ru_stime) * 1000

    def type(self, keys: str) -> None:
        """Type something, once nothing is painted any more."""
        while self._has_more(0.02):
            self._read()
        self._painted = b""
        self.begun = time.perf_counter()
        os.write(self._file, keys.encode())

    def milliseconds_until(self, text: str) -> float:
        """From when it began, or something was typed, until this was painted.

        Raises:
            RuntimeError: it never was.
        """
        while text.encode() not in _CONTROL.sub(b"", self._painted):
            if not self._has_more(_SECONDS):
                raise RuntimeError(f"{text!r} was never painted")
            self._read()
        return (time.perf_counter() - self.begun) * 1000

    def _has_more(self, seconds: float) -> bool:
        return bool(select.select([self._file], [], [], seconds)[0])

    def _read(self) -> None:
        self._painted += os.read(self._file, 65536)
