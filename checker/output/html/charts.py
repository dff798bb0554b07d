"""Charts as inline SVG: verdicts over time, and how often a rule was violated; every place computed in whole pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.list_reports import ReportSummary
from checker.domain.verdict import Verdict

_STEP, _LANE, _LEFT, _TOP = 18, 30, 92, 16
_LANES = (Verdict.PASSED, Verdict.UNDECIDED, Verdict.BLOCKED)
_BAR, _GAP, _HIGH = 5, 2, 22


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One verdict: where it is, which, and what it is called; `is_gating` where it counted."""

    x: int
    y: int
    verdict: str
    is_gating: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictChart:
    """Verdicts from left to right, one lane for each kind; `line` joins them, `words` say the same."""

    width: int
    height: int
    left: int
    lanes: tuple[tuple[str, int], ...]
    marks: tuple[Mark, ...]
    line: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One report's violations of a rule."""

    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Violations of a rule, report by report; `words` say the same."""

    width: int
    bars: tuple[Bar, ...]
    words: str
    height: int = _HIGH
    bar: int = _BAR


def verdict_chart(reports: Sequence[ReportSummary]) -> VerdictChart:
    """The verdicts of these reports, oldest first; one that cannot be read has none."""
    lanes = tuple((str(verdict), _TOP + number * _LANE) for number, verdict in enumerate(_LANES))
    places = dict(lanes)
    marks = tuple(
        Mark(
            x=_LEFT + number * _STEP + _STEP // 2,
            y=places[str(report.verdict)],
            verdict=str(report.verdict),
            is_gating=report.is_gating,
        )
        for number, report in enumerate(reports)
        if report.verdict
    )
    counts = [(name, sum(mark.verdict == name for mark in marks)) for name, _ in lanes]
    return VerdictChart(
        width=_LEFT + max(1, len(reports)) * _STEP + _STEP // 2,
        height=_TOP * 2 + _LANE * (len(_LANES) - 1),
        left=_LEFT,
        lanes=lanes,
        marks=marks,
        line=" ".join(f"{mark.x},{mark.y}" for mark in marks),
        words=", ".join(f"{count} {name}" for name, count in counts) + f" of {len(reports)}, the newest at the right",
    )


def bar_chart(counts: Sequence[int]) -> BarChart:
    """These counts as bars; any count but none is seen."""
    most = max(counts, default=0) or 1
    bars = (
        Bar(x=number * (_BAR + _GAP), y=_HIGH - high, height=high)
        for number, count in enumerate(counts)
        if (high := max(2, count * _HIGH // most) if count else 0)
    )
    words = f"{counts[-1] if counts else 0} in the newest report, at most {max(counts, default=0)} in one"
    return BarChart(width=max(1, len(counts)) * (_BAR + _GAP), bars=tuple(bars), words=words)
