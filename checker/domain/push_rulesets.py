"""Push rulesets: whether one of them keeps pushes off the workflow files, whatever branch they go to.

They target no ref, so they are no part of what protects a branch; the host reads out of them the one answer rules ask.
"""

from checker.domain.json_shape import field_of, object_of, objects_of, text_of, texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Detail, Observation, Status, collected
from checker.domain.proof_steps import TOO_MANY_STEPS, ProofSteps, StepsSpentError
from checker.domain.reading import evidence_of, read_observation, unique, worst_of
from checker.domain.ref_pattern import covers

_WORKFLOWS = ".github/workflows/*"
_SECTION = "ref_rules"


def derive_workflow_paths_restricted(ref_rules: Json) -> Observation:
    """Whether an active push ruleset restricts every path of a workflow file.

    One that does is enough, whatever could not be read; none is known only if all were read.

    Raises:
        InputRefusedError: the section has another form than its schema says.
    """
    seen = read_observation(ref_rules, name=_SECTION)
    listed = seen.value if seen.status is Status.COLLECTED else seen.partial
    entries = [entry for entry in objects_of([] if listed is None else listed, _SECTION) if _counts(entry)]
    steps = ProofSteps()
    try:
        said = [(f"ruleset:{text_of(field_of(entry, 'id'), 'id')}", _restricts(entry, steps)) for entry in entries]
    except StepsSpentError:
        return Observation(status=Status.ERROR, detail=Detail(why=TOO_MANY_STEPS), because=())
    proving = [name for name, claim in said if claim is True]
    if proving:
        return collected(value=True, evidence=evidence_of([seen]), because=unique(proving))
    unknown = [(name, claim) for name, claim in said if isinstance(claim, Observation)]
    if seen.status is not Status.COLLECTED:
        unknown.append((_SECTION, seen))
    if unknown:
        return worst_of(unknown)
    return collected(value=False, evidence=evidence_of([seen]), because=unique(name for name, _ in said))


def _counts(entry: dict[str, Json]) -> bool:
    words = [text_of(field_of(entry, name), name) for name in ("target", "enforcement")]
    return words == ["push", "active"]


def _restricts(entry: dict[str, Json], steps: ProofSteps) -> bool | Observation:
    definition = read_observation(field_of(entry, "definition"), name="its definition")
    if definition.status is not Status.COLLECTED:
        return definition
    details = read_observation(object_of(definition.value, "definition").get("details"), name="its details")
    if details.status is not Status.COLLECTED:
        return details
    paths = texts_of(field_of(object_of(details.value, "details"), "paths"), "paths")
    return any(covers(path, _WORKFLOWS, steps=steps) for path in paths)
