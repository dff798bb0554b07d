"""Collect attestations: what the provider keeps of each artifact, verified before anything else sees it.

What is kept are the bundles themselves. They prove what they say to whoever has them, so a check verifies each again,
without a network, and nothing has to be believed that was collected earlier.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.digest import digest_of
from checker.domain.json_shape import object_of, objects_of
from checker.domain.manifest import Artifact
from checker.domain.observation import Detail, Status
from checker.domain.response import Response
from checker.domain.slug import refuse_no_slug
from checker.errors import InputRefusedError, TrustError, UsageError
from checker.formats.github.attestations import NEEDS, attestations_path, bundles_of
from checker.formats.github.status import Answered, Circumstances, meaning_of
from checker.formats.strict_json import read_json
from checker.ports.provider import Provider
from checker.ports.statement_verifier import StatementVerifier

MOST_ARTIFACTS, MOST_BUNDLES = 200, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationFile:
    """One bundle that was verified, under the name it is kept by."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestedArtifact:
    """What there is about one artifact.

    `status` is how completely it was read, with the reason in `detail`. `refused` are bundles that were read and do not
    hold, in words.
    """

    name: str
    status: Status
    detail: Detail
    files: tuple[AttestationFile, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def is_attested(self) -> bool:
        """Whether something was proven of it, and nothing was wrong."""
        return bool(self.files) and not self.refused


def collect_attestations(
    artifacts: Sequence[Artifact], *, slug: str, provider: Provider, verifier: StatementVerifier
) -> tuple[AttestedArtifact, ...]:
    """What the provider attests of each artifact.

    Args:
        artifacts: of the manifest.
        slug: the repository that they are said to come from.
        provider: who is asked.
        verifier: opens what is answered.

    Raises:
        UsageError: there are no artifacts, or more than are asked for.
    """
    refuse_no_slug(slug)
    if not 1 <= len(artifacts) <= MOST_ARTIFACTS:
        raise UsageError(
            f"the manifest has {len(artifacts)} artifacts, expected 1 to {MOST_ARTIFACTS}",
            hint="give the manifest of what is released",
        )
    answers = provider.get_all([attestations_path(slug, sha256=one.sha256) for one in artifacts])
    return tuple(_attested(one, answer, verifier) for one, answer in zip(artifacts, answers, strict=True))


def _attested(artifact: Artifact, answer: Response, verifier: StatementVerifier) -> AttestedArtifact:
    meaning = meaning_of(_answered(answer), Circumstances(needs=NEEDS))
    status, detail = meaning.status, meaning.detail
    bundles: tuple[bytes, ...] = ()
    if status is Status.COLLECTED:
        try:
            bundles = bundles_of(answer.pages)
        except InputRefusedError as error:
            status, detail = Status.ERROR, Detail(why=error.message)
        if answer.failure or len(bundles) > MOST_BUNDLES:
            why = answer.failure or f"there are more than {MOST_BUNDLES} attestations"
            status, detail = Status.INCOMPLETE, Detail(why=why)
    files, refused = [], []
    for data in bundles[:MOST_BUNDLES]:
        digest = digest_of(data).removeprefix("sha256:")
        try:
            _refuse_another_file(verifier.verify(data, source=f"attestation {digest[:12]}").payload, artifact)
        except (InputRefusedError, TrustError) as error:
            refused.append(f"attestation {digest[:12]}: {error.message}")
        else:
            files.append(AttestationFile(name=f"{digest}.sigstore.json", data=data))
    return AttestedArtifact(
        name=artifact.name, status=status, detail=detail, files=tuple(files), refused=tuple(refused)
    )


def _answered(answer: Response) -> Answered:
    message = answer.pages[0].get("message") if answer.pages and isinstance(answer.pages[0], dict) else ""
    return Answered(
        http=answer.status,
        message=message if isinstance(message, str) else "",
        headers=answer.headers,
        failure="" if answer.pages else answer.failure,
    )


def _refuse_another_file(payload: bytes, artifact: Artifact) -> None:
    """Let only a statement about this very file pass.

    Raises:
        InputRefusedError: it is no statement.
        TrustError: it is about others.
    """
    statement = object_of(read_json(payload, source="the statement"), "the statement")
    digests = [object_of(one.get("digest"), "digest") for one in objects_of(statement.get("subject"), "subject")]
    if artifact.sha256 not in [digest.get("sha256") for digest in digests]:
        raise TrustError(f"the statement is not about {artifact.name} with the sha256 {artifact.sha256}")
