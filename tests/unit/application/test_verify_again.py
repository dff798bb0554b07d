"""Verification judges again: what is stored beside a report must give it, or it is said what could not be compared."""

from dataclasses import replace
from typing import Any

import pytest

from checker.application.ad_hoc import ad_hoc_project, with_bundles
from checker.application.check_project import CheckedProject, LoadedProject, check_project, loaded_project
from checker.application.prepare_snapshot import PolicyServices
from checker.application.verify_report import ReportFinding, verify_stored_report
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.namespace import Namespace
from checker.domain.report import Report
from checker.errors import StoreError
from checker.formats.json_schema import DocumentSchema
from checker.formats.report_v1 import report_bytes
from checker.ports.store import Document
from tests.policy_builders import MINIMUM, a_folder, a_policy
from tests.project_builders import ANCHOR, PROJECT, TOOL, asked, given, services, trusted_anchor

FOLDER = a_folder(a_policy())
OTHER_FOLDER = a_folder(a_policy("branch.other"), source="another")
UNLOCKED = loaded_project(PROJECT.encode(), None)
OTHER = replace(trusted_anchor().anchor, digest=digest_of(b"another anchor"))
SIGNED = ANCHOR.replace("method: pinned", "method: unsigned-path, path: mine")


def checked(by: PolicyServices, loaded: LoadedProject = UNLOCKED, **changes: Any) -> CheckedProject:  # noqa: ANN401 - any part of what is asked
    return check_project(loaded, asked(**changes), services=by, schema=DocumentSchema(by.input_schema))


def verified(by: PolicyServices, name: Digest, *, tool: str = TOOL) -> ReportFinding:
    return verify_stored_report(name=name, services=by, tool=tool)


def keep(by: PolicyServices, report: Report, *documents: bytes) -> Digest:
    """A report as somebody else would have made it, with documents of his own."""
    data = report_bytes(report)
    inputs = [Document(kind=DocumentKind.ARTIFACTS, digest=digest_of(one), data=one) for one in documents]
    by.store.put_report(digest=digest_of(data), data=data, inputs=inputs)
    return digest_of(data)


def naming(report: Report, artifacts: bytes) -> Report:
    """The report over other artifacts."""
    evidence = tuple(
        replace(one, digest=digest_of(artifacts)) if one.kind == "artifacts" else one for one in report.evidence
    )
    return replace(report, evidence=evidence)


@pytest.mark.parametrize("changes", [{}, {"anchor": None}, {"given": given(artifacts=None)}])
def test_a_report_is_proven_by_what_is_stored_beside_it(changes: dict[str, Any]) -> None:
    by = services(FOLDER)
    finding = verified(by, checked(by, **changes).digest)
    assert (finding.differences, finding.unchecked, finding.is_proven) == ((), (), True)


def test_what_nothing_stored_can_show_is_named() -> None:
    by = services(FOLDER)
    words = [word.partition(":")[0] for word in verified(by, checked(by).digest).on_word]
    assert words == ["evaluated_at, purpose, flags", "anchor", "tool, engine, limits"]


def test_a_report_is_proven_under_the_anchor_it_was_made_under_and_no_other() -> None:
    by = services(FOLDER)
    own = trusted_anchor().anchor
    name = checked(by).digest
    finding = verify_stored_report(name=name, services=by, tool=TOOL, own=own)
    assert finding.is_proven
    assert not any(word.startswith("anchor") for word in finding.on_word)

    other = verify_stored_report(name=name, services=by, tool=TOOL, own=OTHER)
    assert (other.holds, other.is_proven) == (True, False)
    assert other.unchecked == (f"the report was made under anchor {own.digest}, yours is {OTHER.digest}",)

    bare = verify_stored_report(name=checked(by, anchor=None).digest, services=by, tool=TOOL, own=own)
    assert bare.unchecked == (f"the report was made without an anchor, yours is {own.digest}",)


def test_a_bundle_that_its_place_vouches_for_leaves_the_place_on_its_word() -> None:
    by = services(FOLDER)
    finding = verified(by, checked(by, anchor=trusted_anchor(SIGNED)).digest)
    assert finding.is_proven
    assert finding.on_word[-1].startswith("trust of mine: ")


def test_a_bundle_given_on_the_command_line_is_proven_in_whatever_order_it_was_given() -> None:
    by = services(FOLDER, OTHER_FOLDER)
    loaded = with_bundles(UNLOCKED, ("mine", "another"))
    assert verified(by, checked(by, loaded).digest).is_proven


def test_an_ad_hoc_report_is_proven() -> None:
    by = services(FOLDER)
    loaded = ad_hoc_project(given(), bundles=("mine",), namespace=Namespace.DEMO)
    assert verified(by, checked(by, loaded).digest).is_proven


def test_documents_that_are_refused_cannot_have_made_a_report() -> None:
    by = services(FOLDER)
    digest = keep(by, naming(checked(by).report, b"[]"), b"[]")

    finding = verified(by, digest)

    assert finding.differences[0].startswith("what the report was made from is refused: ")


def test_what_another_tool_would_not_refuse_is_undecided() -> None:
    by = services(FOLDER)
    digest = keep(by, naming(checked(by).report, b"[]"), b"[]")

    finding = verified(by, digest, tool="clean-release 9.9.9")

    assert (finding.holds, finding.is_proven) == (True, False)
    assert finding.unchecked[0].endswith("the report was made by clean-release 0.0.0, this is clean-release 9.9.9")


def test_a_policy_that_this_tool_would_take_otherwise_is_undecided_when_another_took_it() -> None:
    by = services(a_folder(a_policy(parameters=MINIMUM)))
    digest = checked(by).digest
    fewer = replace(by, builtins=tuple(by.builtins)[1:])

    assert verified(fewer, digest).differences == (
        "the snapshot's builtins do not follow from its bundles, the project file and the anchor",
    )
    assert verified(fewer, digest, tool="clean-release 9.9.9").unchecked == (
        "the snapshot's builtins do not follow from its bundles, the project file and the anchor",
    )


def test_a_document_that_is_gone_leaves_the_rest_undecided() -> None:
    by = services(FOLDER)
    digest = keep(by, naming(checked(by).report, b"gone"))

    finding = verified(by, digest)

    assert (finding.holds, finding.is_proven) == (True, False)
    assert finding.unchecked == (f"nothing was judged again: there is no document {digest_of(b'gone')} in this store",)


class _DamagedStore:
    """A store that lost what it recorded of one document."""

    def __init__(self, by: PolicyServices, lost: Digest) -> None:
        self._store = by.store
        self._lost = lost

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def get_document(self, *, digest: Digest) -> Document:
        if digest == self._lost:
            raise StoreError("what is here does not have this digest any more")
        return self._store.get_document(digest=digest)


def test_a_damaged_store_is_an_error_and_not_a_gap() -> None:
    by = services(FOLDER)
    result = checked(by)
    lost = next(one.digest for one in result.report.evidence if one.kind == "artifacts")
    damaged = replace(by, store=_DamagedStore(by, lost))  # type: ignore[arg-type]  # it passes the rest on

    with pytest.raises(StoreError):
        verified(damaged, result.digest)
