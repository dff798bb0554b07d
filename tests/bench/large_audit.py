"""Audits of a large repository, the same at every run: the passing ones of the attacks, grown to about 100 KB of input.

Some of it breaks rules on purpose, so that equal verdicts with a peer mean something.
"""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

PASSING = Path(__file__).parents[1] / "attacks" / "data" / "passing"
MOMENT = "2026-02-01T12:00:00Z"

BRANCHES = 8
ENVIRONMENTS = 16
RULESETS = 16
COLLABORATORS = 190
RUNS = 40
UNPROTECTED_ENVIRONMENTS = (3, 7)
BYPASSED_RULESETS = (2, 5)
DECLARED_BRANCHES = (0, 2, 4, 6)
LAX_BRANCH = 4


def environment_names() -> list[str]:
    """The environments that the project declares: one of them does not exist."""
    return [f"pypi-{number}" for number in range(ENVIRONMENTS)] + ["pypi-missing"]


def branch_names() -> list[str]:
    """The release branches that the project declares: patterns and single ones."""
    return ["main", "release/*", *(f"release/{number}" for number in DECLARED_BRANCHES)]


def write_audits(folder: Path) -> None:
    """Write the manifest, the artifacts and the three audits."""
    (folder / "audits").mkdir(parents=True)
    for name in ("manifest.json", "artifacts.json", "audits/registry.json"):
        (folder / name).write_bytes((PASSING / name).read_bytes())
    for name, grown in (("repository", _grown_repository), ("history", _grown_history)):
        document: dict[str, Any] = json.loads((PASSING / "audits" / f"{name}.json").read_bytes())
        grown(document["sections"])
        text = json.dumps(document, separators=(",", ":"), sort_keys=True)
        (folder / "audits" / f"{name}.json").write_text(text, encoding="utf-8")


def _collected(value: object) -> dict[str, object]:
    return {"status": "collected", "evidence": [], "value": value}


def _grown_repository(sections: dict[str, Any]) -> None:
    sections["branches"]["value"] = [{"name": "main", "protected": True}] + [
        {"name": f"release/{number}", "protected": True} for number in range(BRANCHES)
    ]
    _grow_classic_protection(sections["classic_protection"]["value"])
    sections["ref_rules"]["value"] += [_ruleset(sections["ref_rules"]["value"][0], n) for n in range(RULESETS)]
    sections["environments"]["value"] += [
        _environment(sections["environments"]["value"][0], n) for n in range(ENVIRONMENTS)
    ]
    sections["access"]["value"]["collaborators"] = _collected(
        [
            {"id": 1000 + number, "login": f"person-{number:03}", "kind": "User", "role": "write"}
            for number in range(COLLABORATORS)
        ]
    )


def _grow_classic_protection(classic: list[dict[str, Any]]) -> None:
    """Give each release branch a rule of its own, one of them without checks and open to administrators."""
    pattern = classic[-1]
    for number in range(BRANCHES):
        own = deepcopy(pattern)
        own["ref"] = f"refs/heads/release/{number}"
        if number == LAX_BRANCH:
            own["protection"]["value"]["admins_included"] = _collected(value=False)
        classic.append(own)


def _ruleset(model: dict[str, Any], number: int) -> dict[str, Any]:
    own = deepcopy(model)
    own["id"], own["name"] = str(200 + number), f"release branches {number}"
    own["definition"]["value"]["include"] = ["refs/heads/main", f"refs/heads/release/{number % BRANCHES}"]
    if number in BYPASSED_RULESETS:
        own["bypass"] = _collected([{"kind": "Team", "id": str(number), "mode": "always"}])
    return own


def _environment(model: dict[str, Any], number: int) -> dict[str, Any]:
    own = deepcopy(model)
    own["name"] = f"pypi-{number}"
    if number in UNPROTECTED_ENVIRONMENTS:
        own["reviewers"] = _collected({"principals": [], "prevent_self_review": False})
        own["admins_bypass"] = _collected(value=True)
    return own


def _grown_history(sections: dict[str, Any]) -> None:
    runs = sections["release_runs"]["value"]
    model = runs[-1]
    for number in range(len(runs), RUNS):
        own = deepcopy(model)
        day = f"2025-{1 + number % 12:02}-{1 + number % 28:02}"
        own |= {"id": 4000 + number, "created_at": f"{day}T10:00:00Z", "updated_at": f"{day}T10:07:00Z"}
        runs.append(own)
