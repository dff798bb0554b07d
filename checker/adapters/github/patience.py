"""Patience: how long to wait before a request is tried again, and when to give up.

The provider's own words decide first: `retry-after`, then the reset of an exhausted limit. A secondary limit that
names no time takes at least a minute, more each time. Source: GitHub's REST documentation, "Best practices" and
"Rate limits".
"""

from dataclasses import dataclass
from datetime import datetime

from checker.adapters.github.reply import Reply
from checker.formats.github.status import Answered, is_rate_limited

_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Bounds of trying again; times in seconds."""

    tries: int = 4
    longest: float = 900.0
    first: float = 1.0
    secondary: float = 60.0

    def wait(self, reply: Reply, *, tried: int, now: datetime) -> float | None:
        """The seconds to wait before the next try, or None when this reply is the last word.

        Args:
            reply: what came back.
            tried: how often this request was sent.
            now: the present moment.
        """
        if tried >= self.tries:
            return None
        if is_limited(reply):
            seconds = self._limited(reply, tried, now)
        elif reply.is_broken or reply.status >= _SERVER_ERROR:
            seconds = self.first * 2.0 ** (tried - 1)
        else:
            return None
        return seconds if seconds <= self.longest else None

    def _limited(self, reply: Reply, tried: int, now: datetime) -> float:
        if (after := _number(reply.headers.get("retry-after", ""))) is not None:
            return after
        reset = _number(reply.headers.get("x-ratelimit-reset", ""))
        if reset is not None and reply.headers.get("x-ratelimit-remaining") == "0":
            return max(1.0, reset - now.timestamp() + 1)
        return self.secondary * 2.0 ** (tried - 1)


def is_limited(reply: Reply) -> bool:
    """Whether the provider refused because of too many requests."""
    return reply.is_limit or is_rate_limited(Answered(http=reply.status, message=reply.message, headers=reply.headers))


def _number(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() else None
