"""The acceptance matrix: what is shown is met, what is shown to be wrong is not, and everything else is unknown."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.fresh import Freshness
from checker.application.judge_acceptance import Acceptance, judge_acceptance
from checker.application.plan_release import next_in_words, plan_release
from checker.domain.acceptance import Answer, Requirement
from checker.domain.audit import Audit, AuditKind, AuditSubject
from checker.domain.digest import digest_of
from checker.domain.json_value import Json
from checker.domain.manifest import Artifact, Target
from checker.domain.namespace import Purpose
from checker.domain.observation import Status, collected, unread
from checker.domain.provenance import GITHUB_KIND, Attested
from checker.domain.publisher import Publisher, PublishingRegistry
from checker.domain.release_record import (
    Content,
    DrillStep,
    EvidenceAdded,
    EvidenceKind,
    ReleaseRecord,
    Smoked,
    SmokeOutcome,
    Step,
    StepOutcome,
)
from tests.release_builders import COMMIT, HERE, NOW, OTHER, STARTED, a_blocker, ended, entries

MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN
PYPI = Target(registry="pypi", project="widget")
OWN = Publisher(
    registry=PublishingRegistry.PYPI, project="Widget", owner="octo", repository="widget", workflow="release.yml"
)


def asked(*contents: Content, audits: tuple[Audit, ...] = (), **changes: Any) -> Acceptance:  # noqa: ANN401 - any part
    fields: dict[str, Any] = {
        "record": ReleaseRecord(
            release="v1.2.0", entries=entries(STARTED, *contents), drills=entries(STARTED, *contents)
        ),
        "present": HERE,
        "targets": (),
        "publishers": (OWN,),
        "audits": audits,
        "freshness": Freshness(evaluated_at=NOW, max_age_hours=24, purpose=Purpose.CHECK),
        **changes,
    }
    return Acceptance(**fields)


def row(name: str, given: Acceptance) -> Requirement:
    (found,) = (one for one in judge_acceptance(given) if one.name == name)
    return found


def audit(kind: AuditKind, at: str = NOW, **sections: Json) -> Audit:
    return Audit(
        kind=kind,
        host="github.com",
        provider="github",
        subject=AuditSubject(slug="octo/widget"),
        collected_at=at,
        sections=sections,
        digest=digest_of(b"audit"),
        facts_digest=digest_of(b"facts"),
        document={},
    )


def runs(*conclusions: str, status: str = "completed", at: str = NOW) -> Audit:
    listed: list[Json] = [
        {"id": number, "status": status, "conclusion": conclusion, "created_at": f"2026-02-01T00:00:{number:02d}Z"}
        for number, conclusion in enumerate(conclusions)
    ]
    return audit(AuditKind.HISTORY, at, release_runs=collected(listed).to_json())


def test_nothing_that_nobody_showed_is_met() -> None:
    answers = {one.name: one.answer for one in judge_acceptance(asked())}

    assert [name for name, answer in answers.items() if answer is MET] == ["context", "blockers"]
    assert NOT_MET not in answers.values()
    bare = asked(record=ReleaseRecord(release="v1.2.0"))
    assert row("context", bare).answer is UNKNOWN


def test_a_step_is_met_here_and_not_where_it_failed_or_is_of_another_commit() -> None:
    build = ended(Step.BUILD)

    assert row("build", asked(build)) == Requirement(
        name="build",
        demand="a build of this commit succeeded",
        answer=MET,
        evidence="succeeded: run 7, 2026-02-26T12:00:00Z",
    )
    assert row("tap", asked(build)).answer is UNKNOWN
    assert row("build", asked(ended(Step.BUILD, StepOutcome.FAILED))).answer is NOT_MET
    assert row("build", asked(build, present=replace(HERE, commit=OTHER))).answer is NOT_MET
    no_tap = ended(Step.TAP, StepOutcome.NOT_NEEDED, run=0, reason="no tap")
    assert row("tap", asked(build, no_tap)).evidence == "not-needed: no tap"


def smoke(outcome: SmokeOutcome = SmokeOutcome.SUCCEEDED, seconds: int = 9, registry: str = "pypi") -> Smoked:
    return Smoked(
        registry=registry, project="widget", version="1.2.0", outcome=outcome, seconds=seconds, command=("widget",)
    )


@pytest.mark.parametrize(
    ("smokes", "answer"),
    [
        ((), UNKNOWN),
        ((smoke(),), MET),
        ((smoke(seconds=300),), MET),
        ((smoke(seconds=301),), NOT_MET),
        ((smoke(SmokeOutcome.FAILED),), NOT_MET),
        ((smoke(SmokeOutcome.TIMED_OUT),), NOT_MET),
        ((smoke(SmokeOutcome.FAILED), smoke()), MET),
        ((smoke(), smoke(SmokeOutcome.FAILED)), NOT_MET),
    ],
)
def test_the_last_smoke_test_of_a_place_counts(smokes: tuple[Smoked, ...], answer: Answer) -> None:
    assert row("install-smoke", asked(*smokes)).answer is answer
    assert row("install-smoke", asked(*smokes, targets=(PYPI,))).answer is answer


def test_a_smoke_test_at_another_commit_says_nothing_of_this_one() -> None:
    there = replace(HERE, commit=OTHER)
    found = row("install-smoke", asked(smoke(), present=there))
    assert found.answer is NOT_MET
    assert found.evidence == f"pypi widget: succeeded in 9 s at {COMMIT}, not at {OTHER}"
    failed = row("install-smoke", asked(smoke(SmokeOutcome.FAILED), present=there, targets=(PYPI,)))
    assert failed.answer is NOT_MET


def test_every_declared_place_that_can_be_installed_from_has_to_be_tried() -> None:
    targets = (PYPI, Target(registry="testpypi", project="widget"), Target(registry="github", project="octo/widget"))

    found = row("install-smoke", asked(smoke(), smoke(registry="dist"), targets=targets))
    assert found.answer is UNKNOWN
    assert found.evidence == "pypi widget: succeeded in 9 s; testpypi widget: not installed"
    assert row("install-smoke", asked(smoke(), smoke(registry="testpypi"), targets=targets)).answer is MET


@pytest.mark.parametrize(
    ("given", "answer", "evidence"),
    [
        (runs(*["success"] * 20), MET, "20 of the last 20 runs"),
        (runs("failure", *["success"] * 20), MET, "20 of the last 20 runs"),
        (runs(*["success"] * 19, "failure"), NOT_MET, "19 of the last 20 runs"),
        (runs("cancelled"), NOT_MET, "0 of the last 1 runs"),
        (runs(), UNKNOWN, "0 of the last 0 runs"),
        (runs("success", status="in_progress"), UNKNOWN, "0 of the last 0 runs"),
        (runs("success", at="2026-02-25T11:59:59Z"), UNKNOWN, "more than 24 hours"),
        (
            audit(AuditKind.HISTORY, release_runs=unread(Status.DENIED, why="no permission").to_json()),
            UNKNOWN,
            "no permission",
        ),
        (audit(AuditKind.HISTORY, release_runs={"status": "denied", "evidence": []}), UNKNOWN, "it is denied"),
        (audit(AuditKind.REPOSITORY), UNKNOWN, "is not in the document"),
    ],
)
def test_release_runs_have_to_succeed(given: Audit, answer: Answer, evidence: str) -> None:
    found = row("publish-success", asked(audits=(given,)))

    assert found.answer is answer
    assert evidence in found.evidence


def published(*files: Json, version: str = "1.2.0", read: Json = None) -> Audit:
    publication: dict[str, Json] = {
        "registry": "pypi",
        "project": "widget",
        "version": version,
        "files": read or collected(list(files)).to_json(),
    }
    return audit(AuditKind.REGISTRY, publication=collected([publication]).to_json())


GOOD = Attested(predicate="p", kind=GITHUB_KIND, repository="octo/widget", workflow="release.yml")
BAD = replace(GOOD, why="it is about another file")
OTHERS = replace(GOOD, repository="mallory/widget")
ANOTHER_FILE = replace(GOOD, workflow="any.yml")


def file(*attested: Attested) -> Json:
    return {"provenance": collected([one.to_json() for one in attested]).to_json()}


UNREAD: Json = unread(Status.ERROR, why="no answer").to_json()


@pytest.mark.parametrize(
    ("given", "answer", "evidence"),
    [
        (published(file(GOOD), file(GOOD, GOOD)), MET, "pypi widget: 2 of 2 files"),
        (published(file(GOOD), file(BAD, GOOD)), NOT_MET, "pypi widget: 1 of 2 files"),
        (published(file(OTHERS)), NOT_MET, "pypi widget: 0 of 1 files"),
        (published(file(ANOTHER_FILE)), NOT_MET, "pypi widget: 0 of 1 files"),
        (published(file(GOOD, OTHERS)), NOT_MET, "pypi widget: 0 of 1 files"),
        (published(file(GOOD), file()), NOT_MET, "pypi widget: 1 of 2 files"),
        (published(file(GOOD), file(BAD)), NOT_MET, "pypi widget: 1 of 2 files"),
        (published(file(GOOD), {"provenance": UNREAD}), UNKNOWN, "pypi widget: 1 of 2 files"),
        (published(), UNKNOWN, "pypi widget: 0 of 0 files"),
        (published(file(GOOD), version="1.1.0"), UNKNOWN, "version 1.1.0 was looked for"),
        (published(read=UNREAD), UNKNOWN, "pypi widget: no answer"),
        (audit(AuditKind.REGISTRY, publication=collected([]).to_json()), UNKNOWN, "nothing was looked for"),
        (audit(AuditKind.REGISTRY), UNKNOWN, "is not in the document"),
    ],
)
def test_every_published_file_has_to_have_provenance_by_its_publisher(
    given: Audit, answer: Answer, evidence: str
) -> None:
    found = row("provenance", asked(audits=(given,)))

    assert found.answer is answer
    assert evidence in found.evidence


@pytest.mark.parametrize(
    ("publishers", "evidence"),
    [
        ((), "pypi widget: 0 of 1 files, and no publisher is declared"),
        ((replace(OWN, project="other"),), "pypi widget: 0 of 1 files, and no publisher is declared"),
        ((replace(OWN, registry=PublishingRegistry.NPM),), "pypi widget: 0 of 1 files, and no publisher is declared"),
        ((replace(OWN, owner="mallory"),), "pypi widget: 0 of 1 files"),
    ],
)
def test_provenance_counts_for_the_publishers_of_its_project_alone(
    publishers: tuple[Publisher, ...], evidence: str
) -> None:
    found = row("provenance", asked(audits=(published(file(GOOD)),), publishers=publishers))

    assert (found.answer, found.evidence) == (NOT_MET, evidence)


def test_an_open_blocker_is_in_the_way() -> None:
    assert row("blockers", asked(a_blocker())).evidence == "open: flaky"
    assert row("blockers", asked(a_blocker())).answer is NOT_MET


def latency(*, accepted: bool = True) -> EvidenceAdded:
    return EvidenceAdded(
        kind=EvidenceKind.GATE_LATENCY, document=digest_of(b"x"), accepted=accepted, samples=9, p95=62_500, p99=104_000
    )


def test_the_last_evidence_about_this_commit_counts() -> None:
    canary = EvidenceAdded(kind=EvidenceKind.CANARY, document=digest_of(b"x"), accepted=True, samples=9)

    assert row("canary", asked(canary)).answer is MET
    assert row("canary", asked(canary, replace(canary, accepted=False))).answer is NOT_MET
    assert row("canary", asked(canary, present=replace(HERE, commit=OTHER))).answer is UNKNOWN
    assert row("canary", asked(latency())).answer is UNKNOWN
    found = row("gate-latency", asked(latency()))
    assert found.answer is MET
    assert found.evidence.startswith("p95 62.5 ms, p99 104 ms, 9 samples, sha256:")


def drilled(**changes: Any) -> DrillStep:  # noqa: ANN401 - any field of it
    fields: dict[str, Any] = {
        "drill": "publish-incident",
        "attempt": 1,
        "step": "detect",
        "outcome": StepOutcome.SUCCEEDED,
        "seconds": 5,
        "due": 60,
        "last": False,
        **changes,
    }
    return DrillStep(**fields)


@pytest.mark.parametrize(
    ("steps", "answer"),
    [
        ((), UNKNOWN),
        ((drilled(),), UNKNOWN),
        ((drilled(), drilled(last=True)), MET),
        ((drilled(seconds=61), drilled(last=True)), NOT_MET),
        ((drilled(outcome=StepOutcome.FAILED), drilled(last=True)), NOT_MET),
        ((drilled(seconds=61), drilled(last=True), drilled(attempt=2), drilled(attempt=2, last=True)), MET),
    ],
)
def test_a_drill_has_to_be_finished_in_time(steps: tuple[DrillStep, ...], answer: Answer) -> None:
    assert row("drill", asked(*steps)).answer is answer


def test_a_drill_of_last_year_is_not_met() -> None:
    old = ReleaseRecord(release="v1.2.0", drills=entries(drilled(last=True), at="2025-02-26T12:00:00Z"))

    assert row("drill", asked(record=old)).answer is NOT_MET


# -- the plan ---------------------------------------------------------------------------------------------------------


def test_the_plan_says_what_is_done_and_what_each_step_waits_for() -> None:
    record = asked(ended(Step.BUILD)).record
    built = Artifact(name="widget.whl", kind="wheel", sha256="0" * 64, size=1)
    plan = plan_release(record, present=HERE, artifacts=[built], notes=["no dist"])

    assert [(one.step, one.is_done, one.waits_for) for one in plan.steps] == [
        (Step.BUILD, True, ""),
        (Step.TAP, False, ""),
        (Step.REHEARSAL, False, "tap was not done"),
        (Step.PUBLISH, False, "tap was not done"),
    ]
    assert plan.steps[1].command == "clean-release release step tap --outcome succeeded --target v1.2.0"
    assert plan.steps[2].command.endswith("--run-id RUN --target v1.2.0")
    assert (plan.artifacts, plan.notes, plan.next_step) == ((built,), ("no dist",), "tap")


def test_the_next_step_is_said_in_words() -> None:
    done = [ended(step) for step in Step]

    assert next_in_words(asked(*done).record, HERE) == "nothing: every step succeeded at this commit"
    blocked = asked(*done[:3], a_blocker()).record
    assert next_in_words(blocked, HERE) == "publish, once this is settled: a blocker is open: flaky"
    assert HERE.commit == COMMIT
