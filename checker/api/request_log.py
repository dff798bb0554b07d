"""The log of requests: one line for each, with nothing in it that was sent in confidence or could act on a terminal."""

import ipaddress
import logging
import time
from collections.abc import Callable
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from checker.domain.json_value import Json
from checker.formats.canonical import canonical_bytes
from checker.formats.text_safety import shown_text

LONGEST_TARGET = 500
LONGEST_MESSAGE = 2000
LONGEST_CLIENT = 60
LONGEST_METHOD = 20
_REMEMBERED = 1024
_BROKEN = 499
"""What is written where a client was gone before it was answered, as other servers do."""
LOG = logging.getLogger("checker.requests")


class RequestLog:
    """The outermost layer: writes a line when a request was answered; `mask` takes secrets out of its address."""

    def __init__(self, app: ASGIApp, *, mask: Callable[[str], str]) -> None:
        self._app = app
        self._shown = lru_cache(maxsize=_REMEMBERED)(lambda target: shown_text(mask(target), most=LONGEST_TARGET))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status, size = time.perf_counter(), _BROKEN, 0

        async def counted(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            milliseconds = (time.perf_counter() - begun) * 1000
            LOG.info("", extra={"request": self._line(scope, status, size, milliseconds)})

    def _line(self, scope: Scope, status: int, size: int, milliseconds: float) -> dict[str, Json]:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        query: bytes = scope["query_string"]
        target = raw + b"?" + query if query else raw
        hosted = scope.get("state", {}).get("hosted")
        return {
            "client": _shown_client(str((scope.get("client") or ("",))[0])),
            "method": shown_text(str(scope["method"]), most=LONGEST_METHOD),
            "target": self._shown(target.decode("latin-1")),
            "status": status,
            "bytes": size,
            "milliseconds": round(milliseconds, 1),
            "project": hosted.name if hosted else "",
            "namespace": str(hosted.namespace) if hosted else "",
        }


def _shown_client(address: str) -> str:
    """Where a request came from; what a header named, and is no address, is quoted, so that it is taken for nothing."""
    try:
        ipaddress.ip_address(address)
    except ValueError:
        return ascii(address[:LONGEST_CLIENT])
    return shown_text(address)


class PlainLines(logging.Formatter):
    """Lines for people: when, from where, what, and what came of it."""

    default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        """One line; a failure of the server itself has its traceback below it."""
        line = getattr(record, "request", None)
        at = self.formatTime(record)
        if line is None:
            said = shown_text(record.getMessage(), most=LONGEST_MESSAGE)
            traced = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
            return f"{at} {record.levelname.lower()} {said}{traced}"
        where = f" {line['project']} ({line['namespace']})" if line["project"] else ""
        took = f"{line['status']} {line['bytes']} bytes {line['milliseconds']} ms"
        return f"{at} {line['client']} {line['method']} {line['target']} {took}{where}"


class JSONLines(PlainLines):
    """Lines for programs: one object each."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = getattr(record, "request", None) or {"message": shown_text(record.getMessage(), most=LONGEST_MESSAGE)}
        traced = {"traceback": self.formatException(record.exc_info)} if record.exc_info else {}
        at = {"at": self.formatTime(record), "level": record.levelname.lower()}
        return canonical_bytes({**line, **traced, **at}).decode()
