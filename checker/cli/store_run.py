"""What the `clean-release store` commands do."""

from typing import TYPE_CHECKING

from checker.cli.console import show, show_json
from checker.cli.exit_codes import BLOCKED, PASSED
from checker.cli.formats import JSON_FORMAT, refuse_unknown_format
from checker.cli.where import Where
from checker.formats.canonical import pretty_bytes
from checker.output.store_view import StoreShown, render_store, store_document

if TYPE_CHECKING:
    from checker.bootstrap.storing import Storing
    from checker.ports.store_file import StoreState


def run_init(where: Where, *, format_name: str) -> int:
    """Make the store; 1 when the one that is there is not sound."""
    storing = _storing(where, format_name)
    state, is_new = storing.make()
    return _show(storing, state, done="made" if is_new else "there already", format_name=format_name)


def run_check(where: Where, *, format_name: str) -> int:
    """Check the store; 1 when anything is wrong."""
    storing = _storing(where, format_name)
    return _show(storing, storing.check(), done="checked", format_name=format_name)


def run_migrate(where: Where, backup: str, *, format_name: str) -> int:
    """Bring the store to the present shape."""
    storing = _storing(where, format_name)
    migrated = storing.migrate(target=backup)
    done = f"migrated from version {migrated.before.version}" if migrated.copy else "of the present version already"
    return _show(storing, migrated.after, done=done, kept=migrated.copy, format_name=format_name)


def run_backup(where: Where, file: str, *, format_name: str) -> int:
    """Copy the store."""
    storing = _storing(where, format_name)
    state = storing.backup(target=file)
    return _show(storing, state, done="copied", kept=file, format_name=format_name)


def run_restore(where: Where, file: str, *, may_replace: bool, format_name: str) -> int:
    """Put a store back."""
    storing = _storing(where, format_name)
    restored = storing.restore(source=file, may_replace=may_replace)
    return _show(storing, restored.state, done="put back", kept=restored.kept, format_name=format_name)


def _storing(where: Where, format_name: str) -> "Storing":
    refuse_unknown_format(format_name)
    return where.storing()


def _show(storing: "Storing", state: "StoreState", *, done: str, kept: str = "", format_name: str) -> int:
    shown = StoreShown(namespace=storing.namespace, path=storing.file.path, state=state, done=done, kept=kept)
    if format_name == JSON_FORMAT:
        show_json(pretty_bytes(store_document(shown)))
    else:
        show(render_store(shown).rstrip("\n"))
    return PASSED if state.is_sound else BLOCKED
