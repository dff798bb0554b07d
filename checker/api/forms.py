"""The form of the login page: the one body that is read before anybody proved who they are, so it may cost little.

However many send one slowly, they wait for each other alone: whoever has a token is answered meanwhile.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from fastapi import Request

from checker.api.problems import server_error

LARGEST = 8192
SECONDS = 5.0
_TYPE = "application/x-www-form-urlencoded"


@dataclass(slots=True, kw_only=True)
class Forms:
    """The forms that are being read by one server, from its event loop alone."""

    most: int = 16
    seconds: float = SECONDS
    _open: int = 0

    async def read(self, request: Request) -> bytes:
        """The bytes of a form.

        Raises:
            ProblemError: it is no form, or a large one, or it is not sent in time, or there are too many at once.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != _TYPE:
            raise _no_form()
        with self._hold():
            try:
                async with asyncio.timeout(self.seconds):
                    return await _read(request)
            except TimeoutError:
                raise server_error("too-slow", "the form was not sent in time") from None

    @contextmanager
    def _hold(self) -> Iterator[None]:
        if self._open >= self.most:
            raise server_error("busy", "too many forms are being read", headers={"Retry-After": "1"})
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1


async def _read(request: Request) -> bytes:
    data = bytearray()
    async for part in request.stream():
        data += part
        if len(data) > LARGEST:
            raise _no_form()
    return bytes(data)


def _no_form() -> Exception:
    return server_error("unsupported-media-type", "this is not the form of the page", where="the body")
