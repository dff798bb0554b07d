"""The main job: the report holds everything that made the verdict, and no rule runs over what does not belong."""

from dataclasses import replace

import pytest

from checker.application.check import CheckRequest, CheckResult, check
from checker.application.check_project import check_request, loaded_project
from checker.application.gate import REQUIRES_NOTHING
from checker.application.prepare_snapshot import prepare_snapshot
from checker.application.read_documents import GivenDocuments, Readers, read_documents
from checker.domain.audit import AuditKind
from checker.domain.digest import digest_of
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace, Purpose
from checker.domain.outcome import Outcome
from checker.domain.report import Report
from checker.domain.rule import Contract, Enforcement
from checker.domain.snapshot import OfferedCollection, Weakening
from checker.domain.trust import Anchor, ApprovalPolicy
from checker.domain.verdict import Verdict
from checker.errors import InputRefusedError, TrustError
from checker.formats.canonical import canonical_bytes
from checker.formats.json_schema import DocumentSchema
from checker.formats.strict_json import read_json
from checker.ports.engine import Defined, Failed, PolicyEngine
from tests.builders import an_anchor
from tests.fakes.scripted_engine import ScriptedEngine
from tests.policy_builders import ENGINE, a_folder, a_policy
from tests.project_builders import EVALUATED_AT, PROJECT, asked, audit_document, given, named, pinning, services

FOLDER = a_folder(a_policy())
ANCHOR = replace(pinning(FOLDER), required_rules=("branch.guarded",))
BY = services(FOLDER)


def a_request(documents: GivenDocuments | None = None, *, anchor: Anchor | None = ANCHOR) -> CheckRequest:
    loaded = loaded_project(PROJECT.encode(), None)
    snapshot = prepare_snapshot(loaded.project, anchor=anchor, now=EVALUATED_AT, lock=None, services=BY)
    read = read_documents(
        documents or given(), readers=Readers.under(anchor, namespace=Namespace.REAL, at=EVALUATED_AT)
    )
    request = check_request(loaded, asked(anchor=None), read, snapshot=snapshot, input_schema=BY.input_schema)
    return replace(request, anchor=anchor, lock_names_snapshot=True)


def checked(request: CheckRequest, *, engine: PolicyEngine = ENGINE) -> CheckResult:
    return check(request, engine=engine, schema=DocumentSchema(BY.input_schema))


def report_of(request: CheckRequest, *, engine: PolicyEngine = ENGINE) -> Report:
    return checked(request, engine=engine).report


def test_a_protected_repository_passes_and_gates() -> None:
    report = report_of(a_request())

    assert (report.verdict, report.verdict_because) == (Verdict.PASSED, ())
    assert (report.gating.gating, report.gating.because) == (True, ())
    assert [(ruling.rule.code, ruling.outcome) for ruling in report.rulings] == [("branch.guarded", Outcome.PASSED)]


def test_the_report_names_everything_that_made_it() -> None:
    request = a_request()
    result = checked(request)
    report = result.report

    assert report.input_digest == digest_of(result.input_bytes)
    assert report.snapshot is request.snapshot
    assert request.documents.manifest is not None
    assert (report.manifest_digest, report.manifest_version) == (request.documents.manifest.digest, "2.0.0")
    assert [audit.digest for audit in report.audits] == [audit.digest for audit in request.documents.audits]
    assert [item.kind for item in report.evidence] == ["project", "artifacts"]
    assert (report.engine_kind, report.engine_version) == (ENGINE.kind, ENGINE.version)
    assert report.limits == ENGINE.limits
    assert report.source.repository_id == 424242
    assert report.evaluated_at == EVALUATED_AT


def test_without_manifest_and_anchor_the_report_says_neither_and_opens_nothing() -> None:
    report = report_of(a_request(given(manifest=None, artifacts=None), anchor=None))

    assert (report.manifest_digest, report.manifest_version, report.anchor) == ("", "", "")
    assert not report.gating.gating


