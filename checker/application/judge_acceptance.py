"""Judge acceptance: what a release has to show, from its record and from audits that are fresh.

The thresholds are those of the release runbook: 99 % of the last 20 release runs succeeded, installing takes five
minutes at most, and every published file has provenance by its declared publisher. What no document says is unknown.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.application.declared_provenance import declared_provenance, publishers_of
from checker.application.fresh import Freshness, withhold_stale
from checker.application.smoke_release import INSTALLED_FROM
from checker.domain.acceptance import Answer, Requirement, together
from checker.domain.audit import Audit, AuditKind
from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.latency import MOST_P95, MOST_P99
from checker.domain.manifest import Target
from checker.domain.moment import age_in_seconds
from checker.domain.observation import Observation, Status
from checker.domain.publisher import Publisher
from checker.domain.reading import read_observation
from checker.domain.release_order import Present, why_unsettled
from checker.domain.release_record import (
    Entry,
    EvidenceAdded,
    EvidenceKind,
    ReleaseRecord,
    Smoked,
    SmokeOutcome,
    Step,
    StepOutcome,
)
from checker.formats.versions import is_same_version

LEAST_PERCENT, LAST_RUNS = 99, 20
MOST_SMOKE_SECONDS = 300
DRILL_DAYS = 90
_DAY = 86_400
_DEMANDS = {
    Step.BUILD: "a build of this commit succeeded",
    Step.TAP: "the tap is aligned with that build",
    Step.REHEARSAL: "a rehearsal with these workflow files succeeded",
    Step.PUBLISH: "the publish succeeded",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What is judged: the record, what is checked out, what is published where, and the audits that say more.

    `publishers` are all that the project file declares; nobody else's provenance counts.
    """

    record: ReleaseRecord
    present: Present
    targets: Sequence[Target]
    publishers: Sequence[Publisher]
    audits: Sequence[Audit]
    freshness: Freshness


def judge_acceptance(asked: Acceptance) -> tuple[Requirement, ...]:
    """Every requirement, in the order of a release."""
    return tuple(_requirements(asked))


def _requirements(asked: Acceptance) -> Iterator[Requirement]:
    record = asked.record
    started = record.started
    stated = f"{record.release} since {started.base_tag}, {started.mode}" if started else "nobody stated it"
    yield Requirement(
        name="context",
        demand="target, base tag and mode are stated",
        answer=Answer.MET if started else Answer.UNKNOWN,
        evidence=stated,
    )
    yield from (_step(asked, step) for step in Step)
    yield _smoke(asked)
    yield _provenance(asked)
    yield _publish_success(asked)
    names = [blocker.name for _, blocker in record.open_blockers()]
    yield Requirement(
        name="blockers",
        demand="no blocker is open",
        answer=Answer.NOT_MET if names else Answer.MET,
        evidence=f"open: {', '.join(names)}" if names else "none is open",
    )
    yield _added(asked, EvidenceKind.CANARY, demand="a canary of this commit was accepted")
    limit = f"p95 <= {MOST_P95 // 1000} ms, p99 <= {MOST_P99 // 1000} ms"
    yield _added(asked, EvidenceKind.GATE_LATENCY, demand="the gate is fast enough", limit=limit)
    yield _drill(asked)


def _step(asked: Acceptance, step: Step) -> Requirement:
    found = asked.record.last_step(step)
    why = why_unsettled(asked.record, step, asked.present)
    answer = Answer.UNKNOWN if found is None else Answer.NOT_MET if why else Answer.MET
    evidence = why
    if found and not why:
        entry, ended = found
        run = f"run {ended.run}, " if ended.run else ""
        evidence = f"{ended.outcome}: {run}{ended.reason or entry.at}"
    return Requirement(name=str(step), demand=_DEMANDS[step], answer=answer, evidence=evidence)


def _smoke(asked: Acceptance) -> Requirement:
    wanted = [(one.registry, one.project) for one in asked.targets if one.registry in INSTALLED_FROM]
    found = asked.record.smokes()
    tried = [(place, found.get(place)) for place in dict.fromkeys(wanted or found)]
    return Requirement(
        name="install-smoke",
        demand="what was published was installed and ran",
        answer=together(_of_smoke(one, asked.present) for _, one in tried),
        evidence="; ".join(_said_of_smoke(place, one, asked.present) for place, one in tried)
        or "nothing was installed",
        limit=f"<= {MOST_SMOKE_SECONDS} s",
    )


def _of_smoke(tried: tuple[Entry, Smoked] | None, present: Present) -> Answer:
    """Only what was tried at the commit that is checked out says something of it, as rules demand of it too."""
    if tried is None:
        return Answer.UNKNOWN
    entry, smoke = tried
    is_good = smoke.outcome is SmokeOutcome.SUCCEEDED and smoke.seconds <= MOST_SMOKE_SECONDS
    return Answer.MET if is_good and entry.commit == present.commit else Answer.NOT_MET


