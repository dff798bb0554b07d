"""Bind evidence: what is said about the artifacts must be about these very artifacts, and must not contradict itself.

Whatever is about another file, another document than the manifest names, or a build of another repository or commit is
refused before any rule runs: judged together, it could only make a release look better than it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.domain.evidence import EvidenceDocument, EvidenceKind, Piece, Section, Subject
from checker.domain.json_shape import object_of, text_of
from checker.domain.manifest import EvidenceReference, Manifest
from checker.errors import Place, TrustError, UsageError

MOST_DOCUMENTS = 200
_NAMELESS = Subject(name="", sha256="")
_KIND_OF_SECTION: Mapping[Section, EvidenceKind] = {
    Section.SBOMS: EvidenceKind.SBOM,
    Section.TEST_RESULTS: EvidenceKind.TEST_RESULT,
    Section.BUILD_RUNS: EvidenceKind.BUILD_RUN,
    Section.VULNERABILITIES: EvidenceKind.VULNERABILITIES,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundEvidence:
    """A document with the artifacts it speaks of, and whether the manifest names it."""

    document: EvidenceDocument
    subjects: tuple[Subject, ...]
    is_declared: bool


def bind_evidence(evidence: Sequence[EvidenceDocument], *, manifest: Manifest | None) -> tuple[BoundEvidence, ...]:
    """Each document with the artifacts of the manifest that it is about.

    Raises:
        UsageError: there is evidence and no manifest, or more documents than are read.
        TrustError: a document given twice, about something that is not in the manifest, or against what the manifest
            says of it; a run or provenance of another repository or commit; provenance that contradicts other
            provenance.
    """
    if not evidence:
        return ()
    if manifest is None:
        raise UsageError("there is evidence and no manifest that names what it is about", hint="give --manifest")
    if len(evidence) > MOST_DOCUMENTS:
        raise UsageError(
            f"there are {len(evidence)} documents of evidence, expected at most {MOST_DOCUMENTS}",
            hint="judge fewer artifacts at once",
        )
    _refuse_twice(evidence)
    bound = tuple(_bound(document, manifest) for document in evidence)
    _refuse_contradictions(bound)
    for document in evidence:
        _refuse_another_run(document, manifest)
        _refuse_another_source(document, manifest)
    return bound


def missing_evidence(evidence: Sequence[EvidenceDocument], manifest: Manifest) -> tuple[EvidenceReference, ...]:
    """What the manifest names and nobody gave."""
    given = {document.sha256 for document in evidence}
    return tuple(reference for reference in manifest.evidence if reference.sha256 not in given)


def _bound(document: EvidenceDocument, manifest: Manifest) -> BoundEvidence:
    declared = [reference for reference in manifest.evidence if reference.sha256 == document.sha256]
    subjects = _subjects(document, manifest)
    for reference in declared:
        _refuse_another_kind(document, reference)
    named = _declared_subjects(document, declared, manifest)
    if subjects and not set(named) <= set(subjects) and all(reference.subject for reference in declared):
        odd = min({one.name for one in named} - {one.name for one in subjects})
        raise _refusal(document, f"the manifest says that it is about {odd}, it is about {subjects[0].name}")
    return BoundEvidence(document=document, subjects=subjects or named or (_NAMELESS,), is_declared=bool(declared))


def _subjects(document: EvidenceDocument, manifest: Manifest) -> tuple[Subject, ...]:
    """The artifacts that the document itself names: by name and digest, or by digest where its form has no name."""
    artifacts = [Subject(name=item.name, sha256=item.sha256) for item in manifest.artifacts]
    found: list[Subject] = []
    for subject in document.content.subjects:
        same = [item for item in artifacts if item.sha256 == subject.sha256 and subject.name in {"", item.name}]
        if not same:
            raise _refusal(document, _odd(subject, artifacts))
        found += same
    return tuple(dict.fromkeys(found))


def _odd(subject: Subject, artifacts: Sequence[Subject]) -> str:
    of_name = next((item for item in artifacts if item.name == subject.name), None)
    if of_name:
        return f"it is about {subject.name} with the sha256 {subject.sha256}, the manifest has {of_name.sha256}"
    what = f"{subject.name} with the sha256 {subject.sha256}" if subject.name else f"the sha256 {subject.sha256}"
    return f"it is about {what}, which is no artifact of the manifest"


def _declared_subjects(
    document: EvidenceDocument, declared: Sequence[EvidenceReference], manifest: Manifest
) -> tuple[Subject, ...]:
    """The artifacts that the manifest says the document is about; an empty name stands for all of them."""
    artifacts = {item.name: Subject(name=item.name, sha256=item.sha256) for item in manifest.artifacts}
    names = [name for reference in declared for name in ((reference.subject,) if reference.subject else artifacts)]
    for name in names:
        if name not in artifacts:
            raise _refusal(document, f"the manifest says that it is about {name}, which is none of its artifacts")
    return tuple(artifacts[name] for name in dict.fromkeys(names))


def _refuse_another_kind(document: EvidenceDocument, reference: EvidenceReference) -> None:
    sections = {piece.section for piece in document.content.pieces}
    kinds = {str(document.content.kind), *(str(_KIND_OF_SECTION[one]) for one in sections if one in _KIND_OF_SECTION)}
    if reference.kind not in kinds:
        raise _refusal(
            document, f"the manifest calls it {reference.kind!a}, it is of the kind {' and '.join(sorted(kinds))}"
        )


def _refuse_twice(evidence: Sequence[EvidenceDocument]) -> None:
    seen: dict[str, EvidenceDocument] = {}
    for document in evidence:
        other = seen.setdefault(document.digest, document)
        if other is not document:
            raise _refusal(document, f"it is the same document as {other.name}")


def _refuse_another_run(document: EvidenceDocument, manifest: Manifest) -> None:
    """Make sure that a build run is of the commit and the repository that are released.

    So must a run be that signed: any job of a repository can have itself certified, on any branch, and only those at
    the commit that is released run files that were reviewed with it.
    """
    source = manifest.source
    wanted = (source.host.lower(), source.repository.lower(), source.commit)
    run = document.run
    if run and (run.repository.lower(), run.commit) != ("/".join(wanted[:2]), source.commit):
        raise _of_another(document, f"it was signed by a run of {run.repository} at {run.commit}", manifest)
    for piece in document.content.pieces:
        if piece.section is not Section.BUILD_RUNS:
            continue
        host, repository, commit = (_text(piece, name) for name in ("host", "repository", "commit"))
        if (host.lower(), repository.lower(), commit) != wanted:
            raise _of_another(document, f"it is a run of {host}/{repository} at {commit}", manifest)


def _refuse_another_source(document: EvidenceDocument, manifest: Manifest) -> None:
    """Make sure that provenance names no other repository and no other commit than are released, whoever signed it.

    A builder's key is held by every build of a team, so its signature does not say which build this was. What the
    statement leaves out is no other source: it stays empty, and is equal to nothing that a rule demands.
    """
    source = manifest.source
    for piece in document.content.pieces:
        if piece.facts.get("kind") != EvidenceKind.PROVENANCE:
            continue
        said = object_of(piece.facts["source"], "source")
        host, repository, commit = (text_of(said[name], name) for name in ("host", "repository", "commit"))
        is_placed = not host or (host, repository.lower()) == (source.host.lower(), source.repository.lower())
        if not is_placed or commit not in {"", source.commit}:
            at = f" at {commit}" if commit else ""
            raise _of_another(document, f"it is provenance of {host}/{repository}{at}", manifest)


def _of_another(document: EvidenceDocument, seen: str, manifest: Manifest) -> TrustError:
    source = manifest.source
    return _refusal(document, f"{seen}, the manifest is of {source.host}/{source.repository} at {source.commit}")


def _refuse_contradictions(bound: Sequence[BoundEvidence]) -> None:
    """Make sure that no two documents say of one artifact, or of one run, what cannot both be true."""
    said: dict[tuple[str, str], tuple[str, EvidenceDocument]] = {}
    for one in bound:
        for piece in one.document.content.pieces:
            for what, name, value in _claims(piece, one.subjects):
                first, by = said.setdefault((what, name), (value, one.document))
                if first != value:
                    raise _refusal(
                        one.document, f"it says of {what} that the {name} is {value}, {by.name} says {first}"
                    )


def _claims(piece: Piece, subjects: Sequence[Subject]) -> Iterator[tuple[str, str, str]]:
    """What a piece claims about something that has one truth: the thing, the name of the fact, and the fact."""
    if piece.section is Section.BUILD_RUNS:
        facts = {name: _text(piece, name) for name in ("workflow", "event", "conclusion", "tag", "version")}
        things = [f"run {piece.facts['run_id']} attempt {piece.facts['attempt']}"]
    elif piece.facts.get("kind") == EvidenceKind.PROVENANCE:
        source = object_of(piece.facts["source"], "source")
        facts = {name: text_of(source[name], name) for name in ("host", "commit", "ref")}
        facts |= {
            "repository": text_of(source["repository"], "repository").lower(),
            "workflow": _text(piece, "workflow"),
        }
        things = [subject.name for subject in subjects]
    else:
        return
    yield from ((thing, name, value) for thing in things for name, value in facts.items() if value)


def _text(piece: Piece, name: str) -> str:
    return text_of(piece.facts[name], name)


def _refusal(document: EvidenceDocument, seen: str) -> TrustError:
    return TrustError(
        seen,
        hint="give only evidence of this release, or correct what the manifest says of it",
        where=Place(source=document.name),
    )
