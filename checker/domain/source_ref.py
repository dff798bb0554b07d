"""The ref a manifest was built from, and whether releases are cut from it.

Whoever writes the manifest writes its ref. Without this comparison the protection of `main` would be proven while the
files come from `refs/heads/attacker`.
"""

from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, collected
from checker.domain.proof_steps import TOO_MANY_STEPS, ProofSteps, StepsSpentError
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import covers, is_pattern
from checker.domain.release_refs import release_refs_of


def derive_from_release_ref(ref: str, *, release_refs: Json) -> Observation:
    """Whether `ref`, in full, is a release ref or one that a release pattern stands for.

    What is written like a pattern is no ref, even where a release pattern is written likewise. Where the release refs
    are not known, neither is this.

    Raises:
        InputRefusedError: the release refs have another form than their schema says.
    """
    known = read_observation(release_refs, name="release_refs")
    if known.status is not Status.COLLECTED:
        return Observation(status=known.status, detail=known.detail, evidence=known.evidence)
    steps = ProofSteps()
    try:
        found = any(covers(one.ref, ref, steps=steps) for one in release_refs_of(known))
    except StepsSpentError:
        return Observation(status=Status.ERROR, detail=Detail(why=TOO_MANY_STEPS), evidence=known.evidence)
    return collected(found and not is_pattern(ref), evidence=known.evidence)
