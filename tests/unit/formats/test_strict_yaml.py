"""YAML means what YAML 1.2 says, and what two readers could understand differently is refused with line and column."""

import pytest

from checker.domain.json_value import Json
from checker.domain.limits import DocumentLimits
from checker.errors import InputRefusedError, Place
from checker.formats.locate import locate
from checker.formats.strict_yaml import AliasPolicy, locate_in_yaml, read_yaml

LIMITS = DocumentLimits(bytes=100_000, nodes=10_000)


def read(data: bytes, aliases: AliasPolicy = AliasPolicy.REFUSE) -> Json:
    return read_yaml(data, source="in.yaml", limits=LIMITS, aliases=aliases)


def refusal_of(data: bytes, aliases: AliasPolicy = AliasPolicy.REFUSE) -> InputRefusedError:
    with pytest.raises(InputRefusedError) as refusal:
        read(data, aliases)
    return refusal.value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("on", "on"),
        ("off", "off"),
        ("yes", "yes"),
        ("no", "no"),
        ("NO", "NO"),
        ("y", "y"),
        ("tRue", "tRue"),
        ("true", True),
        ("True", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("nuLL", "nuLL"),
        ("12:30:45", "12:30:45"),
        ("1_000", "1_000"),
        ("2001-01-01", "2001-01-01"),
        ("2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z"),
        ("010", 10),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b11", "0b11"),
        ("+1", 1),
        ("-0", 0),
        ("1.10", 1.1),
        ("1.0", 1),
        ("1e3", 1000),
        (".5", 0.5),
        ("5.", 5),
        (".", "."),
        ("1.2.3", "1.2.3"),
        ("1e", "1e"),
        ("--", "--"),
        ("=", "="),
        ("'010'", "010"),
        ('"true"', "true"),
        ("|\n  1", "1"),
        (">-\n  null", "null"),
        ("0x1FFFFFFFFFFFFF", 2**53 - 1),
        ("0o377777777777777777", 2**53 - 1),
    ],
)
def test_a_word_means_what_the_core_schema_of_yaml_1_2_says(word: str, value: Json) -> None:
    result = read(f"key: {word}".encode())
    assert result == {"key": value}
    assert isinstance(result, dict)
    assert type(result["key"]) is type(value)


def test_a_workflow_keeps_its_trigger_key_and_every_other_string() -> None:
    data = b"on:\n  push: {branches: [main, 'v*']}\njobs:\n  no: {runs-on: ubuntu-24.04, timeout-minutes: 5}\n"
    assert read(data) == {
        "on": {"push": {"branches": ["main", "v*"]}},
        "jobs": {"no": {"runs-on": "ubuntu-24.04", "timeout-minutes": 5}},
    }


@pytest.mark.parametrize("data", [b"{}\n", b"[]", b"---\n{}\n...\n", b"# c\n{}", b"%YAML 1.2\n---\n{}", b"\r\n{}\r\n"])
def test_one_document_is_read(data: bytes) -> None:
    assert not read(data)


