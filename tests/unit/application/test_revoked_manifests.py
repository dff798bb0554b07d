"""A revocation names every file that a permit let out, not only those of the manifest that was built last."""

from dataclasses import replace

from checker.application.build_manifest import build_manifest
from checker.application.import_artifacts import import_artifacts
from checker.application.known_revocations import revoked_files
from checker.application.revoke_release import revoke_release
from tests.approval_builders import EVERYBODY, Judged, a_judged_candidate, commits, stored_report
from tests.candidate_builders import NAME, WHEEL, artifacts, judged
from tests.fakes.memory_keys import MemorySigner
from tests.permit_builders import published


def test_what_an_earlier_permit_let_out_is_revoked_too() -> None:
    one = a_judged_candidate().approved()
    one = replace(one, opened=published(one).opened)
    other = {**WHEEL, "sha256": "3" * 64}
    opened = import_artifacts(one.opened, NAME, artifacts(artifacts=[other]), source="a list", by=one.by)
    opened = build_manifest(opened, NAME, by=one.by)
    digest = stored_report(opened, by=one.by, anchor=EVERYBODY, reviews=commits())
    again = Judged(opened=judged(one.by, report=digest, opened=opened), by=one.by, anchor=EVERYBODY)
    again = again.approved(report="rpt-002")
    by = again.acting("release-owner")
    revoke_release(again.opened, NAME, reason="it deletes files", signer=MemorySigner("release-owner"), by=by)

    assert revoked_files(by.store) == dict.fromkeys(("0" * 64, "3" * 64), "it deletes files")
