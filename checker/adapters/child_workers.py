"""The port `Workers` by child processes: this program again, with the little of the environment that it needs.

Each is the leader of a group of its own, which is ended as a whole when the child is: nothing that it started goes on.
Its standard input is a line to whoever started it: a pair of sockets on which one wakes it, and it says that it rests.
When that line is cut, because whoever started it is gone, it ends.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

from checker.errors import EngineFailureError
from checker.formats.worker_line import LONGEST_WORD, RESTS, WAKE

_KEPT = frozenset(
    {
        *("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"),
        *("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"),
        *("GH_TOKEN", "GITHUB_TOKEN", "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN", "GH_CONFIG_DIR"),
        *("GITHUB_RUN_ID", "SSL_CERT_FILE", "SSL_CERT_DIR"),
        *("http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    }
)
_KEPT_PREFIX = "CLEAN_RELEASE_"
_LONGEST_LINE = 2000


def worker_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """What a worker gets to see: how it reaches the provider and its own settings, and nothing else of the server's."""
    return {name: text for name, text in environment.items() if name in _KEPT or name.startswith(_KEPT_PREFIX)}


class ChildWorker:
    """The port `Worker` by one child process, and our end of the line to it."""

    def __init__(self, process: "subprocess.Popen[bytes]", line: socket.socket) -> None:
        self._process = process
        self._line = line
        self._asked, self._rests = 1, 0

    def ended(self) -> int | None:
        """See `ports.workers.Worker`.

        Its group is ended before its number is given back, so that nobody else has the number by then.
        """
        if self._process.returncode is None and self._is_alive():
            return None
        self._end_group()
        return self._process.wait()

    def is_resting(self) -> bool:
        """See `ports.workers.Worker`: it has said so as often as it was asked to look."""
        return self._rests >= self._asked

    def wake(self) -> None:
        """See `ports.workers.Worker`."""
        self._asked += 1
        with suppress(OSError):  # it has just ended, which is noticed by itself
            self._line.sendall(WAKE)

    def ask_to_stop(self) -> None:
        """See `ports.workers.Worker`."""
        self._process.terminate()

    def kill(self) -> None:
        """See `ports.workers.Worker`."""
        self._end_group()

    def listen(self, told: Callable[[bytes], None]) -> None:
        """Hear what it says until the line is cut; `told` is called after each word, and with none at the end."""
        with self._line, self._line.makefile("rb") as said:
            while word := said.readline(LONGEST_WORD):
                self._rests += word == RESTS
                told(word)
        told(b"")

    def _is_alive(self) -> bool:
        return os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None

    def _end_group(self) -> None:
        if self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)


def nobody_is_told(word: bytes) -> None:
    """Nobody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildWorkers:
    """Starts children: `command` tells what to run for a place, `say` gets each line that they write.

    `told` gets each word of a child on its line, and an empty one when it is gone.
    """

    command: Callable[[str], Sequence[str]]
    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    say: Callable[[str], None]
    told: Callable[[bytes], None] = nobody_is_told

    def start(self, place: str) -> ChildWorker:
        """See `ports.workers.Workers`."""
        ours, theirs = socket.socketpair()
        try:
            process = subprocess.Popen(  # noqa: S603 - this program; no word of it comes from a request
                self.command(place),
                cwd=self.folder,
                env=worker_environment(self.environment),
                stdin=theirs.fileno(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            ours.close()
            raise EngineFailureError(
                f"no worker can be started: {error.strerror}", hint="look at the limits of this user's processes"
            ) from error
        finally:
            theirs.close()
        worker = ChildWorker(process, ours)
        Thread(target=self._pass_on, args=(process,), name="worker's words", daemon=True).start()
        Thread(target=worker.listen, args=(self.told,), name="worker's line", daemon=True).start()
        return worker

    def _pass_on(self, process: "subprocess.Popen[bytes]") -> None:
        """Pass every line on; a line without an end is cut into pieces."""
        if process.stdout is None:
            return
        with process.stdout as words:
            while line := words.readline(_LONGEST_LINE):
                self.say(line.decode("utf-8", "backslashreplace").rstrip("\n"))
