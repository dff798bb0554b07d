"""Who signed a waiver: two persons whom the anchor knows, with keys that are valid now."""

from dataclasses import replace

import pytest

from checker.application.open_waiver import WaiverReader
from checker.domain.namespace import Namespace
from checker.domain.trust import Anchor
from checker.errors import InputRefusedError
from checker.formats.waiver_v1 import waiver_bytes
from tests.identity_builders import an_anchor, key_of, person
from tests.waiver_builders import ENDS, a_waiver, signed_by

NOON = "2026-02-26T13:00:00Z"
NOBODY = "nobody signed it whom the anchor knows as an approver"
ALONE = "ann alone signed it, and 2 persons have to"
TWO = an_anchor("ann", "bea")


def why(data: bytes, *, anchor: Anchor | None = TWO, at: str = NOON) -> str:
    return WaiverReader(anchor=anchor, at=at).open(data, source="waiver.json").why


def test_a_waiver_that_two_persons_signed_counts_and_names_them() -> None:
    found = WaiverReader(anchor=TWO, at=NOON).open(signed_by("bea", "ann"), source="waiver.json")

    assert (found.honoured, found.signers, found.waiver) == (True, ("ann", "bea"), a_waiver())


def one_person_with_two_keys() -> Anchor:
    both = replace(person("ann", number=17), keys=("ann.approver", "bea.approver"))
    return replace(an_anchor("ann", "bea"), identities=(both,))


@pytest.mark.parametrize(
    ("signers", "anchor", "fault"),
    [
        (("ann",), TWO, ALONE),
        (("cid", "cid2"), TWO, NOBODY),
        (("ann", "cid"), TWO, ALONE),
        (("ann", "bea"), None, NOBODY),
        (("ann", "bea"), an_anchor(), NOBODY),
        (("ann", "bea"), an_anchor("ann", "bea", revoked=True), NOBODY),
        (("ann", "bea"), an_anchor("ann", "bea", not_after="2026-02-26T12:59:59Z"), NOBODY),
        (("ann", "bea"), an_anchor("ann", "bea", namespace=Namespace.DEMO), NOBODY),
        (("ann", "bea"), replace(TWO, identities=()), NOBODY),
        (("ann", "bea"), one_person_with_two_keys(), ALONE),
        (("ann", "bea"), replace(TWO, keys=(key_of("ann"),)), ALONE),
    ],
    ids=[
        "one person",
        "strangers",
        "one and a stranger",
        "no anchor",
        "an anchor without keys",
        "keys revoked",
        "keys over",
        "persons of the demo",
        "keys of nobody",
        "one person with two keys",
        "a key that is gone",
    ],
)
def test_a_waiver_that_not_two_persons_signed_does_not_count(
    signers: tuple[str, ...], anchor: Anchor | None, fault: str
) -> None:
    assert why(signed_by(*signers), anchor=anchor) == fault


def test_a_waiver_that_is_over_does_not_count_whoever_signed_it() -> None:
    assert why(signed_by("ann", "bea"), at=ENDS) == f"it ended at {ENDS}"


def test_signatures_over_other_bytes_or_for_another_purpose_do_not_count() -> None:
    honest, other = signed_by("ann", "bea"), signed_by("ann", "bea", payload_type="application/vnd.in-toto+json")
    longer = signed_by("ann", "bea", expires_at="2026-03-27T12:00:00Z")
    forged = honest[: honest.index(b'"signatures"')] + longer[longer.index(b'"signatures"') :]

    assert why(other) == NOBODY
    assert why(forged) == NOBODY


@pytest.mark.parametrize("data", [b"", b"{}", waiver_bytes(a_waiver()), signed_by("ann", payload=b"[]")])
def test_what_is_no_signed_waiver_is_refused(data: bytes) -> None:
    with pytest.raises(InputRefusedError):
        why(data)
