"""What every page for people says in the same words: how a bundle is trusted, and evidence as far as one reads it."""

from checker.domain.trust import TrustDecision, TrustMethod

LONGEST_EVIDENCE = 400
WELL_TRUSTED = frozenset({TrustMethod.PINNED, TrustMethod.DSSE})
"""The ways of trusting a bundle that need no second look."""


def trusted_how(trust: TrustDecision) -> str:
    """Who vouches for a bundle."""
    words = {
        TrustMethod.PINNED: "pinned by the anchor",
        TrustMethod.DSSE: f"signed by {trust.threshold} of {len(trust.keys)} trusted keys",
        TrustMethod.OPA_SIGNATURE: "signed (OPA)",
        TrustMethod.UNSIGNED_PATH: "unsigned, allowed by the anchor for its path",
        TrustMethod.NONE: "unsigned, nobody vouches for it",
    }
    return words[trust.method]


def abridged(evidence: str) -> str:
    """Evidence as far as a person reads it; the whole of it is in the JSON output."""
    rest = len(evidence) - LONGEST_EVIDENCE
    return evidence if rest <= 0 else f"{evidence[:LONGEST_EVIDENCE]} ({rest} more characters, see --format json)"
