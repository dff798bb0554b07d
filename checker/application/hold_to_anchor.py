"""Hold a report to an anchor: it counts for whoever reads it only under the anchor that they trust themselves.

Beside a report lies the anchor it was made under, so that it can be judged again. Whoever ships one can ship the other,
with keys and rules of their own, and the two fit each other in every field. So what lies beside a report says what
follows from it, and never whom to trust.
"""

from checker.domain.trust import Anchor
from checker.errors import TrustError
from checker.formats.report_view import ReportView

_AGAIN = "judge it again with your anchor (`clean-release check`), or name the anchor you trust with --anchor"


def anchor_gap(view: ReportView, *, own: Anchor) -> str:
    """Why a report does not count under one's own anchor; empty when it was made under this very one."""
    if view.anchor == own.digest:
        return ""
    made = f"under anchor {view.anchor}" if view.anchor else "without an anchor"
    return f"the report was made {made}, yours is {own.digest}"


def refuse_other_anchor(view: ReportView, *, own: Anchor | None) -> None:
    """Make sure that a report was made under one's own anchor, before anything is let through on it.

    Raises:
        TrustError: it was made under another one, or there is none to hold it to.
    """
    if own is None:
        raise TrustError(
            "there is no anchor here, and a report cannot say itself whom to trust",
            hint="name the anchor you trust with --anchor; your own one is made by `clean-release init`",
        )
    if gap := anchor_gap(view, own=own):
        raise TrustError(gap, hint=_AGAIN)
