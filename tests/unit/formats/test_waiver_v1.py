"""`waiver/v1`: exact bytes that two persons sign; a date that does not exist never lives."""

import pytest

from checker.errors import InputRefusedError
from checker.formats.waiver_v1 import parse_waiver, waiver_bytes
from tests.waiver_builders import a_waiver


def test_a_waiver_is_read_back_as_it_was_written() -> None:
    assert parse_waiver(waiver_bytes(a_waiver()), source="it") == a_waiver()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"expires_at":"2026-03-26T12:00:00Z"', b'"expires_at":"2026-02-30T12:00:00Z"'),
        (b'"expires_at":"2026-03-26T12:00:00Z"', b'"expires_at":"never"'),
        (b'"expires_at":"2026-03-26T12:00:00Z",', b""),
        (b'"expires_at":"2026-03-26T12:00:00Z"', b'"expires_at":"2026-03-26T12:00:00+02:00"'),
        (b'"expires_at":"2026-03-26T12:00:00Z"', b'"expires_at":"2026-02-26T12:00:00Z"'),
        (b'"expires_at":"2026-03-26T12:00:00Z"', b'"expires_at":"2026-05-27T12:00:01Z"'),
        (b'"expires_at":"2026-03-26T12:00:00Z"', b'"expires_at":"9999-12-31T23:59:59Z"'),
        (b'"issued_at":"2026-02-26T12:00:00Z"', b'"issued_at":"2026-02-26T24:00:00Z"'),
        (b'"fingerprint":"' + b"a" * 64, b'"fingerprint":"*'),
        (b'"fingerprint":"' + b"a" * 64, b'"fingerprint":"'),
        (b'"rule":"branch.guarded"', b'"rule":""'),
        (b'"reason":"the new runner is being certified"', b'"reason":" "'),
        (b'"owner":"release-owner"', b'"owner":"\\t"'),
        (b'"namespace":"real"', b'"namespace":"*"'),
        (b'{"expires_at"', b'{ "expires_at"'),
        (b'"schema"', b'"more":1,"schema"'),
    ],
)
def test_what_is_no_waiver_of_one_violation_for_a_time_is_refused(old: bytes, new: bytes) -> None:
    data = waiver_bytes(a_waiver())
    assert old in data

    with pytest.raises(InputRefusedError):
        parse_waiver(data.replace(old, new), source="it")


def test_a_waiver_that_its_reader_would_refuse_is_not_written() -> None:
    with pytest.raises(InputRefusedError, match="expected an end within 90 days"):
        waiver_bytes(a_waiver(expires_at="2027-01-01T00:00:00Z"))
    with pytest.raises(InputRefusedError, match="expected a moment after its beginning") as over:
        waiver_bytes(a_waiver(expires_at="2026-01-01T00:00:00Z"))
    assert "name a later day" in over.value.hint
