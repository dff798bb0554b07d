"""The port for the tokens of jobs that were used: each proves who calls once."""

from datetime import datetime
from typing import Protocol


class UsedTokens(Protocol):
    """Which tokens of jobs were used."""

    def use(self, *, issuer: str, number: str, issued: datetime, until: datetime, now: datetime) -> bool:
        """Whether this is the first use of a token, and remember it until it is over anyway.

        Of two that come at once, one is the first. One that may have been used in what is not remembered, since an
        older state was put back after it was issued, is not the first either.

        Args:
            issuer: who issued it.
            number: its `jti`.
            issued: when it was issued.
            until: when it cannot be used any more for another reason.
            now: the present moment; what was over before is forgotten.
        """
        ...
