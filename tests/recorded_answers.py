"""The recorded answers of `tests/data/github`, as a person would have captured them."""

import json
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypedDict

DATA = Path(__file__).parent / "data"
FOLDER = DATA / "github"


class Recorded(TypedDict, total=False):
    file: str
    kind: str
    method: str
    url: str
    status: int
    date: str | None
    link: str | None


INDEX: list[Recorded] = json.loads((FOLDER / "index.json").read_bytes())
GETS = [item for item in INDEX if item["kind"] == "recorded" and item["method"] == "GET"]
PUTS = [item for item in INDEX if item["kind"] == "recorded" and item["method"] == "PUT"]
WITHOUT_REQUEST = [item for item in INDEX if item["kind"] != "recorded"]


UNDATED = "2022-07-19T04:37:00Z"
"""When the one recording without a Date header was made, as its repository's name says."""


def moment(item: Recorded) -> str:
    if not item["date"]:
        return UNDATED
    return parsedate_to_datetime(item["date"]).strftime("%Y-%m-%dT%H:%M:%SZ")


def body(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def captured(item: Recorded) -> bytes:
    """The file `gh api` would have left: with `-i` where the recording holds a `Link`, the bare body otherwise."""
    content = b"" if item["status"] == 204 else body(item["file"])
    if not item.get("link"):
        return content
    head = f"HTTP/2.0 {item['status']} OK\r\nDate: {item['date']}\r\nLink: {item['link']}\r\n\r\n"
    return head.encode() + content


def capture_of(*items: Recorded, dated: bool = True) -> dict[str, bytes]:
    """A capture folder of some recorded answers."""
    lines = [
        {"file": item["file"], "method": item["method"], "url": item["url"], "status": item["status"]}
        | ({"at": moment(item)} if dated else {})
        for item in items
    ]
    return {"capture.json": json.dumps(lines).encode(), **{item["file"]: captured(item) for item in items}}
