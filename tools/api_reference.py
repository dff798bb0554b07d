"""Writes docs/reference/openapi.json and api.md from routes, roles and problems. `--check` only compares."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from checker.api.app import bare_app
from checker.api.problems import ANSWERS, REFUSALS
from checker.formats.canonical import pretty_bytes
from checker.output.refusal import HINTS
from tools.generated_files import settle
from tools.tree_digest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = ROOT / "docs" / "reference"
HEAD = """\
<!-- Made by tools/api_reference.py from checker/api; change that. -->

# The API

`clean-release serve` answers over HTTP, with the documents that the command line prints with `--json`;
[call the server](../how-to/call-the-server.md) shows how. What clients are made from is [openapi.json](openapi.json)
(OpenAPI 3.1); this page says the same.

- A call proves who calls: `Authorization: Bearer TOKEN`. Only what needs no role is answered to everybody.
- `?project=NAME` names the project; whoever has one project need not. What is another project's, and what is not there,
  gives one and the same answer: 404.
- A body is JSON of exactly the fields below, nothing else. Who acts and what state something is in is never in one.
- What is read has an `ETag`; with `If-None-Match` the answer is 304 while it is the same. With `If-Match`, a change to
  a candidate is made only while the candidate is as it was read.
- A request that changes something may have an `Idempotency-Key`. The same request with it gets the same answer, with
  `Idempotency-Replayed: true`, and nothing is done twice; only what was done is kept, a refusal may be asked for again.
  That holds where the server was killed before it answered, too.
- An answer with the code `too-slow` says in `detail` whether what was asked for may still be done.
- A page holds at most `limit` items, 200 at most; `Link` with `rel="next"` leads to the page behind it.
- An address has no encoded byte, no empty step and no `..`; there is nothing at one that has.
"""


def page(document: dict[str, Any]) -> str:
    """Return the text of the page."""
    return "\n".join([HEAD, *_operations(document), *_problems()]) + "\n"


def _operations(document: dict[str, Any]) -> Iterator[str]:
    tags = {tag["name"]: tag["description"] for tag in document["tags"]}
    for tag, what in tags.items():
        yield f"## {tag.capitalize()}\n\n{what}\n"
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                if operation["tags"] == [tag]:
                    yield from _operation(f"{method.upper()} {path}", operation, document)


def _operation(title: str, operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    role = operation.get("x-role")
    needs = f"Needs the role `{role}`." if role else "Needs no token."
    yield f"### `{title}`\n\n{operation['description']} {needs}\n"
    rows = [*_parameters(operation), *_fields(operation, document)]
    if rows:
        yield "| | In | What |\n|---|---|---|"
        yield from rows
        yield ""
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            yield f"Answers {status}: {answer['description']}\n"


def _parameters(operation: dict[str, Any]) -> Iterator[str]:
    for one in operation.get("parameters", ()):
        if one["name"] not in {"If-None-Match", "If-Match", "Idempotency-Key", "project"}:
            yield f"| `{one['name']}` | {one['in']} | {one.get('description', '')} |"


def _fields(operation: dict[str, Any], document: dict[str, Any]) -> Iterator[str]:
    body = operation.get("requestBody")
    if not body:
        return
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = document["components"]["schemas"][name]
    for field, about in schema.get("properties", {}).items():
        optional = "" if field in schema.get("required", ()) else " Optional."
        yield f"| `{field}` | body | {about.get('description', '')}{optional} |"


def _problems() -> Iterator[str]:
    yield "## Problems\n"
    yield "Every answer that is no success is a problem document (RFC 9457); `hint` says what to do next.\n"
    yield "| Code | Status | Title | Hint, where the refusal has none of its own |\n|---|---|---|---|"
    known = {family.code: known for family, known in REFUSALS.items()} | dict(ANSWERS)
    for code, one in sorted(known.items(), key=lambda item: (item[1].status, item[0])):
        yield f"| `{code}` | {one.status} | {one.title} | {one.hint or HINTS[code]} |"


def main() -> int:
    """Write both; with `--check` say which differ, and return 1 then."""
    document = bare_app().openapi()
    return settle([(FOLDER / "openapi.json", pretty_bytes(document)), (FOLDER / "api.md", page(document).encode())])


if __name__ == "__main__":
    sys.exit(main())
