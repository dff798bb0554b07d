"""Resume runs: answer what they wait for, go on after a failure, give them up, and mend what got stuck.

Saying the same again changes nothing: an answer that was given before adds no event, and a run that is over stays what
it is. A run that was cancelled never goes on.
"""

from checker.application.mask_happening import mask_happening
from checker.application.resumable_run import refuse_to_resume
from checker.application.run_compliance import Working, append
from checker.domain.run import RunCancelled, RunEnded, RunOutcome, RunResumed, RunStatus, RunWaiting, Stage
from checker.domain.run_history import Run
from checker.domain.task import Stuck
from checker.errors import MalformedPayloadError, UsageError

NO_TERMINAL_SIGNAL = "NO_TERMINAL_SIGNAL_REPORT"
"""The report of a run is stored, and nothing says that the run ended."""
QUESTION = (
    "the report is stored, but nothing says how the run ended; any answer ends it as its report says, "
    "and compliance cancel gives it up"
)
LONGEST_ANSWER = 1000


def resume_run(run: Run, *, answer: str = "", working: Working) -> Run:
    """The run, ready to be worked at; nothing is added where it is already, or where the answer was given before.

    Raises:
        MalformedPayloadError: the answer is none that can be kept.
        UsageError: it waits for an answer, and none was given.
        OrderError: it is over, or was cancelled.
    """
    resumed = mask_happening(RunResumed(run=run.number, answer=_plain(answer)), working.by.secrets)
    if resumed.answer and resumed.answer in run.answers() and run.status is not RunStatus.WAITING:
        return run
    refuse_to_resume(run)
    if run.status is RunStatus.WAITING and run.waiting and not resumed.answer:
        raise UsageError(f"{run.name} waits for an answer: {run.waiting.question}", hint="give --answer TEXT")
    if run.status in (RunStatus.WAITING, RunStatus.FAILED):
        return append(run, resumed, working=working)
    return run


def cancel_run(run: Run, *, reason: str = "", working: Working) -> Run:
    """The run, given up; one that was cancelled before stays as it is.

    Raises:
        OrderError: it has ended.
    """
    if run.status is RunStatus.CANCELLED:
        return run
    return append(run, RunCancelled(run=run.number, reason=_plain(reason)), working=working)


def recover_run(run: Run, *, why: Stuck, working: Working) -> Run:
    """The run after what stuck it was named: it may be gone on with, waits for somebody, or failed.

    A run whose worker went silent is gone on with, unless its report is stored already or every attempt went so.
    """
    if run.status is not RunStatus.RUNNING:
        return run
    if why is Stuck.TIMED_OUT:
        return append(run, RunEnded(run=run.number, outcome=RunOutcome.FAILED, code=why), working=working)
    if run.document_of(Stage.REPORT):
        return append(run, RunWaiting(run=run.number, code=NO_TERMINAL_SIGNAL, question=QUESTION), working=working)
    if why is Stuck.NO_SIGNAL:
        question = f"every worker of {run.name} went silent in {run.next_stage}; any answer tries once more"
        return append(run, RunWaiting(run=run.number, code=why, question=question), working=working)
    return append(run, RunResumed(run=run.number, code=why), working=working)


def _plain(text: str) -> str:
    """The text without what surrounds it.

    Raises:
        MalformedPayloadError: too long, or of more than printable characters.
    """
    plain = text.strip()
    if len(plain) > LONGEST_ANSWER or not plain.isprintable():
        raise MalformedPayloadError(
            f"the text has {len(plain)} characters, expected one line of at most {LONGEST_ANSWER} printable ones"
        )
    return plain
