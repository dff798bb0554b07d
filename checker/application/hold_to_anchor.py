"""Hold a report to an anchor: it counts for whoever reads it only under the anchor that they trust themselves.

Beside a report lies the anchor it was made under, so that it can be judged again. Whoever ships one can ship the other,
with keys and rules of their own, and the two fit each other in every field. So what lies beside a report says what
follows from it, and never whom to trust, which namespace is meant, or what time it is.
"""

from checker.application.fresh import CLOCK_SKEW_SECONDS, Freshness
from checker.domain.moment import age_in_seconds
from checker.domain.namespace import Namespace, Purpose
from checker.domain.trust import Anchor
from checker.errors import TrustError
from checker.formats.report_view import ReportView

_AGAIN = "judge it again with your anchor (`clean-release check`), or name the anchor you trust with --anchor"

_NOW = "judge it again with audits of now (`clean-release check`), or give what a permit key signed: --summary FILE"


def anchor_gap(view: ReportView, *, own: Anchor) -> str:
    """Why a report does not count under one's own anchor; empty when it was made under this very one."""
    if view.anchor == own.digest:
        return ""
    made = f"under anchor {view.anchor}" if view.anchor else "without an anchor"
    return f"the report was made {made}, yours is {own.digest}"


def refuse_other_anchor(view: ReportView, *, own: Anchor | None) -> Anchor:
    """One's own anchor, after making sure that a report was made under it, before anything is let through on it.

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
    return own


def refuse_demo(view: ReportView, *, named: bool) -> None:
    """Make sure that a report counts, or that whoever asks has `named` the namespace of demonstrations themselves.

    The project file says which namespace is meant, and whoever ships a report ships that file.

    Raises:
        TrustError: a demonstration was taken for a release.
    """
    if view.namespace is not Namespace.REAL and not named:
        raise TrustError(
            f"the report counts in the namespace {view.namespace}, so it lets no file through",
            hint=f"if a demonstration is what you want, say so: --namespace {view.namespace}",
        )


def refuse_moment(view: ReportView, *, own: Anchor, now: str, is_signed: bool) -> None:
    """Make sure that a report of `real` was made when it may have been, by the clock of whoever asks.

    Nobody signs a report, so the moment in it is the word of whoever ships it: with an audit of last year and a clock
    set back, everything fits. What nobody vouched for may therefore be no older now than the anchor lets an audit be.
    A report whose moment a trusted key signed may be of any age, and no report may be of the future.

    Raises:
        TrustError: the report, or an audit it rests on, is of the future, too old, or of no known time.
    """
    if view.namespace is not Namespace.REAL:
        return
    if age_in_seconds(view.evaluated_at, at=now) < -CLOCK_SKEW_SECONDS:
        raise TrustError(f"the report says it was made at {view.evaluated_at}, which lies after {now}", hint=_NOW)
    if is_signed:
        return
    fresh = Freshness(evaluated_at=now, max_age_hours=own.audit_max_age_hours, purpose=Purpose.CHECK)
    for audit in view.audits:
        if why := fresh.of(audit.collected_at):
            raise TrustError(f"the report rests on the audit {audit.kind}, and nobody signed it: {why}", hint=_NOW)
    if age_in_seconds(view.evaluated_at, at=now) > own.audit_max_age_hours * 3600:
        raise TrustError(
            f"nobody signed the report, and it was made at {view.evaluated_at}, "
            f"more than {own.audit_max_age_hours} hours before {now}",
            hint=_NOW,
        )
