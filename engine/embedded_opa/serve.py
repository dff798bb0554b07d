"""The child's side of an isolated engine: one call after the other, until the parent closes the pipe."""

from __future__ import annotations

import os
import queue
import sys
import threading
from typing import IO, TYPE_CHECKING

from embedded_opa.frames import read_frame, write_frame
from embedded_opa.library import load

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def main() -> None:
    """Serve the pipes of this process; nothing else can write into them by accident."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    library = load()

    def handle(frame: Sequence[bytes | int]) -> bytes:
        name, *arguments = frame
        if not isinstance(name, bytes):
            raise TypeError("a frame begins with the name of a function")
        if name == b"release":
            library.release(int(arguments[0]))
            return b"{}"
        return library.call(name.decode(), *arguments)

    serve(requests, replies, handle=handle, leave=lambda: os._exit(0))
    sys.exit(0)


def serve(
    requests: IO[bytes],
    replies: IO[bytes],
    *,
    handle: Callable[[Sequence[bytes | int]], bytes],
    leave: Callable[[], None],
) -> None:
    """Answer frames in order; `leave` is called at once when the parent is gone, whatever is running.

    Reading happens on its own thread: a child that evaluates when its parent dies must not go on.
    """
    frames: queue.SimpleQueue[list[bytes | int] | None] = queue.SimpleQueue()

    def read() -> None:
        try:
            while True:
                frames.put(read_frame(requests))
        except (EOFError, OSError, ValueError):
            frames.put(None)
            leave()

    threading.Thread(target=read, name="embedded-opa requests", daemon=True).start()
    while (frame := frames.get()) is not None:
        write_frame(replies, [handle(frame)])
