"""The five actions, each as it goes: what is asked before, what is done, and what is said of it.

What is refused is refused by the facade; what is signed is shown before, as the facade would sign it, and what is done
is pinned to what was shown: the candidate, and the digest of its report or manifest.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeAlias, TypeVar

from checker.application.publish_release import ReadyToPublish
from checker.application.show_standing import Standing
from checker.domain.approval import Approved
from checker.domain.release import Action
from checker.domain.run import RunStatus
from checker.output.terminal import Tone
from checker.tui.lines import Line
from checker.tui.services import Errand, TuiServices

Result = TypeVar("Result")


class Desk(Protocol):
    """What an action needs of the screens: to ask, and to have something done aside."""

    @property
    def services(self) -> TuiServices:
        """What is asked for."""
        ...

    async def confirm(self, question: str, lines: tuple[Line, ...] = ()) -> bool:
        """Whether somebody says yes to exactly this."""
        ...

    async def ask(self, question: str, *, value: str = "") -> str:
        """A word, empty where none was given."""
        ...

    async def errand(self, work: Callable[[Errand], Result]) -> Result:
        """What the work comes to, done aside; it can be told to stop."""
        ...


async def run_check(desk: Desk, standing: Standing) -> str:
    """Judge the latest manifest; never builds one."""
    name, manifest = _name(standing), standing.manifest[1].document if standing.manifest else ""
    why = _undone_by_a_run(standing)
    if why and not await desk.confirm(f"Run a check of {name}? {why}"):
        return ""
    return await desk.errand(lambda errand: desk.services.run_check(name, manifest=manifest, errand=errand))


async def build_manifest(desk: Desk, standing: Standing) -> str:
    """Build the next manifest."""
    name = _name(standing)
    if standing.manifest and not await desk.confirm(
        f"Build another manifest of {name}? {_void(standing)}It has to be checked again."
    ):
        return ""
    return await desk.errand(lambda _: desk.services.build_manifest(name))


async def go_on(desk: Desk, standing: Standing) -> str:
    """Go on with the latest run, with an answer where it waits for one."""
    run = standing.run.run if standing.run else None
    if run is None:
        return ""
    answer = ""
    if run.waiting:
        answer = await desk.ask(f"{run.name} waits ({run.waiting.code}): {run.waiting.question}")
        if not answer:
            return ""
    return await desk.errand(lambda errand: desk.services.go_on(run.name, answer=answer, errand=errand))


async def approve(desk: Desk, standing: Standing) -> str:
    """Sign an approval, after it was shown."""
    name, report = _name(standing), _report(standing)
    prepared = await desk.errand(lambda _: desk.services.approval(name, report=report))
    if not await desk.confirm(f"Sign this approval of {name}?", approval_lines(prepared, standing, desk)):
        return ""
    return await desk.errand(lambda _: desk.services.approve(name, report=report))


async def publish(desk: Desk, standing: Standing) -> str:
    """Issue a permit for a channel, after it was shown; what is judged once more is judged after that."""
    name, report = _name(standing), _report(standing)
    channel = await desk.ask(f"Publish {name} through which channel?")
    if not channel:
        return ""
    ready = await desk.errand(lambda _: desk.services.publication(name, report=report, channel=channel))
    lines = permit_lines(ready, standing, desk, channel=channel)
    if not await desk.confirm(f"Judge {name} once more, and sign this permit if it still passes?", lines):
        return ""
    return await desk.errand(lambda errand: desk.services.publish(name, report=report, channel=channel, errand=errand))


Flow: TypeAlias = Callable[[Desk, Standing], Awaitable[str]]
FLOWS: Mapping[Action, Flow] = {
    Action.REQUEST_RUN: run_check,
    Action.BUILD_MANIFEST: build_manifest,
    Action.RESUME: go_on,
    Action.APPROVE: approve,
    Action.PUBLISH: publish,
}


def approval_lines(prepared: Approved, standing: Standing, desk: Desk) -> tuple[Line, ...]:
    """Exactly what is signed."""
    alone = "single-person: policy lets one who is excluded approve" if prepared.single_person else ""
    more = "" if prepared.complete else "one more person has to approve after this"
    return (
        *_signed(standing, desk, account=prepared.account),
        *_digest("report", standing.report_name, prepared.report),
        *_digest("manifest", _manifest(standing), prepared.manifest),
        Line(label="excluded", text=", ".join(prepared.excluded) or "nobody"),
        Line(label="channels", text=", ".join(prepared.channels) or "every channel"),
        Line(label="until", text=prepared.expires),
        *(Line(text=note, tone=Tone.OPEN) for note in (alone, more) if note),
    )


def permit_lines(ready: ReadyToPublish, standing: Standing, desk: Desk, *, channel: str) -> tuple[Line, ...]:
    """Exactly what the permit lets out, and on whose word."""
    excluded = sorted({account for one in ready.approvals for account in one.excluded})
    accounts = ", ".join(one.account for one in ready.approvals)
    return (
        *_signed(standing, desk, account=""),
        *_digest("report", standing.report_name, ready.report.digest),
        *_digest("manifest", _manifest(standing), ready.manifest.digest),
        Line(label="approved", text=accounts),
        Line(label="excluded", text=", ".join(excluded) or "nobody"),
        Line(label="channel", text=f"{channel}: {ready.target.registry} as {ready.target.project}"),
        *(line for one in ready.files for line in _digest("file", f"{one.name} ({one.size} bytes)", one.sha256)),
        Line(label="job", text="as this environment names it, none outside of one; `release publish` names another"),
    )


def _signed(standing: Standing, desk: Desk, *, account: str) -> tuple[Line, ...]:
    who = f"{desk.services.actor} ({account})" if account else desk.services.actor
    return (
        Line(label="by", text=who, tone=Tone.STRONG),
        Line(label="namespace", text=str(standing.namespace)),
    )


def _digest(label: str, name: str, digest: str) -> tuple[Line, ...]:
    """Something that is signed by its digest, which has a line of its own."""
    return (Line(label=label, text=name), Line(text=digest, is_wide=True))


def _manifest(standing: Standing) -> str:
    return standing.manifest[1].name if standing.manifest else ""


def _name(standing: Standing) -> str:
    return standing.candidate.name if standing.candidate else ""


def _report(standing: Standing) -> str:
    return str(standing.run.run.report.digest) if standing.run and standing.run.run.report else ""


def _undone_by_a_run(standing: Standing) -> str:
    """What another run would take away."""
    run = standing.run.run if standing.run else None
    is_open = run is not None and run.status in (RunStatus.PENDING, RunStatus.RUNNING, RunStatus.WAITING)
    left = f"{run.name} is {run.status} and would no longer be current. " if run is not None and is_open else ""
    return f"{_void(standing)}{left}".strip()


def _void(standing: Standing) -> str:
    return "The approval is void then. " if standing.approvals else ""
