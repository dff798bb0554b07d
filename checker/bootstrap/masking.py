"""What may be written into a log: words without what has the form of a secret."""


def masked_text(text: str) -> str:
    """The text with every known form of a secret replaced."""
    from checker.adapters.secrets.known_forms import KnownForms  # noqa: PLC0415 - only where something is logged
    from checker.domain.masking import masked  # noqa: PLC0415 - as above

    return masked(text, KnownForms().find)
