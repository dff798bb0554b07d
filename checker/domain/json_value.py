"""What a JSON document can hold, as types.

`Json` is what the readers return: mutable containers, built once, owned by the caller. `JsonLike` is what the writers
accept: anything shaped so, whatever its static element types, because `dict` and `list` are invariant.
"""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
JsonLike: TypeAlias = "bool | int | float | str | Sequence[JsonLike] | Mapping[str, JsonLike] | None"

LARGEST_INTEGER = 2**53 - 1
"""Beyond this, JSON readers built on doubles disagree about which integer was written (RFC 8785, section 3.2.2.3)."""
