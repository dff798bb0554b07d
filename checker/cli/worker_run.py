"""What `clean-release worker` and `clean-release metrics` do."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Never

from checker.bootstrap.compliance import Compliance
from checker.bootstrap.on_call import OnCall
from checker.cli.console import show, tell
from checker.cli.exit_codes import PASSED
from checker.cli.formats import JSON_FORMAT, TEXT, refuse_unknown_format
from checker.cli.shown_lifecycle import show_lifecycle, tell_namespace
from checker.cli.told_refusal import tell_refusal
from checker.domain.run import RunStatus
from checker.domain.run_history import Run
from checker.domain.task import Stuck
from checker.errors import LeaseLostError, MalformedPayloadError, UsageError
from checker.formats.text_safety import escape_for_terminal
from checker.output.metrics_view import metrics_document, prometheus_text, render_metrics

if TYPE_CHECKING:
    from checker.cli.where import Where

PROMETHEUS = "prometheus"
SECONDS_BETWEEN_LOOKS = 2.0
NOTHING_WAITS = "nothing waits for a worker; what one works at is taken over when it has been silent for too long"


def run_worker(where: "Where", *, actor: str, once: bool) -> int:
    """Work until there is nothing left, or, without `once`, until somebody ends it."""
    compliance = where.compliance()
    tell_namespace(compliance.candidates.counts_in)
    with _stopping_when_asked():
        while True:
            idle = True
            for run, why in _worked(compliance, actor):
                show(escape_for_terminal(_line(run, why)))
                idle = False
            if once:
                if idle:
                    tell(NOTHING_WAITS)
                return PASSED
            compliance.rest(SECONDS_BETWEEN_LOOKS)


def answer_calls(where: "Where", *, actor: str, once: bool) -> int:
    """Work whenever the server that started this says so, until it is better to begin anew; only `serve` asks for it.

    Raises:
        UsageError: no server is on the line, or it is to end with what there is to do as well.
    """
    if once:
        raise UsageError(
            "a worker ends when there is nothing left to do, or stays on call, and both were asked for",
            hint="leave one of --once and --on-call out",
        )
    on_call = OnCall(compliance=where.compliance(), actor=actor)
    with _stopping_when_asked():
        try:
            for run, why in on_call.worked():
                show(escape_for_terminal(_line(run, why)))
        except (MalformedPayloadError, LeaseLostError) as error:
            tell_refusal(error)
    return PASSED


def run_metrics(where: "Where", *, format_name: str) -> int:
    """Show the figures."""
    refuse_unknown_format(format_name, known=(TEXT, JSON_FORMAT, PROMETHEUS))
    compliance = where.compliance()
    namespace, found = compliance.candidates.counts_in, compliance.metrics()
    if format_name == PROMETHEUS:
        show(prometheus_text(found, namespace=namespace).rstrip("\n"))
        return PASSED
    return show_lifecycle(
        metrics_document(found),
        lambda on: render_metrics(found, on=on),
        namespace=namespace,
        format_name=format_name,
    )


@contextmanager
def _stopping_when_asked() -> Iterator[None]:
    """Let SIGTERM do what an interrupt does: what is worked at is let go of, so that another worker takes it at once.

    Whoever stops a service may ask twice; the second time must not cut the first short.
    """

    def stop(*_: object) -> Never:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _worked(compliance: Compliance, actor: str) -> Iterator[tuple[Run, Stuck | None]]:
    """Each run that was worked at; one bad task, or one that somebody else took, ends no worker."""
    while True:
        try:
            yield from compliance.work(actor=actor)
        except (MalformedPayloadError, LeaseLostError) as error:
            tell_refusal(error)
        else:
            return


def _line(run: Run, why: Stuck | None) -> str:
    if why:
        return f"{run.name} was stuck ({why}): {run.status}"
    code = f" ({run.code})" if run.code and run.status is not RunStatus.PASSED else ""
    return f"{run.name} of {run.candidate}: {run.status}{code}"