@pytest.mark.parametrize(
    ("data", "message", "line", "column"),
    [
        (b"a: 1\nb: 2\na: 3", 'the key "a" is given twice in one mapping', 3, 1),
        (b"x:\n  - {k: 1, 'k': 2}", 'the key "k" is given twice', 2, 12),
        ("é: {k: 1, k: 2}".encode(), "given twice", 1, 11),
        (b"1: a", "the key 1 is not a string", 1, 1),
        (b"x:\n  true: a", "the key true is not a string", 2, 3),
        (b"? ~\n: a", "the key ~ is not a string", 1, 3),
        (b"?\n: a", "a key is missing", 1, 2),
        (b"? [a]\n: b", "a key is a list, a mapping or an alias", 1, 3),
        (b"? {a: b}\n: b", "a key is a list, a mapping or an alias", 1, 3),
        (b"<<: {a: 1}", "merge keys (<<) are not read", 1, 1),
        (
            b"a: !!python/object/apply:os.system [x]",
            "the tag tag:yaml.org,2002:python/object/apply:os… is not read",
            1,
            4,
        ),
        (b"a: !local 1", "the tag !local is not read", 1, 4),
        (b"!!str a: 1", "the tag tag:yaml.org,2002:str is not read", 1, 1),
        (b"a: ! 1", "the tag ! is not read", 1, 4),
        (b"--- !!map\na: 1", "the tag tag:yaml.org,2002:map is not read", 1, 5),
        (b"a: &x 1", "the anchor &x is not read here", 1, 4),
        (b"&x a: 1", "the anchor &x is not read here", 1, 1),
        (b"a: &x [1]", "the anchor &x is not read here", 1, 4),
        (b"a: *x", "the alias *x is not read here", 1, 4),
        (b"a: 1\n---\nb: 2", "a second document begins here", 2, 1),
        (b"%YAML 1.1\n---\na: 1", "the document has YAML directives", 1, 1),
        (b"%TAG ! tag:x,2000:\n---\na: 1", "the document has YAML directives", 1, 1),
        (b"", "the document is empty", 1, 1),
        (b"# only a comment\n", "the document is empty", 1, 1),
        (b"---\n", "the document is empty", 2, 1),
        (b"a: .inf", ".inf is not a number a document can hold", 1, 4),
        (b"a: .NaN", ".NaN is not a number a document can hold", 1, 4),
        (b"a: 9007199254740992", "is beyond ±9007199254740991", 1, 4),
        (b"a: 0x20000000000000", "is beyond ±9007199254740991", 1, 4),
        (b"a: 0o400000000000000000", "is beyond ±9007199254740991", 1, 4),
        (b"a: 0x" + b"f" * 50_000, "is beyond ±9007199254740991", 1, 4),
        (b"a: 1e400", "is beyond ±9007199254740991", 1, 4),
        (b"a: 0.10000000000000000001", "has more digits than a double keeps", 1, 4),
        (b"a: 'x", "not YAML: found unexpected end of stream", 1, 6),
        (b"a: [1\nb: 2", "not YAML: did not find expected ',' or ']'", 2, 2),
        (b"a:\n\t- b", "not YAML: found character that cannot start any token", 2, 1),
        (b'a: "\\ud800"', "not YAML: found invalid Unicode character escape code", 1, 7),
        (b"a: 1\rb: 2", "the character U+000D is not read as what it shows", 1, 5),
        ("# c\u2028a: 1".encode(), "the character U+2028 is not read as what it shows", 1, 4),
        ("a: x\u0085b: y".encode(), "the character U+0085 is not read as what it shows", 1, 5),
        (b"a: \x1b[0m", "the character U+001B is not read as what it shows", 1, 4),
        ("a: \ufeff".encode(), "the character U+FEFF is not read as what it shows", 1, 4),
        (b"\xef\xbb\xbfa: 1", "begins with a byte order mark", 1, 1),
        ("a: 1".encode("utf-16-le"), "looks like UTF-16", 1, 1),
        (b"a: \xe9", "byte 0xe9 is not UTF-8", 1, 4),
    ],
)
def test_a_refusal_says_what_was_seen_and_where(data: bytes, message: str, line: int, column: int) -> None:
    refusal = refusal_of(data)

    assert message in refusal.message
    assert refusal.where == Place(source="in.yaml", line=line, column=column)


def test_a_hostile_key_is_shown_escaped() -> None:
    refusal = refusal_of(b'{"\\u202e\\x1b": 1, "\\u202e\\x1b": 2}')
    assert refusal.message == 'the key "\\u202e\\x1b" is given twice in one mapping'


def test_a_word_that_is_no_string_should_be_quoted_as_it_was_written() -> None:
    assert refusal_of(b"1.10: a").hint == 'put it in quotes: "1.10"'
    assert refusal_of(b"a: 99999999999999999999").hint == 'put it in quotes: "99999999999999999999"'


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"? ", b"[{a: "])
@pytest.mark.parametrize("count", [65, 1_000, 20_000])
def test_a_nesting_bomb_is_refused_before_anything_is_composed(opening: bytes, count: int) -> None:
    message = refusal_of(opening * count).message
    assert "nested more than 64 deep" in message or "a key is a list, a mapping" in message


def test_the_deepest_allowed_document_is_read() -> None:
    assert read(b"[" * 64 + b"]" * 64)


