"""What `clean-release audit publisher` does."""

from collections.abc import Sequence
from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, show_json, tell
from checker.cli.exit_codes import BLOCKED, PASSED, UNDECIDED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.plain_terminal import plain_terminal
from checker.domain.publish_prediction import Expected
from checker.formats.canonical import pretty_bytes
from checker.formats.text_safety import escape_for_terminal
from checker.output.publish_explanation import explanation_document, render_explanations
from checker.output.publish_prediction import prediction_document, render_predictions

_CODES = {Expected.ACCEPTED: PASSED, Expected.REFUSED: BLOCKED, Expected.UNKNOWN: UNDECIDED}


def run_prediction(audits: Sequence[str], *, ref: str, project: Path, format_name: str) -> int:
    """Predict; 1 when something will be refused, 3 when anything else is not known, 0 when all will be accepted."""
    refuse_unknown_format(format_name)
    predicted = CleanRelease(directory=project).publishing.predict(audits=audits, ref=ref)
    predictions = predicted.predictions
    for one in predicted.unread:
        tell(f"warning: {escape_for_terminal(f'{one.path} could not be read: {one.problem}')}")
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(prediction_document(predictions)))
    else:
        show(render_predictions(predictions, shown=plain_terminal()))
    expected = {one.expected for one in predictions}
    return next(_CODES[one] for one in (Expected.REFUSED, Expected.UNKNOWN, Expected.ACCEPTED) if one in expected)


def run_explanation(log: Path, *, project: Path, format_name: str) -> int:
    """Explain a log; 3 when something in it stays unexplained."""
    refuse_unknown_format(format_name)
    explained = CleanRelease(directory=project).publishing.explain(log)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(explanation_document(explained)))
    else:
        shown = plain_terminal()
        show(render_explanations(explained, shown=shown))
    return PASSED if all(one.is_known for one in explained) else UNDECIDED
