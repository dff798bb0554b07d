"""How much of a bundle is read before it is refused.

A bundle comes from outside; its cost must be bounded by numbers we choose, and before anything is hashed or parsed.
"""

from dataclasses import dataclass

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLimits:
    """The largest bundle that is still read; one unit more is refused, never cut off.

    `compressed`: bytes of the archive as it came. `unpacked`: bytes that come out of it, headers and padding included;
    for a directory the bytes of its files. `files`: entries of any kind, directories included. `file`: bytes of one
    file. `depth`: parts of a path. `path`: UTF-8 bytes of a path.
    """

    compressed: int = 32 * _MIB
    unpacked: int = 64 * _MIB
    files: int = 10_000
    file: int = 16 * _MIB
    depth: int = 16
    path: int = 255


BUNDLE_LIMITS = BundleLimits()