def test_more_values_than_allowed_are_refused_where_they_begin() -> None:
    limits = DocumentLimits(nodes=4)
    assert read_yaml(b"a: [1, 2]", source="in.yaml", limits=limits)
    with pytest.raises(InputRefusedError, match="more than 4 values") as refusal:
        read_yaml(b"a: [1, 2,\n 3]", source="in.yaml", limits=limits)
    assert refusal.value.where == Place(source="in.yaml", line=2, column=2)


def test_more_bytes_than_allowed_are_not_looked_at() -> None:
    with pytest.raises(InputRefusedError, match="has 5 bytes, at most 4 are read"):
        read_yaml(b"a: 11", source="in.yaml", limits=DocumentLimits(bytes=4))


def test_bounded_aliases_stand_for_their_values() -> None:
    data = b"base: &b {k: [1, &s two]}\nuse: *b\nword: *s\n&key name: *key\nlater: &b 3\nagain: *b"
    assert read(data, AliasPolicy.BOUNDED) == {
        "base": {"k": [1, "two"]},
        "use": {"k": [1, "two"]},
        "word": "two",
        "name": "name",
        "later": 3,
        "again": 3,
    }


def bomb(levels: int) -> bytes:
    lines = [b"a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [
        b"a%d: &a%d [%s]" % (level, level, b", ".join([b"*a%d" % (level - 1)] * 10)) for level in range(1, levels)
    ]
    return b"\n".join(lines)


@pytest.mark.parametrize("levels", [6, 9])
@pytest.mark.parametrize("policy", AliasPolicy)
def test_an_alias_bomb_is_refused(levels: int, policy: AliasPolicy) -> None:
    message = refusal_of(bomb(levels), policy).message
    assert "more than 10000 values" in message or "anchor &a0 is not read here" in message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: *nowhere", "the alias *nowhere names no complete value before it"),
        (b"a: &a [1, *a]", "the alias *a names no complete value before it"),
        (b"a: &a {k: *a}", "the alias *a names no complete value before it"),
        (b"a: &a k\n*a : 1", "a key is a list, a mapping or an alias"),
        (b"a: &a {k: 1}\nb: {<<: *a}", "merge keys (<<) are not read"),
        (b"a: &a !!str 1", "the tag tag:yaml.org,2002:str is not read"),
        (b"a: &a " + b"x" * 20_000 + b"\nb: [*a, *a, *a, *a, *a]", "100000 characters of text"),
        (b"a: &a {" + b"x" * 1000 + b": 1}\nb: [" + b"*a, " * 100 + b"]", "100000 characters of text"),
        (b"a0: &a0 []\n" + b"".join(b"a%d: &a%d [*a%d]\n" % (i, i, i - 1) for i in range(1, 65)), "64 deep by *a62"),
    ],
)
def test_bounded_aliases_stay_within_the_limits_of_written_values(data: bytes, message: str) -> None:
    assert message in refusal_of(data, AliasPolicy.BOUNDED).message


def test_a_quoted_merge_sign_is_an_ordinary_key() -> None:
    assert read(b"'<<': 1") == {"<<": 1}


POINTERS = [
    ("", 1, 1),
    ("/a", 1, 4),
    ("/a/1", 1, 8),
    ("/b~1c", 3, 3),
    ("/b~1c/é", 3, 6),
    ("/b~1c/k/0", 5, 5),
    ("/x", 0, 0),
]


@pytest.mark.parametrize(("pointer", "line", "column"), POINTERS)
def test_a_pointer_leads_to_line_and_column(pointer: str, line: int, column: int) -> None:
    data = 'a: [1, "2"]\nb/c:\n  é: "x"\n  k:\n  - y\n'.encode()
    expected = Place(source="in.yaml", line=line, column=column, pointer=pointer)
    assert locate_in_yaml(data, pointer, source="in.yaml") == expected
    assert locate(data, pointer, source="in.yaml") == expected


def test_a_pointer_into_an_alias_leads_to_the_alias() -> None:
    assert locate_in_yaml(b"a: &a [1]\nb: *a", "/b", source="in.yaml").line == 2


def test_json_is_located_as_json_and_what_cannot_be_read_has_no_place() -> None:
    assert locate(b'{"a":\t1}', "/a", source="in.json") == Place(source="in.json", line=1, column=7, pointer="/a")
    assert locate(b"[", "/0", source="in.json") == Place(source="in.json", pointer="/0")
