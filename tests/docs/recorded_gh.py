"""A stand-in for `gh` that answers from a recorded capture, as `gh api -i` would; any other request is a 404."""

import json
import sys
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

from checker.domain.moment import parse_moment
from tests.architecture.source_tree import ROOT

PROGRAM = """\
#!/bin/sh
exec env PYTHONPATH="{root}" "{python}" -m tests.docs.recorded_gh "{capture}" "$@"
"""


def install(programs: Path, capture: Path) -> None:
    """Put `gh` into a folder that will be on PATH."""
    programs.mkdir(exist_ok=True)
    program = programs / "gh"
    program.write_text(PROGRAM.format(root=ROOT, python=sys.executable, capture=capture), encoding="utf-8")
    program.chmod(0o755)


def answer(capture: Path, path: str) -> tuple[str, int]:
    """What is written for a request, and the exit code."""
    for entry in json.loads((capture / "capture.json").read_text(encoding="utf-8")):
        if urlsplit(entry["url"]).path.strip("/") == path.partition("?")[0].strip("/"):
            body = (capture / entry["file"]).read_text(encoding="utf-8")
            date = format_datetime(parse_moment(entry["at"]), usegmt=True)
            return f"HTTP/2.0 {entry['status']} Recorded\nDate: {date}\n\n{body}", int(entry["status"] >= 400)
    return 'HTTP/2.0 404 Not Found\n\n{"message": "Not Found", "status": "404"}\n', 1


def main() -> int:
    """Answer `gh api [-i] [--paginate] PATH`."""
    capture, api, *rest = sys.argv[1:]
    if api != "api" or not {"-i", "--paginate"} >= set(rest[:-1]):
        sys.stderr.write(f"gh: not recorded: {' '.join(rest)}\n")
        return 2
    text, code = answer(Path(capture), rest[-1])
    sys.stdout.write(text)
    return code


if __name__ == "__main__":
    sys.exit(main())
