"""What `clean-release serve` starts: the application over some projects, its workers, and where it listens."""

import socket
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread

from fastapi import FastAPI

from checker.api.app import create_app
from checker.api.listening import (
    address_of,
    listener_at,
    refuse_open_door,
    refuse_proxies_that_are_none,
    shown_address,
)
from checker.api.request_log import LOG
from checker.api.server import Around, HowToRun, serve
from checker.api.streams import Streams
from checker.application.keep_workers import PoolLimits
from checker.bootstrap.calling import opened_calling
from checker.bootstrap.crew import Crew, Served
from checker.bootstrap.facade import CleanRelease
from checker.bootstrap.masking import masked_text
from checker.bootstrap.serving import Serving, place_of
from checker.domain.namespace import Namespace
from checker.errors import NotFoundError

_MOST_SECONDS_OF_A_WORKER = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerAsked:
    """A server as a command line asks for it: over which folders, where, by whose trust, and who works at runs.

    `rest` is for how many seconds a worker stays that has nothing to do.
    """

    folders: Sequence[Path]
    listen: str
    anchor: str
    workers: int
    rest: float
    actor: str
    how: HowToRun


def run_server(asked: ServerAsked, *, say: Callable[[str], None]) -> int:
    """Serve until somebody ends it; `say` is told once where it listens, and what it serves.

    Raises:
        UsageError, ConflictError, NotFoundError, InputRefusedError: it cannot begin; nothing was opened to anybody.
    """
    host, port = address_of(asked.listen)
    how = asked.how
    refuse_open_door(host, certificate=how.certificate, key=how.key, behind_proxy=how.behind_proxy)
    refuse_proxies_that_are_none(how.proxies, behind_proxy=how.behind_proxy)
    with opened_calling() as calling:
        serving = Serving.over(asked.folders, callers=calling, anchor=asked.anchor)
        for folder in serving.folders.values():
            _refuse_without_lock(folder)
        streams = Streams()
        crew = Crew(
            [*_places(serving)],
            actor=asked.actor,
            limits=PoolLimits(most=asked.workers, seconds=_MOST_SECONDS_OF_A_WORKER, rest=asked.rest),
            progress=_Logged(),
            ended=streams.nudge,
        )
        app = create_app(replace(serving, queued=crew.hurry), streams=streams)
        with listener_at(host, port) as listener:
            return _run(app, crew, listener, how=how, say=say)


def _run(app: FastAPI, crew: Crew, listener: socket.socket, *, how: HowToRun, say: Callable[[str], None]) -> int:
    where = ("https" if how.certificate else "http") + "://" + shown_address(*listener.getsockname()[:2])

    def begin() -> None:
        Thread(target=masked_text, args=("",), daemon=True).start()  # its patterns take a while to load
        crew.begin()
        say(f"serving {', '.join(sorted(app.state.serving.folders))} at {where}")

    def stop(seconds: float) -> None:
        app.state.streams.close()
        crew.stop(seconds=seconds)

    return serve(app, listener, how=how, around=Around(begin=begin, stop=stop, kill=crew.kill), mask=masked_text)


class _Logged:
    """The port `Progress`: lines of the log."""

    def say(self, line: str) -> None:
        """Write it."""
        LOG.info("%s", line)


def _places(serving: Serving) -> Iterator[Served]:
    """Every project in both namespaces; where nothing was ever recorded, there is nothing to work at."""
    for name, folder in serving.folders.items():
        for namespace in Namespace:
            facade = CleanRelease(directory=folder, anchor=serving.anchor)
            yield Served(name=place_of(name, namespace), facade=facade, namespace=namespace)


def _refuse_without_lock(folder: Path) -> None:
    if CleanRelease(directory=folder).load().lock is None:
        raise NotFoundError(
            f"{folder} has no clean-release.lock, so no run there could say what judges",
            hint="run `clean-release lock` in that folder",
        )
