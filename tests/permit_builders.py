"""Permits for tests: approved candidates, judged once more as a test says, and signed by keys in memory."""

from dataclasses import dataclass, replace
from typing import Any

from checker.application.judge_again import JudgedAgain
from checker.application.publish_release import PublishAsked, Published, PublishMeans, publish_release
from checker.domain.channel import Channel
from checker.domain.namespace import Namespace
from checker.domain.permit_terms import PermitBinding, WorkflowRun
from tests.approval_builders import Judged, a_judged_candidate, commits, stored_report
from tests.candidate_builders import NAME
from tests.fakes.memory_keys import MemorySigner
from tests.release_builders import COMMIT, NOW

RUN = WorkflowRun(
    ref="octo/widget/.github/workflows/release.yml@refs/tags/v1.2.0-rc1", sha=COMMIT, run_id=7, run_attempt=1
)
PUBLISH = PublishAsked(candidate=NAME, report="rpt-001", channel="pypi", workflow=RUN, environment="release")
EXPECTED = PermitBinding(
    namespace=Namespace.REAL,
    host="github.com",
    repository_id=42,
    owner_id=7,
    commit=COMMIT,
    ref="refs/tags/v1.2.0-rc1",
    workflow=RUN,
    environment="release",
    channel="pypi",
)


@dataclass(frozen=True)
class ToldJudge:
    """Judges a manifest again, to whatever the test says of the report."""

    judged: Judged
    changes: dict[str, Any]

    def __call__(self) -> JudgedAgain:
        one = self.judged
        digest = stored_report(
            one.opened, by=one.by, anchor=one.anchor, reviews=commits(), evaluated_at=NOW, **self.changes
        )
        return JudgedAgain(data=one.by.store.get_report(name=digest).data)


def published(
    one: Judged | None = None,
    *,
    actor: str = "release-owner",
    at: str = NOW,
    judged: dict[str, Any] | None = None,
    approved_for: tuple[Channel, ...] | None = None,
    **asked: Any,  # noqa: ANN401 - any
) -> Published:
    """What comes of publishing an approved candidate; `judged` are changes of the report that is made again.

    `approved_for` are the channels of the project file of the approved report, where they are others than now.
    """
    one = one or a_judged_candidate().approved()
    means = PublishMeans(
        anchor=one.anchor,
        signer=MemorySigner(actor),
        judge=ToldJudge(one, judged or {}),
        tool="clean-release 0.1.0",
        channels=one.by.project.channels if approved_for is None else approved_for,
    )
    return publish_release(one.opened, replace(PUBLISH, **asked), means=means, by=one.acting(actor, at=at))
