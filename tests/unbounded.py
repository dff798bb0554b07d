"""Questions about patterns of refs, with as many steps as they take."""

from functools import partial

from checker.domain import ref_pattern
from checker.domain.proof_steps import ProofSteps

_PLENTY = ProofSteps(10**15)

covers = partial(ref_pattern.covers, steps=_PLENTY)
matches = partial(ref_pattern.matches, steps=_PLENTY)
may_overlap = partial(ref_pattern.may_overlap, steps=_PLENTY)
