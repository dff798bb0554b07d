"""Declared provenance: whether what attests to a published file is by the publishers that the project declares.

Anybody's workflow can attest to a file with a signature that holds; only the project file says whose may.
"""

from collections.abc import Callable, Sequence

from checker.domain.json_shape import field_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.package_name import normal_name
from checker.domain.provenance import Attested, attested_of
from checker.domain.publisher import Publisher
from checker.domain.reading import read_observation


def publishers_of(project: dict[str, Json], publishers: Sequence[Publisher]) -> list[Publisher]:
    """Those that are declared for this project of this registry."""
    registry = text_of(field_of(project, "registry"), "registry")
    name = normal_name(text_of(field_of(project, "project"), "project"), registry=registry)
    return [
        one for one in publishers if one.registry == registry and normal_name(one.project, registry=registry) == name
    ]


def declared_provenance(file: dict[str, Json], publishers: Sequence[Publisher]) -> Observation:
    """Whether something attests to the file, and all of that holds and is by one of these.

    Raises:
        InputRefusedError: an attestation has another form.
    """
    return _decided(file, lambda one: one.is_by(publishers))


def own_provenance(file: dict[str, Json], publishers: Sequence[Publisher]) -> Observation:
    """Whether something attests to the file, and all of that holds and is by a repository of one of these.

    An earlier release may be the work of a workflow that had another name then; of the project it was all the same.

    Raises:
        InputRefusedError: an attestation has another form.
    """
    return _decided(file, lambda one: one.is_of_repository(publishers))


def _decided(file: dict[str, Json], is_theirs: Callable[[Attested], bool]) -> Observation:
    provenance = read_observation(field_of(file, "provenance"), name="provenance")
    if provenance.status is not Status.COLLECTED:
        needs = provenance.detail.needs
        return unread(provenance.status, why="what attests to the file could not be read", needs=needs)
    attested = [attested_of(item) for item in objects_of(provenance.value, "provenance")]
    return collected({is_theirs(one) for one in attested} == {True}, evidence=provenance.evidence)
