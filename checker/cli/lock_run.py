"""What `clean-release lock` does."""

from pathlib import Path

from checker.bootstrap import CleanRelease
from checker.cli.console import show, tell
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.formats.text_safety import escape_for_terminal


def run_lock(*, project: Path, anchor: str, only_check: bool, upgrade: bool) -> int:
    """Write the lock, or say whether it is current."""
    facade = CleanRelease(directory=project, anchor=anchor)
    result = facade.lock(upgrade=upgrade)
    for weakening in result.snapshot.weakenings:
        leave = "the anchor allows it" if weakening.allowed_by else "no anchor allows it, so nothing will gate"
        tell(f"weakened: {escape_for_terminal(weakening.rule)}: {escape_for_terminal(weakening.what)} ({leave})")
    for one in result.snapshot.bundles:
        name = escape_for_terminal(one.bundle.name)
        show(f"{name} revision {one.bundle.revision} {one.bundle.tree_digest} ({one.trust.method})")
    show(f"snapshot {result.snapshot.digest} of {len(result.snapshot.rules)} rules")
    if result.is_current:
        facade.keep(result)
        tell("the lock is current")
        return PASSED
    if only_check:
        tell("the lock is not current; run `clean-release lock` and have the change reviewed")
        return BLOCKED
    tell(f"wrote {facade.write_lock(result)}")
    return PASSED
