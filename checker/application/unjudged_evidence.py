"""Name the evidence that nothing was judged of, so that nobody takes a document that was given for one that counted.

A document is verified and bound before any rule runs, whether or not a rule ever looks at it; and a manifest may name
documents that nobody gave, of a kind that no section waits for. A report says both, and nothing is attested then: a
summary lists what the verdict rests on.
"""

from collections.abc import Iterator, Sequence

from checker.application.bind_evidence import missing_evidence
from checker.domain.evidence import EvidenceDocument, Section
from checker.domain.manifest import Manifest
from checker.domain.outcome import Outcome, Ruling

UNJUDGED = "nothing was judged of "
"""How every sentence of this kind begins, in a report's warnings too."""

DECIDED = (Outcome.PASSED, Outcome.FAILED, Outcome.WAIVED)
"""The outcomes of a rule that looked at what it reads and came to an answer."""


def unjudged_evidence(
    evidence: Sequence[EvidenceDocument], *, manifest: Manifest | None, rulings: Sequence[Ruling]
) -> tuple[str, ...]:
    """A sentence for each section of a document that no rule judged, and for each document that was not given."""
    return (
        *sorted({sentence for document in evidence for sentence in _unread(document, rulings)}),
        *_missing(evidence, manifest),
    )


def _unread(document: EvidenceDocument, rulings: Sequence[Ruling]) -> Iterator[str]:
    what = f"the evidence {document.content.kind} {document.sha256[:12]}"
    for section in _own_sections(document):
        readers = [ruling for ruling in rulings if _reads(ruling, section)]
        if not readers:
            yield f"{UNJUDGED}{what}: no selected rule reads evidence.{section}"
        elif not any(ruling.outcome in DECIDED for ruling in readers):
            codes = ", ".join(ruling.rule.code for ruling in readers)
            yield f"{UNJUDGED}{what}: {codes} decided nothing"


def _own_sections(document: EvidenceDocument) -> tuple[Section, ...]:
    """Where the document says what it is about; the statement around a bill of materials adds nothing to that."""
    sections = {piece.section for piece in document.content.pieces}
    return tuple(sorted(sections - {Section.STATEMENTS} or sections))


def _reads(ruling: Ruling, section: Section) -> bool:
    """Whether the rule declares that it reads the section; of a policy that declares nothing, nothing is believed."""
    paths = (*ruling.rule.reads, *ruling.rule.handles)
    return any(path.partition("[")[0].split(".")[:2] == ["evidence", str(section)] for path in paths)


def _missing(evidence: Sequence[EvidenceDocument], manifest: Manifest | None) -> Iterator[str]:
    for reference in missing_evidence(evidence, manifest) if manifest else ():
        what = f"{reference.kind} {reference.sha256[:12]}"
        yield f"{UNJUDGED}{what}: the manifest names it, and it was not given"
