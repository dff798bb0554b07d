"""A line of the log says of a request what the server knows, and nothing that its sender would have it say."""

import asyncio
import logging
from typing import Any

import pytest

from checker.api.request_log import PlainLines, RequestLog


async def _answers(_scope: Any, _receive: Any, send: Any) -> None:  # noqa: ANN401 - as any application
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def line_of(caplog: pytest.LogCaptureFixture, **differs: object) -> str:
    """The line of one request."""
    scope = {"type": "http", "method": "GET", "path": "/live", "raw_path": b"/live", "query_string": b"", **differs}

    async def nothing(*_: object) -> None:
        """Nobody is there."""

    with caplog.at_level(logging.INFO, logger="checker.requests"):
        asyncio.run(RequestLog(_answers, mask=str)(scope, nothing, nothing))  # type: ignore[arg-type] # as any server
    return PlainLines().format(caplog.records[-1])


@pytest.mark.parametrize("address", ["127.0.0.1", "2001:db8::1", "::ffff:10.0.0.1"])
def test_an_address_is_shown_as_it_is(caplog: pytest.LogCaptureFixture, address: str) -> None:
    assert f" {address} GET /live 200 " in line_of(caplog, client=(address, 1))


@pytest.mark.parametrize(
    "named",
    ["8.8.8.8 GET /api/clean-release/trail 200", "8.8.8.8\x1b[2J", "\x9b31m", "fe80::1%\x1b]0;x\x07", "", "9" * 5000],
    ids=ascii,
)
def test_what_a_header_names_and_is_no_address_is_quoted(caplog: pytest.LogCaptureFixture, named: str) -> None:
    line = line_of(caplog, client=(named, 0))
    assert line.isprintable()
    assert len(line) < 200
    assert not named or f" {named} " not in line


def test_a_method_that_nobody_knows_is_cut(caplog: pytest.LogCaptureFixture) -> None:
    assert len(line_of(caplog, client=("127.0.0.1", 1), method="G" * 5000)) < 200
