"""Told refusals: one sentence and what to do next; whatever was typed comes back without known forms of secrets."""

import sys

from checker.bootstrap.masking import masked_of_words, masked_text
from checker.cli.console import tell
from checker.errors import CleanReleaseError
from checker.output.refusal import explain_error, worded


def tell_refusal(error: CleanReleaseError) -> None:
    """Say why nothing was done; logs of a job are read by others than whoever typed a password into the wrong place."""
    tell(explain_error(error, mask=masked_text))


def tell_usage(sentence: str, *, hint: str) -> None:
    """Say what is wrong with the command line."""
    tell(worded("usage", masked_of_words(sentence, sys.argv[1:]), hint=hint))
