"""What is built into the shared library."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """Names the exact engine: it belongs into every report.

    ``library`` is the version of the contract between the library and this package.
    ``builtins`` are all builtins of this OPA, allowed or not.
    """

    opa: str
    go: str
    library: str
    platform: str
    builtins: tuple[str, ...]
