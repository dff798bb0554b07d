"""Reads an attack on what the provider answers, and runs it: collect from the simulator, then judge the project.

A case is data, so that another implementation could run it. `case.json` holds `attack`, `title` and `cases`. A case
begins with the answers of `tests/github_simulator/made.py` and the project of `data/collected`, of which every rule
passes, and has

- `name`, and `expect`: `exit`, `verdict`, and `rules` (outcome by code) of `check`; `collects`, the exit code of
  `audit github` (0 unless said); `says`, why the audit could not read something; `shows`, what annotations, SARIF and
  Markdown of the report all show; `most_megabytes`, how much memory Python may use at once, and `most_megabytes_sent`,
  how much a server that never ends could send;
- `answers`: by path below the repository what is answered instead: `status`, `body`, `headers`, or `is`, the name of an
  answer in `made.py`; `framing`, the name of a lie about its length in `framings.py`;
  `set` changes fields of the usual body by pointer, `times` repeats the items of a list;
- `seconds`: how long one request may take, instead of what is usual;
- `links`: false, and no answer says where its next page is;
- `page`: a page number, and what is answered instead of that page of any list (as in `answers`).
"""

import json
import shutil
import tracemalloc
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.attacks.command import Ending, run_command
from tests.github_simulator import made
from tests.github_simulator.server import GitHubSimulator, Made

SLUG = "octo/widget"
BASE = f"repos/{SLUG}"
PROJECT = Path(__file__).parent / "data" / "collected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How collecting and judging ended, and how many bytes Python used at once while collecting."""

    collected: Ending
    checked: Ending
    peak: int

    @property
    def told(self) -> str:
        """What to show of an ending that was not expected."""
        odd = {code: outcome for code, outcome in self.outcomes.items() if outcome != "passed"}
        return f"{self.checked.err}{odd} {json.loads(self.checked.out)['report']['gating']}"

    @property
    def outcomes(self) -> dict[str, str]:
        """The outcome of every rule."""
        return {rule["code"]: rule["outcome"] for rule in json.loads(self.checked.out)["report"]["rules"]}


def set_up(fields: Mapping[str, Any], place: Path, github: GitHubSimulator) -> None:
    """The project in its place, and the simulator answering as the case says."""
    shutil.copytree(PROJECT, place / "project")
    shutil.move(place / "project" / "anchor.yaml", place / "anchor.yaml")
    usual = made.repository(SLUG)
    github.load(usual)
    for path, answer in fields.get("answers", {}).items():
        where = f"{BASE}/{path}".rstrip("/")
        github.put(where, _answer(answer, usual.get(where)))
    github.links = fields.get("links", True)
    if "page" in fields:
        github.go_wrong(rf"[?&]page={fields['page']['number']}\b", *[_answer(fields["page"], None)] * 9)


def run_case(place: Path) -> Judged:
    """Collect, lock and judge, as a job would."""
    project, anchor = place / "project", place / "anchor.yaml"
    collect = ["audit", "github", "--project", str(project), "--output", str(project / "audits")]
    tracemalloc.start()
    try:
        collected = run_command([*collect, "--workflow", "release.yml", "--no-cache", "--pace", "0"])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    lock = run_command(["lock", "--project", str(project), "--anchor", str(anchor)])
    assert lock.code == 0, lock.err
    checked = run_command(["check", str(project), "--anchor", str(anchor), "--format", "json"])
    return Judged(collected=collected, checked=checked, peak=peak)


def told_by_audits(place: Path) -> str:
    """The audits that were written."""
    return "".join(file.read_text(encoding="utf-8") for file in sorted((place / "project" / "audits").iterdir()))


def _answer(how: Mapping[str, Any], usual: Any) -> Made:  # noqa: ANN401 - a body, or an answer
    if "is" in how:
        found = getattr(made, how["is"])
        assert isinstance(found, Made)
        return found
    if "framing" in how:
        return Made(body=usual.body if isinstance(usual, Made) else usual, framing=how["framing"])
    if "set" in how or "times" in how:
        assert usual is not None
        body = deepcopy(usual.body if isinstance(usual, Made) else usual)
        for pointer, value in how.get("set", {}).items():
            set_field(body, pointer, value)
        return Made(body=_repeated(body, how.get("times", 1)))
    return Made(status=how.get("status", 200), body=how.get("body"), headers=how.get("headers", {}))


def set_field(body: Any, pointer: str, value: object) -> None:  # noqa: ANN401 - JSON of any form
    """Change one field of a body by pointer; `left out` takes it away."""
    *steps, last = pointer.removeprefix("/").split("/")
    for step in steps:
        body = body[int(step)] if isinstance(body, list) else body[step]
    if value == "left out":
        del body[last]
    else:
        body[int(last) if isinstance(body, list) else last] = value


def _repeated(body: Any, times: int) -> Any:  # noqa: ANN401 - as above
    """A list with each item so many times, under another id each time."""
    if times == 1:
        return body
    assert isinstance(body, list)
    return [{**item, "id": 1_000 * number + item["id"]} for number in range(times) for item in body]
