"""What the `clean-release trail` commands do."""

from pathlib import Path
from typing import TYPE_CHECKING

from checker.cli.exit_codes import BLOCKED, PASSED
from checker.cli.formats import refuse_unknown_format
from checker.cli.one_of_two import refuse_unless_one
from checker.cli.shown_lifecycle import show_lifecycle
from checker.cli.where import Where
from checker.output.timeline_view import (
    exported_document,
    foreign_document,
    imported_document,
    render_exported,
    render_foreign,
    render_imported,
    render_timeline,
    render_verified,
    timeline_document,
    verified_document,
)

if TYPE_CHECKING:
    from checker.application.read_timeline import TimelineQuestion
    from checker.bootstrap.trails import TrailKey


def run_show(where: Where, asked: "TimelineQuestion", *, format_name: str) -> int:
    """Show what happened, as far as the trail holds."""
    refuse_unknown_format(format_name)
    facade = where.trails()
    timeline, finding = facade.show(asked)
    show_lifecycle(
        timeline_document(timeline, finding),
        lambda shown: render_timeline(timeline, finding, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )
    return PASSED if finding.holds else BLOCKED


def run_show_foreign(where: Where, asked: "TimelineQuestion", *, format_name: str) -> int:
    """Show what happened in the trails that were imported."""
    refuse_unknown_format(format_name)
    facade = where.trails()
    found = facade.show_foreign(asked)
    return show_lifecycle(
        foreign_document(found),
        lambda shown: render_foreign(found, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )


def run_verify(where: Where, checkpoint: Path | None, *, format_name: str) -> int:
    """Verify the trail."""
    refuse_unknown_format(format_name)
    facade = where.trails()
    verified = facade.verify(checkpoint)
    show_lifecycle(
        verified_document(verified),
        lambda shown: render_verified(verified, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )
    return PASSED if verified.finding.holds else BLOCKED


def run_checkpoint(where: Where, key: "TrailKey", output: Path, *, format_name: str) -> int:
    """Sign the head."""
    refuse_unknown_format(format_name)
    _refuse_unless_one(key)
    facade = where.trails()
    checkpoint = facade.checkpoint(key, output)
    size, head = checkpoint.size, str(checkpoint.head)
    return show_lifecycle(
        exported_document(output, size=size, head=head),
        lambda shown: render_exported(output, size=size, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )


def run_export(where: Where, key: "TrailKey", output: Path, *, first: int, format_name: str) -> int:
    """Write a record."""
    refuse_unknown_format(format_name)
    _refuse_unless_one(key)
    facade = where.trails()
    checkpoint = facade.export(key, output, first=first)
    return show_lifecycle(
        exported_document(output, size=checkpoint.size, head=str(checkpoint.head)),
        lambda shown: render_exported(output, size=checkpoint.size, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )


def run_import(where: Where, source: Path, *, format_name: str) -> int:
    """Keep a record of another store."""
    refuse_unknown_format(format_name)
    facade = where.trails()
    trail, is_new = facade.import_(source)
    return show_lifecycle(
        imported_document(trail, is_new=is_new),
        lambda shown: render_imported(trail, is_new=is_new, shown=shown),
        namespace=facade.counts_in,
        format_name=format_name,
    )


def _refuse_unless_one(key: "TrailKey") -> None:
    hint = "give either --key NAME or --actor NAME"
    refuse_unless_one("a trail is signed by a key or by an actor", key.name, key.actor, hint=hint)
