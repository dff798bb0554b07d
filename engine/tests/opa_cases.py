"""The evaluation cases that OPA publishes in its own Go module."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from tests.opa_binary import MODULE, go

_PATH_QUERY = re.compile(r"(data(?:\.[A-Za-z_]\w*)+) = (?!input\b)([A-Za-z_]\w*)")
# Their values differ from call to call, so two engines cannot agree on them.
_CHANGING = re.compile(r"\b(rand\.intn|uuid\.rfc4122|time\.now_ns|opa\.runtime|http\.send)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `skip` says why it cannot be run through both engines.

    The engine always has an input; a case without one gets the empty object, in both engines.
    """

    name: str
    modules: dict[str, str]
    data: bytes
    document: bytes
    has_input: bool
    entrypoint: str
    skip: str
    sort: bool
    publishes_value: bool
    want: list[Any]
    want_error: str | None


def read_number(text: str) -> float:
    """Read a number as the engine gives it: integers exactly, fractions as the nearest double."""
    from fractions import Fraction  # noqa: PLC0415 - only for the few numbers that are no integers

    exact = Fraction(text)
    return int(exact) if exact.denominator == 1 else float(text)


def published_cases() -> list[Case]:
    """Give the cases of OPA's v1 syntax."""
    directory = go("list", "-m", "-f", "{{.Dir}}", MODULE).strip()
    lines = go("run", "./cases", f"{directory}/v1/test/cases/testdata/v1").splitlines()
    return [_case(json.loads(line, parse_float=read_number)) for line in lines]


def _case(line: dict[str, Any]) -> Case:
    case = line["case"]
    query = _PATH_QUERY.fullmatch(case["query"].strip())
    modules = {f"m{index}.rego": source for index, source in enumerate(case.get("modules") or [])}
    document, reason = _document(line)
    skip = reason
    if query is None:
        skip = "the query is not one path"
    elif line["file"].startswith("netlookupipaddr/"):
        skip = "it asks the name service"
    elif any(_CHANGING.search(source) for source in modules.values()):
        skip = "its value differs from call to call"
    elif case.get("experimental_keywords"):
        skip = "it needs keywords that are not released"
    want = case.get("want_result")
    return Case(
        name=f"{line['file']}: {case['note']}",
        modules=modules,
        data=(line["data"] or "{}").encode(),
        document=document,
        has_input=bool(line["input"]) or "input_term" in case,
        entrypoint=query[1] if query else "",
        skip=skip,
        sort=bool(case.get("sort_bindings")),
        publishes_value=want is not None and "want_error_code" not in case and "want_error" not in case,
        want=[row[query[2]] for row in want] if want and query else [],
        want_error=case.get("want_error_code"),
    )


def _document(line: dict[str, Any]) -> tuple[bytes, str]:
    term = line["case"].get("input_term")
    if term is None:
        return (line["input"] or "{}").encode(), ""
    try:
        json.loads(term)
    except ValueError:
        return b"{}", "its input is Rego, not JSON"
    return term.encode(), ""
