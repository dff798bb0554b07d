"""A child process whose output is bounded in bytes and in time; what goes beyond either is ended, with its children."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Timer


class ChildFailedError(Exception):
    """The child gave no whole answer; it never leaves the adapters, which say it in words of their own.

    `said` is what it wrote until then.
    """

    def __init__(self, why: str, said: bytes = b"") -> None:
        super().__init__(why)
        self.said = said


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """What to start: the program by its full path, where, and the whole environment it gets.

    `with_errors`: what it writes to its standard error is kept among the rest. `given` is what it reads.
    """

    command: Sequence[str]
    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    seconds: float
    most_bytes: int
    with_errors: bool = False
    given: bytes = field(default=b"", repr=False)


def output_of(child: Child) -> bytes:
    """What the child wrote to its standard output before it ended well.

    Raises:
        ChildFailedError: it could not be started, ended with another code than 0, too late, or wrote too much.
    """
    with _readable(child.given) as stdin:
        return _output_of(child, stdin)


@contextmanager
def _readable(given: bytes) -> Iterator[int]:
    if not given:
        yield subprocess.DEVNULL
        return
    with TemporaryFile() as file:
        file.write(given)
        file.seek(0)
        yield file.fileno()


def _output_of(child: Child, stdin: int) -> bytes:
    try:
        process = subprocess.Popen(  # noqa: S603 - the program is ours, no argument comes from the judged tree
            child.command,
            cwd=child.folder,
            env=dict(child.environment),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if child.with_errors else subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ChildFailedError(f"it could not be started ({error.strerror})") from error
    too_late = Event()
    timer = Timer(max(child.seconds, 0), _end, (process, too_late))
    timer.start()
    try:
        with process:
            data = process.stdout.read(child.most_bytes + 1) if process.stdout else b""
            if len(data) > child.most_bytes:
                _end(process, Event())
            process.wait()
    except BaseException:  # whoever interrupts this program does not mean to leave the child behind
        _end(process, Event())
        raise
    finally:
        timer.cancel()
    if too_late.is_set():
        raise ChildFailedError(f"it did not end within {child.seconds:.0f} seconds", data)
    if len(data) > child.most_bytes:
        raise ChildFailedError(f"it wrote more than {child.most_bytes} bytes", data)
    if process.returncode != 0:
        raise ChildFailedError(f"it ended with {process.returncode}", data)
    return data


def _end(process: "subprocess.Popen[bytes]", told: Event) -> None:
    """End the child and everything it started, and note that it was done."""
    told.set()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
