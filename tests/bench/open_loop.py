"""Asks a server for one address on many connections, at a rate that does not wait for answers, in a process of its own.

    python -m tests.bench.open_loop PORT PATH REQUESTS CONNECTIONS RATE     (the token in TOKEN)

Each request has its moment. A connection that is behind sends at once, and the time counts from that moment: what
waited for a slow answer is not left out. With the rate 0 each connection asks as fast as it is answered.
"""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from time import perf_counter

_END = b"\r\n\r\n"
_OK = b"HTTP/1.1 200"


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What is asked, and how."""

    port: int
    request: bytes
    requests: int
    connections: int
    rate: float


async def _ask(load: Load, place: int, begun: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", load.port)
    for number in range(place, load.requests, load.connections):
        moment = begun + number / load.rate if load.rate else perf_counter()
        if (early := moment - perf_counter()) > 0:
            await asyncio.sleep(early)
        writer.write(load.request)
        head = (await reader.readuntil(_END)).lower()
        if not head.startswith(_OK.lower()):
            raise RuntimeError(head.decode())
        length = head.partition(b"content-length:")[2].split(b"\r\n", 1)[0]
        await reader.readexactly(int(length))
        took.append((perf_counter() - moment) * 1000)
    writer.close()


async def _all(load: Load) -> tuple[float, list[float]]:
    took: list[float] = []
    begun = perf_counter()
    await asyncio.gather(*(_ask(load, place, begun, took) for place in range(load.connections)))
    return perf_counter() - begun, took


def main() -> None:
    """Print the seconds it took, and the milliseconds of each request."""
    port, path, requests, connections, rate = sys.argv[1:]
    lines = (f"GET {path} HTTP/1.1", "Host: bench", f"Authorization: Bearer {os.environ['TOKEN']}")
    request = "\r\n".join(lines).encode() + _END
    load = Load(port=int(port), request=request, requests=int(requests), connections=int(connections), rate=float(rate))
    seconds, took = asyncio.run(_all(load))
    sys.stdout.write(json.dumps({"seconds": seconds, "took": took}))


if __name__ == "__main__":
    main()
