"""What stands on the pages, as lines: pure, so that each can be read in a test as it is read on a screen."""

from collections.abc import Iterator
from itertools import groupby

from checker.application.show_standing import Standing
from checker.domain.manifest import Manifest
from checker.domain.namespace import Namespace
from checker.domain.run import RunStatus, Stage, StageOutcome
from checker.domain.run_history import Run
from checker.domain.verdict import Verdict
from checker.formats.report_v1 import StoredReport
from checker.output.refusal import explain_refusal
from checker.output.report_counts import counted, further_reasons, gate_of
from checker.output.terminal import Tone
from checker.tui.keys import ACTION_KEYS, LOOK_KEYS, NEXT_KEY
from checker.tui.lines import Line

NOBODY = "nobody is named who acts; start again with --actor NAME"
_SHORT = 12
_SHORT_DIGEST = len("sha256:") + 12
_VERDICTS = {Verdict.PASSED: Tone.GOOD, Verdict.BLOCKED: Tone.BAD, Verdict.UNDECIDED: Tone.OPEN}
_STATUSES = {
    RunStatus.PASSED: Tone.GOOD,
    RunStatus.BLOCKED: Tone.BAD,
    RunStatus.FAILED: Tone.BAD,
    RunStatus.CANCELLED: Tone.OPEN,
    RunStatus.UNDECIDED: Tone.OPEN,
    RunStatus.WAITING: Tone.OPEN,
}
_OPEN_RUN = (RunStatus.PENDING, RunStatus.RUNNING)


def status_text(standing: Standing) -> str:
    """Project, namespace, candidate, where it stands, and what comes next: always there, on every screen."""
    candidate = standing.candidate
    stands = f"{candidate.name} {standing.state}" if candidate else "no candidate"
    key = NEXT_KEY.get(standing.state) if standing.state else None
    following = key.shown if key else standing.next_command
    return f"{standing.project} | {standing.namespace} | {stands} | next: {following}"


def banner_text(namespace: Namespace) -> str:
    """What marks a namespace that opens no real gate; nothing in `real`."""
    return "" if namespace is Namespace.REAL else f"[{namespace.upper()}] nothing here opens a real gate"


def refusal_text(standing: Standing, action_key: str, *, actor: str) -> str:
    """Why a key does nothing now, in the words of the refusal that the command line gives; empty where it acts."""
    action = next(key.action for key in ACTION_KEYS if key.name == action_key)
    if refusal := standing.refusal_of(action):
        return explain_refusal(refusal)
    return "" if actor else NOBODY


def acts_text(standing: Standing, *, actor: str, is_narrow: bool) -> str:
    """The keys that act; in parentheses those that do nothing now."""
    acting = (
        _offered(key.name.upper() if is_narrow else key.shown, refusal_text(standing, key.name, actor=actor))
        for key in ACTION_KEYS
    )
    return "  ".join(acting)


def looks_text(*, is_narrow: bool) -> str:
    """The keys that only look."""
    return "  ".join(name if is_narrow else f"{name} {word}" for name, word, _ in LOOK_KEYS)


def release_page(standing: Standing, *, actor: str) -> tuple[Line, ...]:
    """Where the release stands."""
    return (
        *_candidate(standing),
        *_manifest(standing),
        *_run(standing),
        *_report(standing),
        Line(text=""),
        *_keys(standing, actor=actor),
        Line(label="actor", text=actor or NOBODY, tone=Tone.PLAIN if actor else Tone.OPEN),
    )


def unread_page(report: StoredReport) -> tuple[Line, ...]:
    """What rules needed and could not see, and what would settle it."""
    if not report.view.unread:
        return (Line(text="Everything that a rule needed was read.", is_wide=True),)
    found: list[Line] = []
    for one in report.view.unread:
        found.append(Line(text=f"{one.observation} ({one.status})", tone=Tone.OPEN, is_wide=True))
        found += [Line(label="why", text=one.why)] if one.why else []
        found.append(Line(label="settled by", text=one.needs or "nobody recorded what would settle it"))
        found.append(Line(label="needed by", text=", ".join(one.rules)))
    return tuple(found)


def manifest_page(name: str, manifest: Manifest) -> tuple[Line, ...]:
    """What a manifest says."""
    source = manifest.source
    return (
        Line(label="manifest", text=name, tone=Tone.STRONG),
        Line(text=manifest.digest, is_wide=True),
        Line(label="of", text=f"{manifest.project} {manifest.version}"),
        Line(label="from", text=f"{source.host}/{source.repository} {source.ref} {source.commit}"),
        *(Line(label="to", text=f"{one.registry} as {one.project}") for one in manifest.targets),
        *(
            Line(label="file", text=f"{one.name} ({one.kind}, {one.size} bytes) {one.sha256}")
            for one in manifest.artifacts
        ),
        *(Line(label="evidence", text=f"{one.kind} {one.sha256} {one.subject}".rstrip()) for one in manifest.evidence),
    )


