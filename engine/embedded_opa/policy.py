"""A compiled policy."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from embedded_opa.inspection import Inspection


class Policy:
    """Holds a compiled policy of one engine until it is closed or collected.

    Immutable and safe to use from several threads at once. `inspection` is there if it was asked for.
    """

    def __init__(
        self,
        *,
        owner: object,
        handle: int,
        inspection: Inspection | None,
        release: Callable[[int], None],
    ) -> None:
        self.owner = owner
        self.handle = handle
        self.inspection = inspection
        self._finalizer = weakref.finalize(self, release, handle)

    @property
    def is_open(self) -> bool:
        """Say whether the policy can still be evaluated."""
        return self._finalizer.alive

    def close(self) -> None:
        """Free the policy's memory now; closing twice is harmless."""
        self._finalizer()
