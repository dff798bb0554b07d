"""The last two audits of a repository that were judged are compared; what is not kept is passed over."""

import json
from dataclasses import replace
from typing import Any

from checker.application.recent_drift import recent_drift
from checker.domain.digest import digest_of
from checker.domain.document_kind import DocumentKind
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import report_bytes
from tests.architecture.source_tree import ROOT
from tests.fakes.fixed_clock import FixedClock
from tests.fakes.memory_store import MemoryStore
from tests.report_builders import a_document, a_report, an_audit

AUDIT = ROOT / "docs" / "examples" / "blocked" / "audits" / "example-org-widget.repository.json"


def audit_bytes(**sections: Any) -> bytes:  # noqa: ANN401 - any section
    document = json.loads(AUDIT.read_text(encoding="utf-8"))
    return canonical_bytes({**document, "sections": {**document["sections"], **sections}})


def judging(store: MemoryStore, audit: bytes, *, keep: bool = True, kind: str = "repository") -> None:
    judged = an_audit(digest=digest_of(audit), kind=kind)
    data = report_bytes(a_report(audits=(judged,), project=f"p{len(store.kept)}"))
    documents = (a_document(audit, kind=DocumentKind.AUDIT),) if keep else ()
    store.put_report(digest=digest_of(data), data=data, inputs=documents)


def a_store() -> MemoryStore:
    return MemoryStore(clock=FixedClock())


OPEN = {"status": "collected", "value": {"enabled": False}, "evidence": []}


def test_the_last_two_audits_are_compared_however_often_each_was_judged() -> None:
    store, first, second = a_store(), audit_bytes(), audit_bytes(immutable_releases=OPEN)
    for audit in (second, first, first, second, second):
        judging(store, audit)

    found = recent_drift(store)

    assert found is not None
    assert (found.before.digest, found.after.digest) == (digest_of(first), digest_of(second))
    assert found.compared.differences or found.compared.unknown


def test_one_audit_is_nothing_to_compare() -> None:
    store = a_store()
    judging(store, audit_bytes())

    assert recent_drift(store) is None
    assert recent_drift(a_store()) is None


def test_what_is_not_kept_of_another_kind_or_unreadable_is_passed_over() -> None:
    store, first, second = a_store(), audit_bytes(), audit_bytes(immutable_releases=OPEN)
    judging(store, first)
    judging(store, canonical_bytes({"not": "kept"}), keep=False)
    judging(store, canonical_bytes({"a": "history"}), kind="history")
    broken = report_bytes(replace(a_report(), project="broken")).replace(b'"verdict":"passed"', b'"verdict":"perhaps"')
    store.put_report(digest=digest_of(broken), data=broken)
    judging(store, second)

    found = recent_drift(store)

    assert found is not None
    assert (found.before.digest, found.after.digest) == (digest_of(first), digest_of(second))
