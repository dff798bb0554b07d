"""Sections about commits: which checks ran on them, what scanners found and when they looked."""

from tools.schemas.blocks import MOMENT, SHA1, Schema, closed, flag, listed, observation, text, whole


def commit_sections(*, derived: bool) -> dict[str, Schema]:
    """Sections of an audit of kind `repository`; the host adds whether an entry is about the released commit."""
    of_release = {"released": observation(flag())} if derived else {}
    run = {
        "id": whole(),
        "name": text(),
        "app_id": whole(),
        "commit": text(pattern=SHA1),
        "status": text(),
        "conclusion": text(),
        **of_release,
    }
    alert = {"id": whole(), "name": text(shortest=1), "severity": text(), "created_at": text(pattern=MOMENT)}
    alerts = observation(listed(closed(alert), key="id"))
    analysis = {
        "id": whole(),
        "tool": text(shortest=1),
        "category": text(),
        "ref": text(),
        "commit": text(pattern=SHA1),
        "failed": flag(),
        "created_at": text(pattern=MOMENT),
        **of_release,
    }
    return {
        "check_runs": observation(listed(closed(run), key="id")),
        "alerts": observation(closed({"code_scanning": alerts, "dependabot": alerts, "secret_scanning": alerts})),
        "analyses": observation(listed(closed(analysis), key="id")),
    }
