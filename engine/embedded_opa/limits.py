"""How much one call may use."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20
SHORTEST_DEADLINE = 0.001
LONGEST_DEADLINE = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one call; all of them are always in force.

    ``deadline`` (seconds) covers the whole call: parsing, compiling, evaluating all
    entrypoints, serialising. ``memory`` (bytes) is the heap of the engine in process, and
    the whole resident memory of the child in an isolated engine. ``depth`` counts nested
    arrays and objects of data, input, schema and results.
    """

    deadline: float = 10.0
    memory: int = 512 * MEBIBYTE
    modules: int = 5_000
    source_bytes: int = 16 * MEBIBYTE
    data_bytes: int = 32 * MEBIBYTE
    input_bytes: int = 32 * MEBIBYTE
    depth: int = 128
    result_nodes: int = 500_000
    result_bytes: int = 16 * MEBIBYTE

    def __post_init__(self) -> None:
        """Refuse a bound that would be none: zero and less mean "the default" on the wire."""
        if not SHORTEST_DEADLINE <= self.deadline <= LONGEST_DEADLINE:
            raise ValueError(
                f"deadline is {self.deadline!r} seconds, expected {SHORTEST_DEADLINE} to {LONGEST_DEADLINE}"
            )
        for name in ("memory", "modules", "source_bytes", "data_bytes", "input_bytes"):
            self._require_positive(name)
        for name in ("depth", "result_nodes", "result_bytes"):
            self._require_positive(name)

    def _require_positive(self, name: str) -> None:
        value: object = getattr(self, name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise ValueError(f"{name} is {value!r}, expected a positive integer")
