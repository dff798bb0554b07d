"""Attacks on what is recorded (L): the cases of each way to run them.

- `store-statements`: `through` is who runs the statements `sql`: `store` is the product's own connection, `queue` the
  one of its task queue, `owner` is whoever owns the file, with the triggers in place, `unlocked` is the owner after
  dropping every trigger and before putting each back. The store holds: 1 origin, 2 document, 3 report, 4 report,
  5 report, and one task that is done. `expect`: `blocked` (the statement fails), `refused` (the store is not opened
  again), or `first_bad` (`verify_trail` names this entry).
- `store-writers`: as many `writers` record `each` reports, on a `journal`; every one is there, without a gap.
- `store-cuts`: the power is cut after every step of recording (`what`: reports, events or tasks) into a `new` store or
  one that is there, on a `journal` at a level of `synchronous`; what is not flushed is lost, kept or torn as
  `seed` draws it. Of `pass` nothing acknowledged is lost, of `fail` something is, or the proof would prove nothing.
- `store-faults`: `strace` makes calls fail as `inject` says; the caller is told, nothing is acknowledged or lost.

A case that is `nightly` runs in `make nightly`.
"""

import json
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
HOW = ("store-statements", "store-writers", "store-cuts", "store-faults")


class StoreCase(dict[str, Any]):
    """The fields of a case, shown by its name."""

    def __str__(self) -> str:
        return str(self["name"])


def store_cases(how: str, *, kind: str = "*") -> list[Any]:
    """The cases that are run in one way, those for the night marked as such."""
    found = []
    for folder in sorted(HERE.glob(f"L[0-9][0-9]__{kind}")):
        document = json.loads((folder / "case.json").read_text(encoding="utf-8"))
        assert document["attack"] == folder.name.partition("__")[0]
        if document.get("how") == how:
            found += [StoreCase(case) for case in document["cases"]]
    marked = [pytest.param(case, marks=pytest.mark.nightly, id=str(case)) for case in found if case.get("nightly")]
    return [case for case in found if not case.get("nightly")] + marked
