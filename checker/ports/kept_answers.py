"""The port for answers that are kept under the key a caller chose."""

from datetime import datetime
from typing import Protocol

from checker.domain.asked_once import AskedKey, AskedRequest, KeptAnswer


class KeptAnswers(Protocol):
    """The requests that keys name, for `domain.asked_once.KEPT` after they were begun."""

    def begin(self, key: AskedKey, *, request: str, holder: str, now: datetime) -> AskedRequest | None:
        """What the key names already; None where it named nothing, and names this request from now on.

        Of two that come at once, one gets None. `holder` is the server that answers it.
        """
        ...

    def take_over(self, key: AskedKey, *, request: str, holder: str, left_by: str) -> bool:
        """Let `holder` answer a request that `left_by` does not; false where it is answered, or somebody was first."""
        ...

    def answer(self, key: AskedKey, *, request: str, answer: KeptAnswer) -> None:
        """Keep the answer of the request that was begun; one that is there stays.

        Raises:
            NotFoundError: this request was not begun with this key.
        """
        ...

    def forget(self, key: AskedKey) -> None:
        """Let the key name nothing again, where its request has no answer: nothing was done."""
        ...
