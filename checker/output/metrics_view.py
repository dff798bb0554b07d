"""The figures of compliance runs: for people, as one document, and in the text format that Prometheus reads."""

from collections.abc import Iterator

from checker.application.measure_runs import Metrics
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.output.terminal import Terminal

SCHEMA = "clean-release/metrics/v1"
_HELP = {
    "runs": "Compliance runs that were asked for.",
    "stalled_count": "Runs that wait for somebody, or whose worker went silent.",
    "resume_success_rate": "Share of resumed runs that came to a verdict.",
    "mean_converge_time": "Seconds from asking for a run to its verdict, on average.",
    "alerts": "How many of these figures somebody should look at.",
}


def metrics_document(found: Metrics) -> dict[str, Json]:
    """The figures as one document."""
    return {"schema": SCHEMA, **_figures(found), "alerts": list(found.alerts)}


def render_metrics(found: Metrics, *, on: Terminal) -> str:
    """A line for each figure, the last one how many alerts there are, then those."""
    lines = [f"{name} {value:g}" for name, value in {**_figures(found), "alerts": len(found.alerts)}.items()]
    return "".join(f"{line}\n" for line in (*lines, *(on.safe(f"alert: {why}") for why in found.alerts)))


def prometheus_text(found: Metrics, *, namespace: Namespace) -> str:
    """The exposition format, version 0.0.4: one gauge for each figure."""
    return "".join(f"{line}\n" for line in _exposed({**_figures(found), "alerts": len(found.alerts)}, namespace))


def _figures(found: Metrics) -> dict[str, int | float]:
    return {
        "runs": found.runs,
        "stalled_count": found.stalled_count,
        "resume_success_rate": found.resume_success_rate,
        "mean_converge_time": found.mean_converge_time,
    }


def _exposed(figures: dict[str, int | float], namespace: Namespace) -> Iterator[str]:
    for name, value in figures.items():
        metric = f"clean_release_{name}"
        yield f"# HELP {metric} {_HELP[name]}"
        yield f"# TYPE {metric} gauge"
        yield f'{metric}{{namespace="{namespace}"}} {value:g}'
