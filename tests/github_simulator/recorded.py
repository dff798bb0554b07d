"""The recorded answers, put where they were recorded: byte for byte, with the headers their index holds."""

from urllib.parse import urlsplit

from tests.github_simulator.server import GitHubSimulator, Made
from tests.recorded_answers import Recorded, body


def path_of(item: Recorded) -> str:
    """The path a recording answers; placeholders that replaced real names stand for names a repository can have."""
    path = urlsplit(item["url"]).path.strip("/")
    return path.replace("<", "").replace(">", "")


def put_recorded(simulator: GitHubSimulator, item: Recorded) -> str:
    """Serve one recording; returns its path."""
    path = path_of(item)
    data = b"" if item["status"] == 204 else body(item["file"])
    headers = {"Link": str(item["link"])} if item.get("link") else {}
    origin = f"recorded {item['file']}"
    simulator.put(path, Made(status=item["status"], raw=data, headers=headers, origin=origin))
    return path


def meant_for(path: str) -> str:
    """`owner/name` of a path below a repository; empty where it names none."""
    parts = path.split("/")
    return "/".join(parts[1:3]) if parts[0] == "repos" else ""
