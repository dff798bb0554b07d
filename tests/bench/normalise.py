"""Reading the answers about 300 branches and 100 rulesets into a checked audit: milliseconds, the best and the middle.

`python -m tests.bench.normalise` prints the figures as JSON; the aim is 500 ms. The allow-list, the reading of sections
and the check against the schema are all in it; the network is not.
"""

import json
import statistics
import sys
import time
from dataclasses import replace
from typing import Any

from checker.domain.response import Response
from checker.formats.audit_document import Collector
from checker.formats.audit_v1 import audit_of
from checker.formats.github.audit_drafts import Origin
from checker.formats.github.collected_audit import read_collected
from tests.fakes.scripted_provider import answered
from tests.github_simulator import made
from tests.github_simulator.server import Made

BRANCHES, RULESETS, ROUNDS, PAGE = 300, 100, 15, 100
SLUG = "octo/widget"


def main() -> None:
    """Measure, after one round that is not counted."""
    responses = _responses()
    taken = [_once(responses) for _ in range(ROUNDS + 1)][1:]
    figures = {"best": round(min(taken), 1), "p50": round(statistics.median(taken), 1), "worst": round(max(taken), 1)}
    told = {"branches": BRANCHES, "rulesets": RULESETS, "answers": len(responses), "milliseconds": figures}
    sys.stdout.write(json.dumps(told, indent=1) + "\n")


def _once(responses: list[Response]) -> float:
    origin = Origin(collector=Collector(version="0", profile="full", mode="api"))
    before = time.perf_counter()
    found = read_collected(responses, host="github.com", slug=SLUG, origin=origin)
    for document in found.documents:
        audit_of(document, source="it")
    milliseconds = (time.perf_counter() - before) * 1000
    sections = found.documents[0]["sections"]
    assert isinstance(sections, dict)
    for name, count in (("branches", BRANCHES), ("classic_protection", BRANCHES), ("ref_rules", RULESETS)):
        section = sections[name]
        assert isinstance(section, dict)
        assert section["status"] == "collected", section
        value = section["value"]
        assert isinstance(value, list)
        assert len(value) == count, (name, len(value))
    return milliseconds


def _responses() -> list[Response]:
    answers = made.repository(SLUG, rulesets=RULESETS)
    base = f"repos/{SLUG}"
    protection, entry = answers.pop(f"{base}/branches/main/protection"), answers[f"{base}/branches"][0]
    names = [f"release/{number}" for number in range(BRANCHES)]
    listed: list[Any] = [{**entry, "name": name} for name in names]
    kept = {path: body for path, body in answers.items() if not isinstance(body, Made) and path[:5] == "repos"}
    del kept[f"{base}/branches"], kept[f"{base}/branches/main"]
    found = [replace(answered(path, body), is_filtered=False) for path, body in kept.items()]
    found += [
        replace(answered(f"{base}/branches/{name.replace('/', '%2F')}/protection", protection), is_filtered=False)
        for name in names
    ]
    pages = tuple(listed[start : start + PAGE] for start in range(0, BRANCHES, PAGE))
    return [*found, replace(answered(f"{base}/branches?per_page={PAGE}"), pages=pages, is_filtered=False)]


if __name__ == "__main__":
    main()
