"""Replaying: a report comes out again byte for byte from what was kept, or the difference is said."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from checker.application.ad_hoc import ad_hoc_project
from checker.application.check_project import CheckedProject, LoadedProject, check_project, loaded_project
from checker.application.lock_project import lock_project
from checker.application.prepare_snapshot import PolicyServices
from checker.application.replay_report import Replay, replay_report
from checker.application.sign_audit import sign_audit
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.report import JudgedDocument, Report
from checker.domain.verdict import Verdict
from checker.errors import NotFoundError
from checker.formats.json_schema import DocumentSchema
from checker.formats.lock_v1 import render_lock
from checker.formats.report_v1 import report_bytes
from checker.ports.engine import Defined, EngineAnswer, PolicyEngine, Undefined
from tests.fakes.memory_keys import MemorySigner
from tests.fakes.scripted_engine import ScriptedEngine
from tests.policy_builders import a_folder, a_policy
from tests.project_builders import (
    ANCHOR,
    EVALUATED_AT,
    PROJECT,
    TOOL,
    asked,
    audit_bytes,
    given,
    named,
    services,
    trusted_anchor,
)

FOLDER = a_folder(a_policy())
AUDITOR = MemorySigner("auditor")


def with_auditor() -> str:
    key = AUDITOR.identity.public_key.replace("\n", "\n      ").rstrip()
    return f"{ANCHOR}keys:\n  - name: auditor\n    role: auditor\n    namespace: demo\n    public_key: |\n      {key}\n"


def checked(by: PolicyServices, loaded: LoadedProject, **changes: object) -> CheckedProject:
    return check_project(loaded, asked(**changes), services=by, schema=DocumentSchema(by.input_schema))


def project(by: PolicyServices) -> LoadedProject:
    """The project with its lock."""
    loaded = loaded_project(PROJECT.encode(), None)
    anchor = trusted_anchor().anchor
    lock = lock_project(loaded, anchor=anchor, now=EVALUATED_AT, upgrade=False, services=by).wanted
    return loaded_project(PROJECT.encode(), render_lock(lock))


def replayed(by: PolicyServices, result: CheckedProject, *, tool: str = TOOL) -> Replay:
    return replay_report(name=result.digest, services=by, tool=tool)


def keep(by: PolicyServices, report: Report) -> CheckedProject:
    """A report as somebody else would have made it, kept beside the documents of the real one."""
    data = report_bytes(report)
    by.store.put_report(digest=digest_of(data), data=data)
    return CheckedProject(digest=digest_of(data), data=data, report=report)


def test_a_report_made_under_another_anchor_comes_out_again_and_counts_for_nothing() -> None:
    by = services(FOLDER)
    made = checked(by, project(by)).digest
    own = trusted_anchor().anchor
    other = replace(own, digest=digest_of(b"another anchor"))
    assert replay_report(name=made, services=by, tool=TOOL, own=own).foreign == ""
    found = replay_report(name=made, services=by, tool=TOOL, own=other)
    assert (found.is_identical, found.foreign) == (
        True,
        f"the report was made under anchor {own.digest}, yours is {other.digest}",
    )


def test_a_report_comes_out_byte_for_byte() -> None:
    by = services(FOLDER)
    found = replayed(by, checked(by, project(by)))

    assert (found.is_identical, found.holds, found.differences, found.notes) == (True, True, (), ())


@pytest.mark.parametrize(
    "changes",
    [
        {"anchor": None},
        {"given": given(manifest=None, artifacts=None)},
        {"given": given(audits=())},
        {"given": given(baseline=named("baseline.json", audit_bytes()))},
        {
            "anchor": trusted_anchor(with_auditor()),
            "given": given(
                audits=(
                    named("signed.json", sign_audit(audit_bytes(), source="it", signer=AUDITOR)),
                    named("history.json", audit_bytes("history")),
                )
            ),
        },
    ],
    ids=["no anchor", "no candidate", "no audit", "a baseline", "a signed and a plain audit"],
)
def test_so_does_one_of_fewer_or_signed_documents(changes: dict[str, object]) -> None:
    by = services(FOLDER)
    loaded = loaded_project(PROJECT.encode(), None)

    assert replayed(by, checked(by, loaded, **changes)).is_identical


def test_so_does_one_that_was_made_ad_hoc() -> None:
    by = services(FOLDER)
    loaded = ad_hoc_project(given(), bundles=("mine",), namespace=Namespace.DEMO)

    assert replayed(by, checked(by, loaded)).is_identical


def test_a_report_that_was_made_with_a_flag_comes_out_with_it() -> None:
    by = services(FOLDER)
    assert replayed(by, checked(by, project(by), flags=("--ignore-age",))).is_identical


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (lambda report: replace(report, verdict=Verdict.BLOCKED), "verdict: blocked then, passed now"),
        (lambda report: replace(report, warnings=("invented",)), "warnings differs"),
        (lambda report: replace(report, rulings=()), "rules differs"),
    ],
    ids=["verdict", "warnings", "rules"],
)
def test_a_report_that_says_something_else_does_not_hold(change: Callable[[Report], Report], difference: str) -> None:
    by = services(FOLDER)
    result = keep(by, change(checked(by, project(by)).report))

    found = replayed(by, result)

    assert not found.holds
    assert difference in found.differences


def answering(answer: EngineAnswer) -> PolicyEngine:
    return ScriptedEngine({"rules.branch.guarded": answer})


def test_under_another_engine_only_outcomes_are_compared_and_it_is_said() -> None:
    by = services(FOLDER)
    result = checked(by, project(by))
    holds: EngineAnswer = Defined({"subjects": ["refs/heads/main"], "holds": {"refs/heads/main": True}})

    same = replayed(replace(by, trusted_engine=answering(holds)), result)
    other = replayed(replace(by, trusted_engine=answering(Undefined())), result)

    assert (same.is_identical, same.holds, same.differences) == (False, True, ())
    assert any("0.0.0" in note for note in same.notes)
    assert not other.holds
    assert other.differences == (
        "branch.guarded: passed then, not_evaluated now",
        "verdict: passed then, undecided now",
    )


def test_another_tool_is_said() -> None:
    by = services(FOLDER)
    result = keep(by, replace(checked(by, project(by)).report, warnings=("words of an older tool",)))

    found = replayed(by, result, tool="clean-release 9.9.9")

    assert found.holds
    assert any("9.9.9" in note for note in found.notes)


def test_a_report_that_is_not_replayable_is_not_expected_to_come_out_the_same() -> None:
    by = services(FOLDER)
    result = keep(by, replace(checked(by, project(by)).report, replayable=False, warnings=("slow",)))

    found = replayed(by, result)

    assert (found.is_identical, found.holds) == (False, True)
    assert found.notes == ("a rule ran into a limit then, so equal bytes were never promised",)


def test_a_report_without_its_project_cannot_be_replayed() -> None:
    by = services(FOLDER)
    report = checked(by, project(by)).report
    strange = replace(report, evidence=tuple(one for one in report.evidence if one.kind != "project"))

    with pytest.raises(NotFoundError, match="names no project document"):
        replayed(by, keep(by, strange))


def test_a_document_that_is_not_kept_is_not_found() -> None:
    by = services(FOLDER)
    report = checked(by, project(by)).report
    gone = JudgedDocument(kind=DocumentKind.ARTIFACTS, digest=digest_of(b"gone"))
    evidence = (*(one for one in report.evidence if one.kind != "artifacts"), gone)

    with pytest.raises(NotFoundError):
        replayed(by, keep(by, replace(report, evidence=evidence)))


def test_an_unknown_report_is_not_found() -> None:
    with pytest.raises(NotFoundError):
        replay_report(name="deadbeef", services=services(FOLDER), tool=TOOL)
