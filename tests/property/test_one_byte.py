"""V22: one changed byte of what judges or is judged keeps the verdict under another digest, or is refused.

Whole checks of a small project: a locked, anchored policy, signed audits, one rule that fails. No byte turns that
failure into anything else, and none is changed unnoticed: a document that means something else gives another digest.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checker.adapters.store import SqliteStore, store_path
from checker.application.check_project import CheckedProject, check_project, loaded_project
from checker.application.sign_audit import sign_audit
from checker.application.verify_report import verify_stored_report
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome
from checker.domain.snapshot import BundleFile
from checker.domain.verdict import Verdict
from checker.errors import CleanReleaseError
from checker.formats.canonical import canonical_bytes
from checker.formats.json_schema import DocumentSchema
from checker.formats.strict_json import read_json
from checker.ports.bundles import FetchedBundle
from checker.ports.store import Store
from tests.attacks.forgeries import AUDITOR, FOLDER, real_report
from tests.fakes.fixed_clock import FixedClock
from tests.project_builders import (
    PROJECT,
    TOOL,
    a_store,
    artifacts_bytes,
    audit_bytes,
    manifest_bytes,
    named,
    services,
)
from tests.project_builders import (
    given as given_documents,
)
from tests.promised import swept

pytestmark = [pytest.mark.property, pytest.mark.engine]

PROJECT_FILE, LOCK, MANIFEST, ARTIFACTS = "clean-release.yaml", "clean-release.lock", "manifest.json", "artifacts.json"
AUDITS = ("repository.json", "history.json")
Files = Mapping[str, bytes]


@cache
def whole_project() -> Files:
    """Every file of the project that a byte can be changed in, its policy included."""
    documents = {
        PROJECT_FILE: PROJECT.encode(),
        LOCK: real_report().loaded.lock_bytes,
        MANIFEST: manifest_bytes(),
        ARTIFACTS: artifacts_bytes(),
    }
    signed = {name: sign_audit(audit_bytes(name.removesuffix(".json")), source=name, signer=AUDITOR) for name in AUDITS}
    return {**documents, **signed, **{file.path: file.data for file in FOLDER.files}}


def judged(files: Files, *, store: Store | None = None) -> CheckedProject:
    """The report over these files, under the anchor, the pin and the clock of the real project."""
    policy = FetchedBundle(
        source=FOLDER.source,
        name=FOLDER.name,
        files=tuple(BundleFile(path=file.path, data=files[file.path]) for file in FOLDER.files),
    )
    by = replace(services(policy, store=store or a_store()), pins=real_report().by.pins)
    request = replace(
        real_report().request,
        given=given_documents(
            manifest=named(MANIFEST, files[MANIFEST]),
            artifacts=named(ARTIFACTS, files[ARTIFACTS]),
            audits=tuple(named(name, files[name]) for name in AUDITS),
        ),
    )
    loaded = loaded_project(files[PROJECT_FILE], files[LOCK])
    return check_project(loaded, request, services=by, schema=DocumentSchema(by.input_schema))


def one_byte_changed(data: st.DataObject, whole: bytes) -> bytes:
    changed = bytearray(whole)
    at = data.draw(st.integers(0, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    return bytes(changed)


def means_the_same(name: str, changed: bytes) -> bool:
    """Whether a plain JSON document still says what it said: spaces may be other spaces."""
    if name not in {MANIFEST, ARTIFACTS, LOCK}:
        return False
    one, other = (read_json(data, source=name) for data in (whole_project()[name], changed))
    return canonical_bytes(one) == canonical_bytes(other)


def test_the_project_is_blocked_and_gates() -> None:
    report = judged(whole_project()).report
    assert (report.verdict, report.gating.gating) == (Verdict.BLOCKED, True)


@pytest.mark.parametrize("name", sorted(whole_project()))
@swept
@given(data=st.data())
def test_one_byte_of_what_judges_or_is_judged_never_opens_the_gate(name: str, data: st.DataObject) -> None:
    files = whole_project()
    changed = one_byte_changed(data, files[name])
    try:
        result = judged({**files, name: changed})
    except CleanReleaseError:
        return

    failed = [ruling.rule.code for ruling in result.report.rulings if ruling.outcome is Outcome.FAILED]
    assert (result.report.verdict, failed) == (Verdict.BLOCKED, ["branch.denied"])
    assert (result.digest == judged(files).digest) == means_the_same(name, changed)


def test_a_byte_that_matters_to_no_rule_gives_another_digest() -> None:
    files = whole_project()
    changed = files[MANIFEST].replace(b"widget-2.0.0", b"widget-2.0.1", 1)
    assert changed != files[MANIFEST]

    result = judged({**files, MANIFEST: changed})

    assert result.report.verdict is Verdict.BLOCKED
    assert result.digest != judged(files).digest


@swept
@given(data=st.data())
def test_one_byte_of_a_report_under_its_new_digest_is_never_proven(data: st.DataObject) -> None:
    real = real_report()
    changed = one_byte_changed(data, canonical_bytes(real.document))
    try:
        finding = verify_stored_report(name=real.keep(changed), services=real.by, tool=TOOL)
    except CleanReleaseError:
        return

    assert not finding.is_proven


def open_store(project: Path, *, create: bool = False) -> SqliteStore:
    path = store_path(project, Namespace.DEMO)
    return SqliteStore.open(path, namespace=Namespace.DEMO, clock=FixedClock(), create=create)


@cache
def stored() -> tuple[bytes, CheckedProject]:
    """A store file with a whole check in it, and the report of that check."""
    with tempfile.TemporaryDirectory() as directory:
        with open_store(Path(directory), create=True) as store:
            result = judged(whole_project(), store=store)
        return store_path(Path(directory), Namespace.DEMO).read_bytes(), result


@swept
@given(data=st.data())
def test_one_byte_of_a_stored_row_is_refused_or_leaves_the_report_what_it_was(data: st.DataObject) -> None:
    whole, result = stored()
    changed = one_byte_changed(data, whole)
    with tempfile.TemporaryDirectory() as directory:
        path = store_path(Path(directory), Namespace.DEMO)
        path.parent.mkdir(mode=0o700, parents=True)
        path.touch(mode=0o600)
        path.write_bytes(changed)
        try:
            with open_store(Path(directory)) as store:
                by = replace(real_report().by, store=store)
                finding = verify_stored_report(name=result.digest, services=by, tool=TOOL)
                kept = store.get_report(name=result.digest).data
        except CleanReleaseError:
            return

    assert finding.holds
    assert kept == result.data
