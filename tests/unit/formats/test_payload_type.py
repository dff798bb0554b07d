"""Everything that is signed names its kind and its version in one form, which is the form of its schema."""

import re

import pytest

from checker.application.open_audit import AUDIT_PAYLOAD
from checker.application.prove_identity import PAYLOAD_TYPE
from checker.formats.evidence_content import BUILD_RUN
from checker.formats.payload_type import payload_type
from checker.formats.trail_checkpoint_v1 import CHECKPOINT_PAYLOAD
from checker.formats.waiver_v1 import WAIVER_PAYLOAD

SIGNED = (AUDIT_PAYLOAD, PAYLOAD_TYPE, BUILD_RUN, CHECKPOINT_PAYLOAD, WAIVER_PAYLOAD, payload_type("permit"))


@pytest.mark.parametrize("said", SIGNED)
def test_a_type_names_kind_and_version(said: str) -> None:
    assert re.fullmatch(r"application/vnd\.clean-release\.[a-z]+(-[a-z]+)*\.v1\+json", said)


def test_no_two_kinds_have_one_type() -> None:
    assert len(set(SIGNED)) == len(SIGNED)
