"""The ledger of a shipped bundle: what its rules declare, written down when the bundle is built.

Inspecting a bundle takes the engine tens of milliseconds; a shipped bundle was inspected before it was shipped. The
ledger is part of the program, never of a project or a store, and counts only for the exact tree it was taken of.
"""

from typing import TYPE_CHECKING, Any, cast

from checker.domain.digest import Digest
from checker.domain.rule import Rule
from checker.formats.canonical import pretty_bytes
from checker.formats.rule_metadata import rule_of
from checker.formats.strict_json import read_json

if TYPE_CHECKING:
    from checker.domain.json_value import JsonLike


def render_ledger(rules: tuple[Rule, ...], *, tree_digest: Digest) -> bytes:
    """The ledger of a bundle's rules, in the order of their codes."""
    entries: list[JsonLike] = [
        {
            "package": rule.package,
            "origin": rule.origin,
            "has_applies": rule.has_applies,
            "applies_reads": list(rule.applies_reads),
            "metadata": rule.metadata,
        }
        for rule in sorted(rules, key=lambda rule: rule.code)
    ]
    return pretty_bytes({"tree_digest": tree_digest, "rules": entries})


def read_ledger(data: bytes, *, tree_digest: Digest) -> tuple[Rule, ...] | None:
    """The rules of the bundle with this tree, or None when the ledger was taken of another tree.

    Raises:
        InputRefusedError: the ledger is damaged.
        BundleRefusedError: METADATA in it is not what rules declare.
    """
    document = cast("dict[str, Any]", read_json(data, source="ledger"))
    if document["tree_digest"] != tree_digest:
        return None
    return tuple(
        rule_of(
            package=entry["package"],
            origin=entry["origin"],
            annotation=entry["metadata"],
            has_applies=entry["has_applies"],
            applies_reads=tuple(entry["applies_reads"]),
            where="ledger",
        )
        for entry in document["rules"]
    )
