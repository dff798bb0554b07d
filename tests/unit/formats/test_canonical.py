"""Canonical bytes: one spelling, or a refusal."""

from enum import IntEnum, StrEnum

import pytest

from checker.domain.json_value import JsonLike
from checker.errors import InputRefusedError
from checker.formats.canonical import canonical_bytes, canonical_digest, pretty_bytes


class Colour(StrEnum):
    RED = "red"


class Size(IntEnum):
    SMALL = 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"b": 1, "a": [True, None]}, b'{"a":[true,null],"b":1}'),
        (
            {"numbers": [333333333.33333329, 1e30, 4.50, 2e-3, 1e-27]},
            b'{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
        ),
        ([1.0, -0.0, 1e21], b"[1,0,1e+21]"),
        ("\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\u007f/", '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"\u007f/"'.encode()),
        ({}, b"{}"),
        ([], b"[]"),
        ("", b'""'),
        ((1, 2), b"[1,2]"),
        ({"colour": Colour.RED, "size": Size.SMALL}, b'{"colour":"red","size":1}'),
        (2**53 - 1, b"9007199254740991"),
    ],
)
def test_a_value_has_one_spelling(value: JsonLike, expected: bytes) -> None:
    assert canonical_bytes(value) == expected


def test_keys_are_sorted_by_utf16_units_as_rfc8785_section_3_2_3_shows() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert canonical_bytes(value) == '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\U0001f600":5,"\ufb33":3}'.encode()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (2**53, "9007199254740992 exceeds safe integer domain"),
        ([-(2**53)], "exceeds safe integer domain"),
        (float("nan"), "nan is not representable"),
        ({"a": float("inf")}, "inf is not representable"),
        ({1: "a", "b": 2}, "keys must be strings"),
        ("\ud800", "half of a surrogate pair"),
        ({"\udfff": 1}, "half of a surrogate pair"),
        ({1: "a"}, "keys must be strings"),
        ({"a": b"bytes"}, "bytes"),
        ({"a": {1, 2}}, "set"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_the_reason(value: JsonLike, reason: str) -> None:
    with pytest.raises(InputRefusedError, match="a value has no canonical form") as refusal:
        canonical_bytes(value)
    assert reason in refusal.value.message
    assert refusal.value.hint


def test_a_value_inside_itself_is_refused() -> None:
    value: list[JsonLike] = []
    value.append(value)
    with pytest.raises(InputRefusedError, match="nested too deeply"):
        canonical_bytes(value)


def test_a_digest_is_taken_over_the_canonical_bytes() -> None:
    assert canonical_digest({"b": 1.0, "a": ""}) == canonical_digest({"a": "", "b": 1})
    assert canonical_digest({}) == "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


def test_pretty_bytes_are_sorted_indented_and_end_with_one_newline() -> None:
    assert pretty_bytes({"b": "é", "a": [1]}) == '{\n  "a": [\n    1\n  ],\n  "b": "é"\n}\n'.encode()
