"""What a log shows and what mends it, for people and for machines."""

from checker.application.diagnose_log import DiagnosedLog
from checker.domain.json_value import Json
from checker.domain.symptom import Diagnosis
from checker.output.publish_explanation import explanation_document, render_explanations
from checker.output.terminal import Terminal

SCHEMA = "clean-release/log-diagnosis/v1"


def render_diagnosis(found: DiagnosedLog, *, shown: Terminal) -> str:
    """Each failure: what was seen in which line, why that is, and what to do."""
    lines = [shown.safe(line) for one in found.symptoms for line in _lines(one)]
    explained = render_explanations(found.explained, shown=shown) if found.explained else ""
    return explained + "".join(f"{line}\n" for line in lines)


def diagnosis_document(found: DiagnosedLog) -> dict[str, Json]:
    """The same as one document."""
    return {
        "schema": SCHEMA,
        "known": found.is_known,
        "publishing": explanation_document(found.explained)["explanations"],
        "symptoms": [
            {"id": one.symptom, "line": one.line, "seen": one.seen, "cause": one.cause, "fixes": list(one.fixes)}
            for one in found.symptoms
        ],
    }


def _lines(one: Diagnosis) -> list[str]:
    head = [f"{one.symptom} (line {one.line})", f"  seen: {one.seen}", f"  cause: {one.cause}"]
    return [*head, *(f"  fix: {fix}" for fix in one.fixes)]
