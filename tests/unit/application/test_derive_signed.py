"""Who signed a release: a valid signature by a key of the anchor, or nobody, or nobody knows."""

import pytest

from checker.application.derive_signed import derive_signed
from checker.domain.json_value import Json
from checker.domain.trust import ReleaseSigner
from tests.builders import a_gap, an_observation

SIGNER = ReleaseSigner(name="somebody", fingerprint="SHA256:k")
GOOD, BAD = an_observation(value=True), an_observation(value=False)


def entry(of: str, valid: Json, key: str = "SHA256:k") -> Json:
    return {"of": of, "form": "ssh", "valid": valid, "key": key}


@pytest.mark.parametrize(
    ("entries", "answer"),
    [
        ([entry("tag", GOOD)], {"trusted": True, "by": "somebody"}),
        ([entry("tag", BAD, ""), entry("commit", GOOD)], {"trusted": True, "by": "somebody"}),
        ([entry("tag", a_gap("unsupported")), entry("commit", GOOD)], {"trusted": True, "by": "somebody"}),
        ([entry("tag", GOOD, "SHA256:other")], {"trusted": False, "by": ""}),
        ([entry("tag", BAD)], {"trusted": False, "by": ""}),
        ([], {"trusted": False, "by": ""}),
    ],
)
def test_one_trusted_signature_is_enough_and_nothing_else_is(entries: list[Json], answer: Json) -> None:
    assert derive_signed(an_observation(entries), signers=(SIGNER,)).value == answer


def test_a_signature_that_could_not_be_verified_stays_open_where_no_other_is_trusted() -> None:
    entries: list[Json] = [entry("tag", a_gap("unsupported")), entry("commit", BAD)]
    assert derive_signed(an_observation(entries), signers=(SIGNER,)).status == "unsupported"


def test_without_signers_nobody_is_trusted_and_nobody_is_not() -> None:
    found = derive_signed(an_observation([entry("tag", GOOD)]), signers=())
    assert (found.status, found.detail.needs) == ("not_requested", "release_signers in the anchor")


def test_signatures_that_were_not_read_say_nothing() -> None:
    assert derive_signed(a_gap("denied"), signers=(SIGNER,)).status == "denied"