def _said_of_smoke(place: tuple[str, str], tried: tuple[Entry, Smoked] | None, present: Present) -> str:
    where = " ".join(place)
    if tried is None:
        return f"{where}: not installed"
    entry, smoke = tried
    elsewhere = "" if entry.commit == present.commit else f" at {entry.commit}, not at {present.commit}"
    return f"{where}: {smoke.outcome} in {smoke.seconds} s{elsewhere}"


def _added(asked: Acceptance, kind: EvidenceKind, *, demand: str, limit: str = "") -> Requirement:
    found = [
        added
        for entry, added in asked.record.having(EvidenceAdded)
        if added.kind is kind and entry.commit == asked.present.commit
    ]
    answer, evidence = Answer.UNKNOWN, "nothing was added for this commit"
    if found:
        last = found[-1]
        answer = Answer.MET if last.accepted else Answer.NOT_MET
        latency = f"p95 {last.p95 / 1000:g} ms, p99 {last.p99 / 1000:g} ms, " if last.p95 else ""
        evidence = f"{latency}{last.samples} samples, {last.document}"
    return Requirement(name=str(kind), demand=demand, answer=answer, evidence=evidence, limit=limit)


def _drill(asked: Acceptance) -> Requirement:
    answer, evidence = Answer.UNKNOWN, "no drill was finished"
    ended = [(entry, step) for entry, step in asked.record.drilled() if step.last]
    if ended:
        entry, last = ended[-1]
        steps = [one for _, one in asked.record.drilled() if one.attempt == last.attempt]
        good = all(one.outcome is StepOutcome.SUCCEEDED and one.seconds <= one.due for one in steps)
        recent = age_in_seconds(entry.at, at=asked.freshness.evaluated_at) <= DRILL_DAYS * _DAY
        answer = Answer.MET if good and recent else Answer.NOT_MET
        evidence = f"{last.drill} ended at {entry.at}, {'in time' if good else 'late or failed'}"
    return Requirement(
        name="drill",
        demand="the incident drill was done in time",
        answer=answer,
        evidence=evidence,
        limit=f"<= {DRILL_DAYS} days ago",
    )


# -- from audits --------------------------------------------------------------------------------------------------


def _publish_success(asked: Acceptance) -> Requirement:
    runs = _section(asked, AuditKind.HISTORY, "release_runs")
    answer, evidence = Answer.UNKNOWN, _why(runs)
    if runs.status is Status.COLLECTED:
        ended = [run for run in objects_of(runs.value, "release_runs") if run["status"] == "completed"]
        recent = sorted(ended, key=lambda run: (str(run["created_at"]), str(run["id"])))[-LAST_RUNS:]
        good = sum(run["conclusion"] == "success" for run in recent)
        evidence = f"{good} of the last {len(recent)} runs"
        if recent:
            answer = Answer.MET if good * 100 >= LEAST_PERCENT * len(recent) else Answer.NOT_MET
    return Requirement(
        name="publish-success",
        demand="release runs succeed",
        answer=answer,
        evidence=evidence,
        limit=f">= {LEAST_PERCENT} % of the last {LAST_RUNS} runs",
    )


def _provenance(asked: Acceptance) -> Requirement:
    found = _section(asked, AuditKind.REGISTRY, "publication")
    answers, said = [Answer.UNKNOWN], [_why(found)]
    if found.status is Status.COLLECTED:
        judged = [_of_publication(one, asked) for one in objects_of(found.value, "publication")]
        answers, said = [one for one, _ in judged], [text for _, text in judged]
    return Requirement(
        name="provenance",
        demand="every published file has provenance by its declared publisher",
        answer=together(answers),
        evidence="; ".join(said) or "nothing was looked for",
        limit="100 %",
    )


def _of_publication(publication: dict[str, Json], asked: Acceptance) -> tuple[Answer, str]:
    where = f"{publication['registry']} {publication['project']}"
    version = text_of(publication["version"], "version")
    if not is_same_version(version, asked.record.release):
        return Answer.UNKNOWN, f"{where}: version {version} was looked for"
    files = read_observation(field_of(publication, "files"), name="files")
    if files.status is not Status.COLLECTED:
        return Answer.UNKNOWN, f"{where}: {_why(files)}"
    own = publishers_of(publication, asked.publishers)
    answers = [_of_file(file, own) for file in objects_of(files.value, "files")]
    good = sum(one is Answer.MET for one in answers)
    nobody = "" if own else ", and no publisher is declared"
    return together(answers), f"{where}: {good} of {len(answers)} files{nobody}"


def _of_file(file: dict[str, Json], publishers: Sequence[Publisher]) -> Answer:
    declared = declared_provenance(file, publishers)
    if declared.status is not Status.COLLECTED:
        return Answer.UNKNOWN
    return Answer.MET if declared.value is True else Answer.NOT_MET


def _section(asked: Acceptance, kind: AuditKind, name: str) -> Observation:
    audits = [withhold_stale(audit, asked.freshness) for audit in asked.audits if audit.kind is kind]
    return read_observation(audits[0].sections.get(name) if audits else None, name=f"{kind}.{name}")


def _why(seen: Observation) -> str:
    return seen.detail.why or f"it is {seen.status}"