def help_page() -> tuple[Line, ...]:
    """Every key."""
    return (
        Line(text="Keys that act; each asks before anything is signed or undone", tone=Tone.STRONG, is_wide=True),
        *(Line(label=key.name.upper(), text=key.words) for key in ACTION_KEYS),
        Line(text=""),
        Line(text="Keys that look; nothing is changed", tone=Tone.STRONG, is_wide=True),
        *(Line(label=name, text=f"{word}: {shows}") for name, word, shows in LOOK_KEYS),
        Line(text=""),
        Line(text="In a list", tone=Tone.STRONG, is_wide=True),
        Line(label="arrows", text="up, down, page up, page down, home, end; also j, k, g, G"),
        Line(label="enter", text="everything of the marked row"),
        Line(label="/", text="filter by what you type; enter goes back to the list"),
        Line(label="s", text="sort by rule or by subject"),
        Line(label="c", text="copy the marked row, through the terminal, and show it to be marked by hand"),
        Line(label="escape", text="back"),
        Line(text=""),
        Line(text="A key in parentheses does nothing now; press it, and it says why.", is_wide=True),
    )


def _candidate(standing: Standing) -> Iterator[Line]:
    candidate = standing.candidate
    if candidate is None:
        yield Line(label="candidate", text="none was registered", tone=Tone.OPEN)
        return
    registered = candidate.registered
    yield Line(label="candidate", text=f"{candidate.name} {standing.state}", tone=Tone.STRONG)
    yield Line(text=f"version {registered.version} from {registered.ref} ({registered.commit[:_SHORT]})")
    for one in standing.approvals:
        yield Line(text=f"approved by {one.account} until {one.expires}", tone=Tone.GOOD)


def _manifest(standing: Standing) -> Iterator[Line]:
    if standing.manifest is None:
        yield Line(label="manifest", text="none was built")
        return
    event, built = standing.manifest
    yield Line(
        label="manifest", text=f"{built.name} {built.document[:_SHORT_DIGEST]}, built {event.at} by {event.actor}"
    )


def _run(standing: Standing) -> Iterator[Line]:
    if standing.run is None:
        yield Line(label="run", text="none was asked for")
        return
    run = standing.run.run
    old = "" if standing.run.is_current else ", not the current run of its candidate"
    worker = f", {standing.worker} works at it" if standing.worker else ""
    text = f"{run.name} {run.status} of {standing.run.manifest}{old}{worker}"
    yield Line(label="run", text=text, tone=_STATUSES.get(run.status, Tone.PLAIN))
    yield from _stages(run, is_worked_at=bool(standing.worker))
    if run.waiting:
        yield Line(text=f"waits ({run.waiting.code}): {run.waiting.question}", tone=Tone.OPEN)


def _stages(run: Run, *, is_worked_at: bool) -> Iterator[Line]:
    """Every stage in its order, how far the run is, and why it went no further."""
    ended = {record.stage: record for record in run.stages}
    following = run.next_stage if run.status in _OPEN_RUN else None
    words = []
    for stage in Stage:
        word = str(ended[stage].outcome) if stage in ended else "to come"
        if stage is following:
            word = "at work" if is_worked_at else "next"
        words.append(f"{stage} {word}")
    yield Line(text=", ".join(words))
    if run.stages:
        yield Line(text=f"{run.stages[-1].stage} ended {run.stages[-1].ended}", tone=Tone.FAINT)
    failed = (
        record for record in run.stages if record.outcome is StageOutcome.FAILED and record.stage is not following
    )
    yield from (Line(text=f"{one.stage} failed ({one.code}): {one.detail}", tone=Tone.BAD) for one in failed)


def _report(standing: Standing) -> Iterator[Line]:
    report = standing.report
    if report is None:
        unreadable = f"the latest cannot be read: {standing.report_problem}" if standing.report_problem else ""
        yield Line(label="report", text=unreadable or "none was recorded", tone=Tone.OPEN if unreadable else Tone.PLAIN)
        return
    view = report.view
    name = standing.report_name or "of no run"
    yield Line(label="report", text=f"{name} {view.verdict}: {counted(view)}", tone=_VERDICTS[view.verdict])
    yield Line(text=f"{report.digest[:_SHORT_DIGEST]}, evaluated {view.evaluated_at}; {gate_of(view)}")
    yield from (Line(text=why, tone=Tone.OPEN) for why in (*further_reasons(view), *view.gating.because))


def _keys(standing: Standing, *, actor: str) -> Iterator[Line]:
    """Every key that acts; where the same speaks against several in a row, it is said once."""
    for refusal, keys in groupby(ACTION_KEYS, key=lambda key: refusal_text(standing, key.name, actor=actor)):
        if refusal:
            first, *others = (key.name.upper() for key in keys)
            label = f"{first} to {others[-1]}" if others else first
            yield Line(label=label, text=refusal, tone=Tone.FAINT)
        else:
            yield from (Line(label=key.name.upper(), text=f"{key.words}: ready") for key in keys)


def _offered(text: str, refusal: str) -> str:
    return f"({text})" if refusal else text
