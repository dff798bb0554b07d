"""A snapshot says how its bundles were trusted, and the anchor has to say the same."""

from dataclasses import replace

from checker.application.check_project import check_project, loaded_project
from checker.application.rebuild_report import rebuild_report
from checker.application.retake_snapshot import snapshot_gaps
from checker.domain.trust import TrustMethod
from checker.formats.json_schema import DocumentSchema
from checker.formats.report_v1 import read_report
from tests.policy_builders import a_folder, a_policy
from tests.project_builders import PROJECT, asked, pinning, services, trusted_anchor

FOLDER = a_folder(a_policy())


def test_a_bundle_that_the_anchor_trusts_in_another_way_is_named() -> None:
    by = services(FOLDER)
    told = trusted_anchor()
    anchor = replace(told, anchor=replace(pinning(FOLDER), digest=told.anchor.digest))
    checked = check_project(
        loaded_project(PROJECT.encode(), None),
        asked(anchor=anchor),
        services=by,
        schema=DocumentSchema(by.input_schema),
    )
    rebuilt = replace(rebuild_report(read_report(checked.data), services=by), anchor=anchor.anchor)
    (bundle,) = rebuilt.snapshot.bundles
    claimed = replace(bundle, trust=replace(bundle.trust, method=TrustMethod.DSSE, threshold=2))
    forged = replace(rebuilt, snapshot=replace(rebuilt.snapshot, bundles=(claimed,)))

    said = "bundle mine is said to be trusted as dsse, the anchor says pinned"
    assert said in list(snapshot_gaps(forged, services=by))
    assert said not in list(snapshot_gaps(rebuilt, services=by))