def test_what_the_anchor_requires_and_the_snapshot_lacks_leaves_it_undecided() -> None:
    anchor = replace(ANCHOR, required_rules=("branch.no_bypass",))

    report = report_of(replace(a_request(), anchor=anchor))

    assert report.verdict is Verdict.UNDECIDED
    assert report.verdict_because == ("required rule branch.no_bypass is not in the snapshot",)


def test_a_selection_that_leaves_out_a_rule_of_a_required_collection_never_passes() -> None:
    request = a_request()
    offered = (OfferedCollection(name="acme/minimal", rules=("branch.guarded", "branch.left_out")),)
    snapshot = replace(request.snapshot, collections=offered)
    anchor = replace(ANCHOR, required_rules=(), required_collections=("acme/minimal",))

    report = report_of(replace(request, snapshot=snapshot, anchor=anchor))

    assert report.verdict is Verdict.UNDECIDED
    assert report.verdict_because == ("required rule branch.left_out is not in the snapshot",)


def test_a_snapshot_offers_its_collections_whatever_was_selected() -> None:
    assert [item.name for item in a_request().snapshot.collections] == ["mine/release-gate"]
    assert {code for item in a_request().snapshot.collections for code in item.rules} == {"branch.guarded"}


def test_an_anchor_that_requires_nothing_opens_nothing() -> None:
    report = report_of(replace(a_request(), anchor=pinning(FOLDER)))

    assert report.verdict is Verdict.PASSED
    assert report.gating.because == (REQUIRES_NOTHING,)


def test_a_flag_that_weakens_leaves_it_undecided_and_without_a_gate() -> None:
    report = report_of(replace(a_request(), flags=("--ignore-age",)))

    assert report.verdict is Verdict.UNDECIDED
    assert not report.gating.gating


def test_an_audit_older_than_the_anchor_allows_decides_nothing() -> None:
    request = a_request()
    late = replace(request.context, evaluated_at="2026-03-02T13:30:16Z")

    assert report_of(replace(request, context=late)).verdict is Verdict.PASSED
    anchor = replace(ANCHOR, audit_max_age_hours=1)
    report = report_of(replace(request, context=late, anchor=anchor))
    assert report.verdict is Verdict.UNDECIDED
    assert [gap.observation for gap in report.unread] == ["repository.effective_protection[].protected"]


def test_without_an_anchor_an_audit_lasts_a_day() -> None:
    request = a_request(anchor=None)
    a_day_late = replace(request.context, evaluated_at="2026-03-03T12:00:00Z")

    assert report_of(replace(request, context=a_day_late)).verdict is Verdict.UNDECIDED


def baseline_checks(at: str, *, purpose: Purpose = Purpose.CHECK) -> dict[str, Json]:
    """What rules see of the checks that a baseline of a moment required."""
    baseline = canonical_bytes({**audit_document("repository"), "collected_at": at})
    request = a_request(given(baseline=named("baseline.json", baseline)))
    return told_checks(checked(replace(request, context=replace(request.context, purpose=purpose))))


def told_checks(result: CheckResult) -> dict[str, Json]:
    document = object_of(read_json(result.input_bytes, source="input"), "the input")
    return object_of(object_of(document["repository"], "repository")["baseline_checks"], "it")


def test_a_baseline_holds_however_old_it_is_and_whatever_the_verdict_is_for() -> None:
    for purpose in Purpose:
        assert baseline_checks("2020-01-01T00:00:00Z", purpose=purpose)["status"] == "collected"


def test_a_baseline_that_was_read_after_the_verdict_holds_nothing() -> None:
    assert baseline_checks("2030-01-01T00:00:00Z")["status"] != "collected"


def test_without_a_baseline_it_is_said_how_to_give_one() -> None:
    seen = told_checks(checked(a_request()))
    assert (seen["status"], "--baseline" in str(seen)) == ("not_requested", True)


def test_a_snapshot_taken_for_another_input_schema_is_refused() -> None:
    with pytest.raises(TrustError, match="another version of the input schema"):
        checked(replace(a_request(), input_schema=b"{}"))


def test_documents_of_another_repository_are_refused_before_any_rule_runs() -> None:
    with pytest.raises(TrustError):
        checked(replace(a_request(), slug="example-org/other"), engine=ScriptedEngine({}))


