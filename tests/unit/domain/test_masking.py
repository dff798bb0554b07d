"""Masking: of a secret nothing stays, wherever a part of a text is cut."""

import pytest

from checker.domain.masking import Span, masked, masked_part, masked_words, merged

TEXT = "abcdefghij"


@pytest.mark.parametrize(
    ("secrets", "part", "seen"),
    [
        ((), (0, 10), "abcdefghij"),
        (((2, 4),), (0, 10), "ab***efghij"),
        (((2, 4), (6, 8)), (0, 10), "ab***ef***ij"),
        (((2, 6),), (4, 10), "***ghij"),
        (((4, 8),), (0, 6), "abcd***"),
        (((0, 10),), (4, 6), "***"),
        (((0, 2), (8, 10)), (2, 8), "cdefgh"),
    ],
)
def test_a_secret_that_reaches_into_a_part_is_gone_from_it(
    secrets: tuple[tuple[int, int], ...], part: tuple[int, int], seen: str
) -> None:
    assert masked_part(TEXT, secrets, part=part) == seen


def test_places_that_touch_are_one() -> None:
    assert merged([(5, 7), (0, 2), (2, 4), (1, 2), (6, 9)]) == ((0, 4), (5, 9))


def test_a_text_without_anything_is_looked_at_by_nobody() -> None:
    assert masked("", lambda _: 1 / 0) == ""  # type: ignore[arg-type, return-value]
    assert masked("ab", lambda text: [(0, len(text))]) == "***"


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ((), ()),
        (("",), ("",)),
        (("run", "--as", "me"), ("run", "--as", "me")),
        (("run", "--key", "two words", "more"), ("run", "--key", "***", "more")),
        (("run", "a--key two", "words"), ("run", "a--key ***", "words")),
        (("--key", "two words", ""), ("--key", "***", "")),
    ],
)
def test_a_word_that_another_names_is_gone_from_a_command(words: tuple[str, ...], seen: tuple[str, ...]) -> None:
    def find(line: str) -> list[Span]:
        begin = line.find("--key two")
        return [(begin + 6, begin + 9)] if begin >= 0 else []

    assert masked_words(words, find) == seen
