"""JSON that two readers could understand differently is refused, and the refusal says where."""

import pytest

from checker.domain.json_value import Json
from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError, Place
from checker.formats.strict_json import locate_in_json, read_json


def refusal_of(data: bytes, limits: DocumentLimits | None = None) -> InputRefusedError:
    with pytest.raises(InputRefusedError) as refusal:
        read_json(data, source="in.json", limits=limits or DocumentLimits())
    return refusal.value


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"null", None),
        (b" [1, -0, 1.0, 1e3, -0.0]\n", [1, 0, 1, 1000, 0]),
        (b"[0.5, 1.10, 1E-7]", [0.5, 1.1, 1e-7]),
        (b"-9007199254740991", -9007199254740991),
        (b'"\\ud83d\\ude00 \\u0041"', "\U0001f600 A"),
        (b'"\\\\ud800"', "\\ud800"),
        ('{"é": {"é": "é"}}'.encode(), {"é": {"é": "é"}}),
        (b'{"a": {"b": 1}, "b": [{"a": 1}, {"a": 2}]}', {"a": {"b": 1}, "b": [{"a": 1}, {"a": 2}]}),
        (b'["[[[[", "\\"[", "", "{,}"]', ["[[[[", '"[', "", "{,}"]),
    ],
)
def test_a_document_with_one_meaning_is_read(data: bytes, value: Json) -> None:
    assert read_json(data, source="in.json") == value


@pytest.mark.parametrize("data", [b"1.0", b"1e3", b"-0.0"])
def test_a_whole_number_is_an_integer_however_it_is_written(data: bytes) -> None:
    assert type(read_json(data, source="in.json")) is int


@pytest.mark.parametrize(
    ("data", "message", "line", "column", "pointer"),
    [
        (b'{"a": 1,\n "a": 1}', 'the key "a" is given twice in one object', 2, 2, ""),
        (b'{"x": [{}, {"a": 1, "\\u0061": 2}]}', "given twice in one object", 1, 21, "/x/1"),
        ('{"é": {"k": 1,  "k": 1}}'.encode(), "given twice in one object", 1, 17, "/é"),
        (b'[1, {"a/b": NaN}]', "NaN is not a JSON number", 1, 13, "/1/a~1b"),
        (b"[Infinity]", "Infinity is not a JSON number", 1, 2, "/0"),
        (b"[\n-Infinity]", "-Infinity is not a JSON number", 2, 1, "/0"),
        (b"9007199254740992", "the number 9007199254740992 is beyond ±9007199254740991", 1, 1, ""),
        (b'{"n": -9007199254740992}', "is beyond ±9007199254740991", 1, 7, "/n"),
        (b"[9007199254740993.0]", "is beyond ±9007199254740991", 1, 2, "/0"),
        (b"[1e20]", "the number 1e20 is beyond", 1, 2, "/0"),
        (b"[1e400]", "the number 1e400 is beyond", 1, 2, "/0"),
        (b"[1e-400]", "the number 1e-400 has more digits than a double keeps (0.0)", 1, 2, "/0"),
        (b"[0, 9007199254740990.6]", "has more digits than a double keeps", 1, 5, "/1"),
        (b'"\\ud800"', 'the string "\\ud800" holds half of a surrogate pair', 1, 1, ""),
        (b'["\\ud83d\\ude00", "\\udc00\\ud800"]', "holds half of a surrogate pair", 1, 18, "/1"),
        (b'{"\\uDfFf": 1}', "holds half of a surrogate pair", 1, 2, ""),
        (b'"\xed\xa0\x80"', "byte 0xed is not UTF-8", 1, 2, ""),
        (b'{"a":\n "\xff"}', "byte 0xff is not UTF-8", 2, 3, ""),
        (b"\xef\xbb\xbf{}", "begins with a byte order mark", 1, 1, ""),
        ('{"a": 1}'.encode("utf-16"), "looks like UTF-16 or UTF-32", 1, 1, ""),
        ('{"a": 1}'.encode("utf-16-be"), "looks like UTF-16 or UTF-32", 1, 1, ""),
        ('{"a": 1}'.encode("utf-32-le"), "looks like UTF-16 or UTF-32", 1, 1, ""),
        (b"", "the document is empty", 1, 1, ""),
        (b" \n\t", "the document is empty", 1, 1, ""),
        (b"{}\n{}", 'expected nothing after the value, found "{"', 2, 1, ""),
        (b'{"a": 1}\x00', "expected nothing after the value", 1, 9, ""),
        (b"[1,]", 'expecting value, found "]"', 1, 4, ""),
        (b"{'a': 1}", "expecting property name enclosed in double quotes", 1, 2, ""),
        (b"[01]", "expecting ',' delimiter", 1, 3, ""),
        (b'{"a": 1', "the document ends here", 1, 8, ""),
        (b'"a\tb"', "invalid control character", 1, 3, ""),
        (b"// x\n{}", 'expecting value, found "/"', 1, 1, ""),
    ],
)
def test_a_refusal_says_what_was_seen_and_where(
    data: bytes, message: str, line: int, column: int, pointer: str
) -> None:
    refusal = refusal_of(data)

    assert message in refusal.message
    assert refusal.where == Place(source="in.json", line=line, column=column, pointer=pointer)


