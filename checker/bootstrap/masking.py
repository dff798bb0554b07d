"""What may be written into a log: words without what has the form of a secret."""

from collections.abc import Sequence


def masked_text(text: str) -> str:
    """The text with every known form of a secret replaced."""
    from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - only where something is logged
    from checker.domain.masking import masked  # noqa: PLC0415 - as above

    return masked(text, KnownForms().find)


def masked_of_words(text: str, words: Sequence[str]) -> str:
    """The text with those of the words of a command in it masked that are secrets, and everything else as it is.

    What is written about a command names its options, and the word behind the name of one is no secret there.
    """
    from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - as above
    from checker.domain.masking import masked_words  # noqa: PLC0415 - as above

    for word, shown in zip(words, masked_words(words, KnownForms().find), strict=True):
        text = text.replace(word, shown) if word != shown else text
    return text
