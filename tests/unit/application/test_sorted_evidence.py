"""The order in which evidence is given decides nothing: a replay gives it in another."""

from checker.application.bind_evidence import bind_evidence
from checker.application.compose_evidence import compose_evidence
from checker.application.open_evidence import EvidenceReader
from tests.evidence_builders import JUNIT, MANIFEST
from tests.project_builders import EVALUATED_AT


def test_sections_are_the_same_in_whichever_order_documents_come() -> None:
    one, other = (EvidenceReader.peek(data, source="it") for data in (JUNIT, JUNIT + b"\n"))
    found = [
        compose_evidence(bind_evidence(given, manifest=MANIFEST), manifest=MANIFEST, evaluated_at=EVALUATED_AT)
        for given in ((one, other), (other, one))
    ]
    assert found[0] == found[1]
