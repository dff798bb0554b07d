"""Puts the figures of `build/bench.json` into `docs/explanation/performance.md`, so that nobody types a number."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.architecture.source_tree import ROOT

PAGE = ROOT / "docs" / "explanation" / "performance.md"
RESULT = ROOT / "build" / "bench.json"
BEGIN, END = "<!-- figures: begin -->\n", "<!-- figures: end -->\n"
HEADINGS = ("What", "P50", "P95", "P99", "Aim", "Met", "Remarks")
REMARKS = {
    "version": "{}",
    "check_to_peer": "`check` takes {} times as long",
    "own_to_peer": "with one's own bundle {} times",
    "check_without_start_to_peer": "without the command-line library {} times",
    "to_bare_python": "{} times bare Python",
    "most_memory_mb": "{} MB at most",
    "cpu_min": "least processor time {}",
    "to_real_size": "{} times the processor time of the real size",
}


def figures(result: dict[str, Any]) -> str:
    """The figures of one run as Markdown: what they were measured on, then a row for each, those that lose too."""
    machine = result["machine"]
    about = (
        f"Measured on {result['measured_at']}: {machine['cores']} cores, {machine['memory_gb']} GB, "
        f"{machine['processor']}, Python {machine['python']}. {result['rules']} rules, "
        f"{result['input_bytes']:,} bytes of input, {result['denials']} denials; "
        f"load {result['load_before']} before, {result['load_after']} after. Milliseconds."
    )
    return "\n".join([about, "", _line(HEADINGS), _line(["---"] * len(HEADINGS)), *map(_row, result["rows"])]) + "\n"


def with_figures(page: str, made: str) -> str:
    """The page with other figures between its two marks.

    Raises:
        ValueError: a mark is missing.
    """
    before, _, rest = page.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{PAGE.name} lacks one of the marks around its figures")
    return before + BEGIN + made + END + after


def _row(one: dict[str, Any]) -> str:
    if reason := one.get("missing"):
        return _line([one["name"], "", "", "", "", "", f"not measured: {reason}"])
    met = {True: "yes", False: "**no**"}.get(one.get("is_met", ""), "")
    remarks = ", ".join(said.format(one[name]) for name, said in REMARKS.items() if name in one)
    return _line([one["name"], one["p50"], one["p95"], one["p99"], one.get("aim", ""), met, remarks])


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def main(result: Path = RESULT) -> None:
    """Write the page."""
    made = figures(json.loads(result.read_text(encoding="utf-8")))
    PAGE.write_text(with_figures(PAGE.read_text(encoding="utf-8"), made), encoding="utf-8")
    sys.stdout.write(f"written to {PAGE.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
