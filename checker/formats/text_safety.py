"""Text that looks like other text, or that a terminal obeys instead of showing.

Names are compared by machines and judged by people; where the two see different things, a person approves what a
machine does not do. So identifiers hold visible characters of one script, and everything shown to a person is escaped
first.

Sources: Unicode UTS 39 (section 5.2, "highly restrictive"; whole-script confusables), UAX 9 for directional controls,
ECMA-48 for terminal controls.
"""

import re
import unicodedata

from checker.errors import InputRefusedError, Place

_INVISIBLE = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Marks and letters that show nothing, beside those Unicode itself calls not printable."""

_LATIN_LIKE = frozenset(
    # Cyrillic
    "\u0400\u0401\u0405\u0406\u0407\u0408\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425"
    "\u0430\u0432\u0433\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442\u0443\u0445\u0450\u0451\u0455\u0456\u0457"
    "\u0458\u0474\u0475\u04ae\u04af\u04bb\u04c0\u04cf\u0501\u051a\u051b\u051c\u051d"
    # Greek
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b1\u03b3\u03b5\u03b7"
    "\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9"
    # Armenian
    "\u054f\u0555\u0561\u0570\u0578\u057d\u0581\u0585"
)
"""Letters of other scripts that a reader takes for Latin ones."""

_TOGETHER = (
    frozenset({"LATIN", "CJK", "IDEOGRAPHIC", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
"""Scripts that are written together; any other mixture is made to deceive, or cannot be told from one that is."""

_LONG_WORD, _LONG_TEXT = 400, 4000
_BEGINNING, _END = 100, 40
_QUOTED = 40
_WORDS = re.compile(r"\S+")
_WIDE = 0xFFFF
_BYTE = 0xFF


def refuse_unsafe_identifier(text: str, what: str, where: Place | str) -> None:
    """Accept a name only if a person who reads it sees the same name as a machine that compares it.

    Args:
        text: the name: of a control, a branch, an environment, a person, a file.
        what: what it names, for the message.
        where: the document, or the place in it.

    Raises:
        InputRefusedError: with the name escaped, so that the message itself cannot deceive.
    """
    if danger := danger_of(text):
        raise InputRefusedError(
            f'the {what} "{escape_for_terminal(text)}" {danger}',
            hint=f"rename the {what} with visible characters of one script",
            where=where if isinstance(where, Place) else Place(source=where),
        )


def danger_of(text: str) -> str:
    """What makes a name unsafe, as the end of a sentence; empty when nothing does."""
    if text.isascii() and text.isprintable():
        return ""
    for char in text:
        if not char.isprintable() or char in _INVISIBLE:
            return f"holds {_name_of(char)}, which does not show as itself"
    if unicodedata.normalize("NFKC", text) != text:
        return "holds characters that stand for other ones (not in Unicode form NFKC)"
    return _danger_of_scripts(text)


def escape_for_terminal(text: str, *, keep_newlines: bool = False) -> str:
    r"""The text with everything that does not show as itself written as `\x1b`, `\u202e` or `\U000e0041`.

    Covers terminal controls (ANSI, OSC), directional controls, zero-width characters, separators, halves of surrogate
    pairs, private and unassigned characters. Applying it twice changes nothing. `keep_newlines` is only for text whose
    lines we made ourselves: a line feed inside foreign text would let it forge a line.
    """
    if text.isprintable() and (text.isascii() or _INVISIBLE.isdisjoint(text)):
        return text
    return "".join(_shown(char, keep_newlines=keep_newlines) for char in text)


def shown_text(text: str, *, most: int = _QUOTED) -> str:
    """The beginning of foreign text as a message quotes it: at most so many characters, then escaped."""
    return escape_for_terminal(text if len(text) <= most else text[:most] + "…")


def shorten_words(text: str) -> str:
    """The sentence with every word that is no word shortened, and its end left out where it goes on and on.

    What was seen is part of a refusal, and whoever chose it must not push the rest of the refusal off the screen. The
    names of files and addresses that people use stay as they are.
    """
    short = _WORDS.sub(lambda found: _short_word(found[0]), text)
    return short if len(short) <= _LONG_TEXT else f"{short[:_LONG_TEXT]}…"


def _short_word(word: str) -> str:
    return word if len(word) <= _LONG_WORD else f"{word[:_BEGINNING]}…{word[-_END:]}"


def _shown(char: str, *, keep_newlines: bool) -> str:
    if (char.isprintable() and char not in _INVISIBLE) or (keep_newlines and char == "\n"):
        return char
    code = ord(char)
    if code <= _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _WIDE else f"\\U{code:08x}"


def _danger_of_scripts(text: str) -> str:
    letters = [char for char in text if char.isalpha()]
    scripts = {_script_of(char) for char in letters}
    if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
        foreign = next(char for char in letters if _script_of(char) != "LATIN")
        return f"mixes scripts: {_name_of(foreign)} beside others"
    if scripts and scripts.isdisjoint({"LATIN"}) and _LATIN_LIKE.issuperset(letters):
        return f"looks like Latin letters and is not: it begins with {_name_of(letters[0])}"
    return ""


def _script_of(char: str) -> str:
    """The first word of the character's name: its script, for every script that has cases or confusables."""
    return unicodedata.name(char, "UNKNOWN").split(" ", 1)[0]


def _name_of(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}"
