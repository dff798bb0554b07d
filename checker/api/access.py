"""Which role an operation needs: the one table. Neither a route without a line starts, nor a line without a route."""

from collections.abc import Iterable, Mapping

from checker.domain.principal import Role

READ = Role.READER

NEEDED: Mapping[str, Role | None] = {
    "live": None,
    "ready": None,
    "list_checks": None,
    "start_check": None,
    "show_check": None,
    "change_check": None,
    "register_candidate": Role.OPERATOR,
    "import_artifacts": Role.OPERATOR,
    "build_manifest": Role.OPERATOR,
    "start_compliance_run": Role.OPERATOR,
    "approve_candidate": Role.APPROVER,
    "reject_candidate": Role.APPROVER,
    "publish_candidate": Role.PUBLISHER,
    "list_candidates": READ,
    "show_candidate": READ,
    "show_release": READ,
    "list_manifests": READ,
    "show_manifest": READ,
    "show_run": READ,
    "list_run_stages": READ,
    "list_run_violations": READ,
    "show_run_report": READ,
    "show_permit": READ,
    "list_reports": READ,
    "show_report": READ,
    "list_waivers": READ,
    "list_trail": READ,
    "list_snapshots": READ,
    "show_snapshot": READ,
    "follow_run": READ,
    "page_file": None,
    "login_page": None,
    "login": None,
    "logout": None,
    "projects_page": READ,
    "project_page": READ,
    "drift_page": READ,
    "report_page": READ,
    "run_page": READ,
    "run_page_events": READ,
}
"""The role of each operation by its id in the OpenAPI; None: it is answered to everybody."""


def refuse_incomplete(operations: Iterable[str]) -> None:
    """Make sure that table and routes name the same operations.

    Raises:
        RuntimeError: a route has no line, a line has no route, or two routes have one name.
    """
    seen = list(operations)
    strays = sorted({one for one in seen if one not in NEEDED or seen.count(one) > 1} | (set(NEEDED) - set(seen)))
    if strays:
        raise RuntimeError(f"the table of roles and the routes differ in: {', '.join(strays)}")
