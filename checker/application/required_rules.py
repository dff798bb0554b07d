"""Required rules: what an anchor demands of a verdict, with its collections spelt out over what the snapshot offers."""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.snapshot import OfferedCollection
from checker.domain.trust import Anchor
from checker.errors import TrustError


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """What the anchor requires: rule codes, and those of them that may be not applicable."""

    required: tuple[str, ...] = ()
    may_not_apply: tuple[str, ...] = ()


def requirements_of(anchor: Anchor | None, collections: Sequence[OfferedCollection]) -> Requirements:
    """The codes without which no verdict passes; nothing without an anchor.

    A project selects rules, so what it leaves out must be known from the bundles: the snapshot carries what they offer.

    Raises:
        TrustError: the anchor requires a collection that no bundle of the snapshot offers.
    """
    if anchor is None:
        return Requirements()
    offered = {collection.name: collection.rules for collection in collections}
    required = set(anchor.required_rules)
    for name in anchor.required_collections:
        if name not in offered:
            raise TrustError(
                f"the anchor requires the collection {name!r}, which no bundle of the snapshot offers, "
                f"expected one of {', '.join(offered) or 'none'}",
                hint="correct required_collections in the anchor, or lock a bundle that offers it",
            )
        required |= set(offered[name])
    return Requirements(required=tuple(sorted(required)), may_not_apply=anchor.may_not_apply)
