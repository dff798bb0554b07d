"""What the registries are expected to make of a publish, for people and for machines."""

from collections.abc import Iterator, Sequence

from checker.domain.json_value import Json
from checker.domain.publish_prediction import Finding, Prediction, Standing
from checker.domain.publish_route import Route
from checker.output import terminal
from checker.output.terminal import Terminal

SCHEMA = "clean-release/publish-prediction/v1"
_MARKS = {Standing.HOLDS: terminal.PASSED, Standing.FAILS: terminal.FAILED, Standing.UNKNOWN: terminal.OPEN}
_WORST_FIRST = (Standing.FAILS, Standing.UNKNOWN, Standing.HOLDS)


def render_predictions(predictions: Sequence[Prediction], *, shown: Terminal) -> str:
    """Each prediction with its findings, what fails first."""
    return "\n".join(line for one in predictions for line in _lines(one, shown)) + "\n"


def prediction_document(predictions: Sequence[Prediction]) -> dict[str, Json]:
    """The same as one document."""
    return {"schema": SCHEMA, "predictions": [_document(one) for one in predictions]}


def _lines(one: Prediction, shown: Terminal) -> Iterator[str]:
    project = f" {one.publisher.project}" if one.publisher else ""
    where = f" (job {one.route.job.id} in {' > '.join(_files(one.route))})" if one.route else ""
    yield shown.safe(f"{one.registry.label}{project}: {one.expected}{where}")
    for finding in sorted(one.findings, key=lambda item: _WORST_FIRST.index(item.standing)):
        yield f"  {shown.mark(_MARKS[finding.standing])} {shown.safe(f'{finding.check} {finding.why}')}"
        yield from (f"      {shown.safe(text)}" for text in _details(finding))


def _details(finding: Finding) -> Iterator[str]:
    if finding.field:
        yield f"{finding.field}: {finding.seen or '(none)'}, expected {finding.expected or '(none)'}"
    if finding.answer:
        yield f"answer: {finding.answer}"
    if finding.fix:
        yield f"fix: {finding.fix}"


def _files(route: Route) -> Sequence[str]:
    return [link.workflow.path for link in route.chain]


def _document(one: Prediction) -> dict[str, Json]:
    publisher = one.publisher
    return {
        "registry": str(one.registry),
        "project": publisher.project if publisher else "",
        "declared": publisher is not None,
        "expected": str(one.expected),
        "job": one.route.job.id if one.route else "",
        "workflows": list[Json](_files(one.route)) if one.route else [],
        "findings": [
            {
                "check": str(item.check),
                "standing": str(item.standing),
                "why": item.why,
                "field": item.field,
                "seen": item.seen,
                "expected": item.expected,
                "answer": item.answer,
                "fix": item.fix,
            }
            for item in one.findings
        ],
    }
