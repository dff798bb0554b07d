"""What a person reads is what a machine compares, and a terminal shows text instead of obeying it."""

import pytest

from checker.errors import InputRefusedError, Place
from checker.formats.text_safety import danger_of, escape_for_terminal, refuse_unsafe_identifier, shorten_words

CYRILLIC_A = "\u0430"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "main",
        "release/1.x",
        "MF-01",
        "Deploy to PyPI (production)",
        "größe",
        "naïve_file",
        "релиз",  # Cyrillic that no one takes for Latin
        "έκδοση",
        "リリース-v1",
        "发布/main",
        "출시 v2",
        "注音ㄅ",
        "עברית",
        "🚀 launch",
    ],
)
def test_a_name_of_one_script_is_accepted(name: str) -> None:
    refuse_unsafe_identifier(name, what="branch", where="in.json")


@pytest.mark.parametrize(
    ("name", "danger"),
    [
        ("m\u0430in", "mixes scripts: U+0430 CYRILLIC SMALL LETTER A"),
        ("pr\u03bfduction", "mixes scripts: U+03BF GREEK SMALL LETTER OMICRON"),
        ("\u0441\u0430\u0435", "looks like Latin letters and is not: it begins with U+0441"),
        (CYRILLIC_A, "looks like Latin letters and is not"),
        (f"{CYRILLIC_A}-1", "looks like Latin letters and is not"),
        ("ma\u200bin", "U+200B ZERO WIDTH SPACE"),
        ("main\u200d", "U+200D ZERO WIDTH JOINER"),
        ("\ufeffmain", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("main\u2060", "U+2060 WORD JOINER"),
        ("main\u00ad", "U+00AD SOFT HYPHEN"),
        ("main\ufe0f", "U+FE0F VARIATION SELECTOR-16"),
        ("main\u3164", "U+3164 HANGUL FILLER"),
        ("main\U000e0041", "U+E0041 TAG LATIN CAPITAL LETTER A"),
        ("main\n", "U+000A without a name"),
        ("main\x1b[2J", "U+001B without a name"),
        ("main\x7f", "U+007F without a name"),
        ("main\x9b", "U+009B without a name"),
        ("main\u2028", "U+2028 LINE SEPARATOR"),
        ("a\u00a0b", "U+00A0 NO-BREAK SPACE"),
        ("\ud800", "U+D800 without a name"),
        ("\ue000", "U+E000 without a name"),
        ("\uff4dain", "stand for other ones"),
        ("\U0001d426ain", "stand for other ones"),
        ("e\u0301", "stand for other ones"),
    ],
)
def test_a_name_that_deceives_is_refused_and_shown_escaped(name: str, danger: str) -> None:
    with pytest.raises(InputRefusedError) as refusal:
        refuse_unsafe_identifier(name, what="branch", where=Place(source="in.json", line=3))
    assert danger in refusal.value.message
    assert refusal.value.message.isprintable()
    assert str(refusal.value).startswith('in.json:3: the branch "')
    assert "visible characters of one script" in refusal.value.hint


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
def test_every_directional_control_is_dangerous_and_escaped(code: int) -> None:
    text = f"a{chr(code)}b"
    assert f"U+{code:04X}" in danger_of(text)
    assert escape_for_terminal(text) == f"a\\u{code:04x}b"


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0)])
def test_every_control_character_is_dangerous_and_escaped(code: int) -> None:
    assert danger_of(chr(code))
    assert escape_for_terminal(chr(code)) == f"\\x{code:02x}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, größe, 发布 🚀", "plain text, größe, 发布 🚀"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]8;;https://e.example\x07link\x1b]8;;\x07", "\\x1b]8;;https://e.example\\x07link\\x1b]8;;\\x07"),
        ("\x1b]52;c;cm0gLXJm\x07", "\\x1b]52;c;cm0gLXJm\\x07"),
        ("one\ntwo\ttab\rback", "one\\x0atwo\\x09tab\\x0dback"),
        ("\ud800 \U000e0041 \ufe0f", "\\ud800 \\U000e0041 \\ufe0f"),
        ("back\\slash stays", "back\\slash stays"),
    ],
)
def test_what_a_terminal_would_obey_is_shown(text: str, shown: str) -> None:
    assert escape_for_terminal(text) == shown
    assert escape_for_terminal(shown) == shown


def test_line_feeds_of_our_own_text_may_be_kept_and_nothing_else() -> None:
    assert escape_for_terminal("one\ntwo\r\x1b", keep_newlines=True) == "one\ntwo\\x0d\\x1b"


def test_a_word_that_is_no_word_is_shortened_and_a_sentence_without_end_ends() -> None:
    path = "/".join(["folder"] * 50)
    assert shorten_words(f"--target is '{'a' * 5000}', expected {path}") == (
        f"--target is '{'a' * 99}…{'a' * 38}', expected {path}"
    )
    assert len(shorten_words("a " * 5000)) == 4001
