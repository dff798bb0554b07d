"""How long another machine may take to give a bundle, and how much it may give."""

from dataclasses import dataclass, field

from checker.formats.bundle_limits import BUNDLE_LIMITS, BundleLimits

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """The slowest and the largest answer that is still read.

    `seconds` for everything that one bundle takes; `silence`: seconds without a byte, before the first one too.
    `redirects`: how often an answer may lead on. `pack`: bytes that one commit of a git repository may take on the way.
    """

    seconds: float = 120.0
    silence: float = 30.0
    redirects: int = 3
    pack: int = 128 * _MIB
    bundle: BundleLimits = field(default=BUNDLE_LIMITS)


FETCH_LIMITS = FetchLimits()
