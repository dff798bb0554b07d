"""The port `SecretForms` by detect-secrets, and by the forms of registries and providers that it does not know.

Only detectors of forms are used. Those that measure how random a word is would hide every digest, which is what a
release is about, and so would the one for any 64 bytes in base64; verifying what was found would send it to somebody.
Of the library only its patterns are taken: where they stand, not what it yields, which of some is a part.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from checker.adapters.secrets.named_values import named_values
from checker.domain.masking import Span, merged

_OWN = (
    re.compile(r"\bgh[a-z]_[A-Za-z0-9_.-]{20,}"),
    re.compile(r"\bcrt_[0-9a-f]{12}_[0-9a-f]{16,}"),
    re.compile(r"\bgithub_pat_[A-Za-z0-9_]{20,}"),
    re.compile(r"\bgl[a-z]{2,8}-[A-Za-z0-9_.-]{16,}"),
    re.compile(r"\bpypi-[A-Za-z0-9_-]{16,}"),
    re.compile(r"\bnpm_[A-Za-z0-9]{20,}"),
    re.compile(r"\bcio[A-Za-z0-9]{32}\b"),
    re.compile(r"\brubygems_[0-9a-f]{32,}"),
    re.compile(r"\bdckr_[a-z]{2,5}_[A-Za-z0-9_-]{20,}"),
    re.compile(r"\bAKC[A-Za-z0-9]{10,200}\b"),
    re.compile(r"\bAIza[A-Za-z0-9_-]{30,}"),
    re.compile(r"\bsk-(?:[a-z]{2,10}-[A-Za-z0-9_-]{16,}|[A-Za-z0-9]{32,})"),
    re.compile(r"\bhf_[A-Za-z0-9]{20,}"),
    re.compile(r"\bdo[opr]_v1_[A-Za-z0-9]{20,}"),
    re.compile(r"\bGOCSPX-[A-Za-z0-9_-]{16,}"),
    re.compile(r"\bAT(?:ATT|CTT)[A-Za-z0-9_=.-]{16,}"),
    re.compile(r"\bAGE-SECRET-KEY-[A-Za-z0-9-]{20,}"),
    re.compile(r"eyJ[A-Za-z0-9_=-]{1,4096}+\.[A-Za-z0-9_=-][A-Za-z0-9_+/=~.-]*"),
    re.compile(r"(?s)-----BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END[A-Z0-9 ]{0,40}PRIVATE KEY-----|\Z)"),
)
"""Forms that say by their beginning what they are; the last is a key of any kind, whole or cut off.

That of web tokens has a bound which the library's has not: there a line of beginnings takes the square of its length.
"""

_TOKEN = re.compile(r"[A-Za-z0-9_+/=~.-]*")


class KnownForms:
    """Finds them; the library is loaded when there is something to look through."""

    def find(self, text: str) -> Sequence[Span]:
        """Where such forms stand."""
        return merged((*_of_library(text), *_begun(text), *named_values(text)))


def _begun(text: str) -> Iterator[Span]:
    for form in _OWN:
        yield from (found.span() for found in form.finditer(text))


def _of_library(text: str) -> Iterator[Span]:
    """The whole of what a pattern is about, to the end of the word: some end before the secret does."""
    for pattern in _patterns():
        for found in pattern.finditer(text):
            rest = _TOKEN.match(text, found.end())
            yield found.start(), rest.end() if rest else found.end()


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    from detect_secrets.plugins.aws import AWSKeyDetector  # noqa: PLC0415 - 400 ms, for those with a log
    from detect_secrets.plugins.discord import DiscordBotTokenDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.github_token import GitHubTokenDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.mailchimp import MailchimpDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.npm import NpmDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.sendgrid import SendGridDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.slack import SlackDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.square_oauth import SquareOAuthDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.stripe import StripeDetector  # noqa: PLC0415 - as above
    from detect_secrets.plugins.twilio import TwilioKeyDetector  # noqa: PLC0415 - as above

    detectors = (
        AWSKeyDetector,
        DiscordBotTokenDetector,
        GitHubTokenDetector,
        MailchimpDetector,
        NpmDetector,
        SendGridDetector,
        SlackDetector,
        SquareOAuthDetector,
        StripeDetector,
        TwilioKeyDetector,
    )
    return tuple(pattern for detector in detectors for pattern in detector.denylist)