def test_the_deepest_allowed_document_is_read_and_one_level_more_is_refused() -> None:
    assert read_json(b"[" * 64 + b"]" * 64, source="in.json")
    refusal = refusal_of(b"[" * 65 + b"]" * 65)
    assert str(refusal) == "in.json:1:65: values are nested more than 64 deep"


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'[{"a":'])
@pytest.mark.parametrize("count", [1_000, 100_000])
def test_a_bracket_bomb_is_refused_before_it_is_parsed(opening: bytes, count: int) -> None:
    assert "nested more than 64 deep" in refusal_of(opening * count).message


def test_brackets_inside_strings_are_not_depth() -> None:
    assert read_json(b'["' + b"[" * 1000 + b'", "\\"' + b"{" * 1000 + b'"]', source="in.json")


def test_a_document_of_more_bytes_than_allowed_is_not_looked_at() -> None:
    refusal = refusal_of(b"\xff" * 11, DocumentLimits(bytes=10))
    assert str(refusal) == "in.json: the document has 11 bytes, at most 10 are read"


def test_a_document_of_exactly_the_allowed_bytes_is_read() -> None:
    assert read_json(b'"12345678"', source="in.json", limits=DocumentLimits(bytes=10)) == "12345678"


def test_values_are_counted_without_keys_and_separators_in_strings() -> None:
    data = b'{"a,b": [1, [], {}, " [ ] , "], "c": []}'
    assert read_json(data, source="in.json", limits=DocumentLimits(nodes=7))
    assert "holds 7 values, at most 6 are read" in refusal_of(data, DocumentLimits(nodes=6)).message


def test_a_number_of_a_million_digits_is_refused_and_shortened() -> None:
    refusal = refusal_of(b"1" * 1_000_000)
    assert refusal.message == f"the number {'1' * 40}… is beyond ±9007199254740991"


def test_a_hostile_key_is_shown_escaped() -> None:
    refusal = refusal_of('{"\u202e\x9b": 1, "\u202e\x9b": 2}'.encode())
    assert refusal.message == 'the key "\\u202e\\x9b" is given twice in one object'


def test_every_refusal_of_content_has_a_hint() -> None:
    assert refusal_of(b'{"a": 1, "a": 2}').hint == "keep one of them"
    assert "double quotes" in refusal_of(b"{'a': 1}").hint


@pytest.mark.parametrize("start", [b'{"\\x": ', b"{1x: ", b"{-: ", b'["\\x", ', b'{"a": "'])
def test_a_deep_document_that_is_not_json_either_is_refused(start: bytes) -> None:
    assert refusal_of(start + b"[" * 100 + b"]" * 100).message


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ("", 1, 1),
        ("/a", 1, 7),
        ("/a/1", 2, 2),
        ("/a/1/x~1y", 2, 10),
        ("/b~0", 3, 9),
        ("/missing", 0, 0),
        ("/a/9", 0, 0),
    ],
)
def test_a_pointer_leads_to_line_and_column(pointer: str, line: int, column: int) -> None:
    data = b'{"a": [1,\n {"x/y": [2]}],\n "b~" : "c"}'
    assert locate_in_json(data, pointer, source="in.json") == Place(
        source="in.json", line=line, column=column, pointer=pointer
    )
