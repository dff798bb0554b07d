"""Reads an attack on a release from its data and carries it out: a candidate that was judged at noon, and persons.

A case begins with a candidate whose run passed, in the namespace real, and an anchor that knows `ann` (who wrote it),
`bea` (who merged it), `cid`, `release-bot` (who imported it) and `release-owner`, each by a key to approve with and one
for permits. It does one thing (`do`) after everything that comes before it:

- `approve`: by `release-owner` or whom `by` names, `at` a moment, after those named by `approved_by`;
- `publish`: to the channel pypi, approved for `channels` (none: all), unless `approved` is false; `again` is what the
  report says that is made;
- `verify`: the permit, by a `job` that is another than it is for, or at the moment `used_at`;
- `break-glass`: for a `reason` and `hours`, by `signers`; the permit is verified at `used_at`.

`report` changes the report that is approved on, `commits` what is known of who wrote it, `importer` who imported its
files, `persons` how many have to approve; `anchor` is who is known from then on, `untrusted` a key that is not,
`of_demo` one that is for demonstrations.
`expect`: what the refusal, or the void approval, `says`, its `status` over HTTP, and the `state` of the candidate after
it; of a permit that is used, `kind` and `verdict`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from checker.application.break_glass import GlassAsked, break_glass, sign_second
from checker.application.open_lifecycle import open_lifecycle
from checker.application.publish_release import PublishMeans, publish_release
from checker.application.verify_permit import verify_permit
from checker.domain.digest import digest_of
from checker.domain.namespace import Namespace
from checker.domain.report import JudgedSource
from checker.domain.run import RunOutcome
from checker.domain.trust import Anchor, ApprovalPolicy
from tests.approval_builders import EVERYBODY, Judged, a_judged_candidate, commits, stored_report
from tests.candidate_builders import NAME, judged
from tests.fakes.memory_keys import MemorySigner
from tests.identity_builders import an_anchor
from tests.permit_builders import EXPECTED, PUBLISH, RUN, ToldJudge
from tests.release_builders import COMMIT, NOW
from tests.report_builders import a_rule, an_audit, failed, not_evaluated

_OF_RUN = ("run_id", "run_attempt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What came of it: what was said of a void approval, and kind and verdict of a permit."""

    said: str = ""
    kind: str = ""
    verdict: str = ""


@dataclass(slots=True, kw_only=True)
class ReleaseCase:
    """One case: its fields, and the candidate it is about."""

    fields: Mapping[str, Any]
    one: Judged

    @property
    def state(self) -> str:
        """Where the candidate stands, read from the store."""
        return str(open_lifecycle(self.one.by.store, project=self.one.by.project).candidate(NAME).state)

    @property
    def anchor(self) -> Anchor:
        """Whom one trusts when it is done."""
        fields = self.fields
        anchor = an_anchor(*fields["anchor"]) if "anchor" in fields else self.one.anchor
        known = (key for key in anchor.keys if key.name != fields.get("untrusted"))
        demo = fields.get("of_demo")
        return replace(
            anchor, keys=tuple(replace(one, namespace=Namespace.DEMO) if one.name == demo else one for one in known)
        )

    def run(self) -> Ended:
        """Carry it out.

        Raises:
            CleanReleaseError: it was refused.
        """
        match self.fields["do"]:
            case "approve":
                one = replace(self.one, anchor=self.anchor)
                for actor in (*self.fields.get("approved_by", ()), self.fields.get("by", "release-owner")):
                    one = one.approved(actor, at=self.fields.get("at", NOW))
                return Ended()
            case "break-glass":
                return self._break()
            case _:
                return self._publish()

    def _publish(self) -> Ended:
        fields = self.fields
        if fields.get("approved", True):
            self.one = self.one.approved(channels=tuple(fields.get("channels", ())))
        is_verified = fields["do"] == "verify"
        judge = ToldJudge(self.one, changes_of(fields.get("again", {})))
        means = PublishMeans(
            anchor=self.one.anchor if is_verified else self.anchor,
            signer=MemorySigner("release-owner"),
            judge=judge,
            tool="clean-release",
        )
        by = self.one.acting("release-owner", at=fields.get("at", NOW))
        found = publish_release(self.one.opened, PUBLISH, means=means, by=by)
        if is_verified:
            return self._verify(found.permit)
        told = f"{', '.join(found.changed)} changed since" if found.changed else ""
        return Ended(said="; ".join([told, *found.void_because]))

    def _break(self) -> Ended:
        first, *others = self.fields["signers"]
        reason, hours = self.fields["reason"], self.fields.get("hours", 1)
        asked = GlassAsked(
            candidate=NAME, channel="pypi", reason=reason, hours=hours, workflow=RUN, environment="release"
        )
        signer = MemorySigner(first)
        by = self.one.acting(first)
        _, data = break_glass(self.one.opened, asked, anchor=self.anchor, signer=signer, tool="it", by=by)
        for actor in others:
            data = sign_second(
                data, anchor=self.anchor, actor=actor, signer=MemorySigner(actor), now=NOW, source="the permit"
            )
        return self._verify(data)

    def _verify(self, permit: bytes) -> Ended:
        job = dict(self.fields.get("job", {}))
        run = {name: job.pop(name) for name in _OF_RUN if name in job}
        if "namespace" in job:
            job["namespace"] = Namespace(job["namespace"])
        expected = replace(EXPECTED, **job, workflow=replace(RUN, **run))
        if self.fields["do"] == "break-glass":
            expected = replace(expected, repository_id=0, owner_id=0)
        found = verify_permit(
            permit,
            expected=expected,
            anchor=self.anchor,
            revoked={},
            now=self.fields.get("used_at", NOW),
            source="the permit",
        )
        return Ended(kind=str(found.terms.kind), verdict=found.terms.verdict)


def case_of(fields: Mapping[str, Any]) -> ReleaseCase:
    """The case, up to the report of its candidate."""
    changes = changes_of(fields.get("report", {}))
    if "commits" in fields:
        changes["reviews"] = commits(**fields["commits"])
    if "importer" in fields:
        changes["importer"] = fields["importer"]
    if "persons" in fields:
        changes["anchor"] = replace(EVERYBODY, approval=ApprovalPolicy(persons=fields["persons"]))
    if not changes.get("rulings"):
        return ReleaseCase(fields=fields, one=a_judged_candidate(**changes))
    one = a_judged_candidate()
    digest = stored_report(one.opened, by=one.by, anchor=EVERYBODY, reviews=commits(), **changes)
    opened = judged(one.by, report=digest, outcome=RunOutcome(fields["report"]["verdict"]), opened=one.opened)
    return ReleaseCase(fields=fields, one=replace(one, opened=opened))


def changes_of(said: Mapping[str, str]) -> dict[str, Any]:
    """What the words of a case change in a report."""
    changes: dict[str, Any] = {}
    if "verdict" in said:
        changes["rulings"] = (failed(a_rule()) if said["verdict"] == "blocked" else not_evaluated(a_rule()),)
    if "manifest" in said:
        changes["manifest_digest"] = digest_of(said["manifest"].encode()) if said["manifest"] else ""
    if "facts" in said:
        changes["audits"] = (replace(an_audit(), facts_digest=digest_of(said["facts"].encode())),)
    if "project" in said:
        changes["project"] = said["project"]
    if {"commit", "slug"} & said.keys():
        slug, commit = said.get("slug", "octo/widget"), said.get("commit", COMMIT)
        changes["source"] = JudgedSource(host="github.com", slug=slug, commit=commit, repository_id=42, owner_id=7)
    return changes