def test_an_input_against_its_schema_is_refused_before_any_rule_runs() -> None:
    request = a_request()
    audit = replace(request.documents.audits[0], sections={"branches": {"status": "collected", "evidence": []}})
    documents = replace(request.documents, audits=(audit,))

    with pytest.raises(InputRefusedError):
        checked(replace(request, documents=documents), engine=ScriptedEngine({}))


def test_an_engine_that_ran_out_of_time_makes_a_report_that_need_not_come_out_again() -> None:
    report = report_of(a_request(), engine=ScriptedEngine({"rules.branch.guarded": Failed(code="timeout")}))

    assert not report.replayable
    assert report.verdict is Verdict.UNDECIDED


def test_a_rule_that_is_not_in_force_yet_warns_and_says_from_when_it_blocks() -> None:
    request = a_request()
    rule = replace(request.snapshot.rules[0], effective_on="2026-04-01T00:00:00Z")
    snapshot = replace(request.snapshot, rules=(rule,))
    denies = ScriptedEngine(
        {"rules.branch.guarded": Defined({"subjects": ["refs/heads/main"], "holds": {"refs/heads/main": False}})}
    )

    report = report_of(replace(request, snapshot=snapshot), engine=denies)

    assert report.rulings[0].rule.enforcement is Enforcement.WARN
    assert report.verdict is Verdict.UNDECIDED
    assert report.warnings == ("branch.guarded fails and will block from 2026-04-01T00:00:00Z on",)


def test_a_reader_is_warned_of_weakenings_silence_and_new_names() -> None:
    request = a_request()
    rule = replace(request.snapshot.rules[0], contract=Contract.CONFTEST, package="main", code="main.deny")
    bundles = (replace(request.snapshot.bundles[0], contract=Contract.CONFTEST),)
    weakenings = (Weakening(rule="a.b", what="excluded"), Weakening(rule="a.c", what="excluded", allowed_by="anchor"))
    snapshot = replace(
        request.snapshot, rules=(replace(rule, origin=bundles[0].bundle.name),), bundles=bundles, weakenings=weakenings
    )
    (audit,) = request.documents.audits
    renamed = replace(audit, subject=replace(audit.subject, renamed=True, requested_slug="old/widget"))
    documents = replace(request.documents, audits=(renamed,))

    report = report_of(
        replace(request, snapshot=snapshot, documents=documents, warnings=("said before",)),
        engine=ScriptedEngine({"rules.branch.guarded": Defined({}), "main": Defined({})}),
    )

    assert report.warnings == (
        "said before",
        "a.b is weakened: excluded",
        "a.c is weakened: excluded (the anchor allows it)",
        "main.deny passes by silence",
        "old/widget is now called example-org/widget",
    )


@pytest.mark.parametrize(
    ("purpose", "alone", "says"),
    [
        (Purpose.RELEASE, True, True),
        (Purpose.PUBLISH, True, True),
        (Purpose.CHECK, True, False),
        (Purpose.RELEASE, False, False),
    ],
)
def test_a_report_to_release_by_says_that_one_person_may_be_enough(
    purpose: Purpose, *, alone: bool, says: bool
) -> None:
    request = a_request(anchor=replace(ANCHOR, approval=ApprovalPolicy(single_person=alone)))
    report = report_of(replace(request, context=replace(request.context, purpose=purpose)))

    assert any(warning.startswith("single-person: ") for warning in report.warnings) is says


def test_an_anchor_of_another_repository_opens_nothing() -> None:
    report = report_of(replace(a_request(), anchor=an_anchor()))

    assert report.source.bound_by == "nothing"
    assert not report.gating.gating


def test_in_real_a_plain_audit_opens_nothing() -> None:
    request = a_request()
    context = replace(request.context, namespace=Namespace.REAL)

    report = report_of(replace(request, context=context))

    assert "the repository audit is a file anyone could have written" in report.gating.because
    assert request.documents.audits[0].kind is AuditKind.REPOSITORY
