"""The port `SecretForms` by detect-secrets, and by the forms of registries and providers that it does not know.

Only detectors of forms are used. Those that measure how random a word is would hide every digest, which is what a
release is about, and so would the one for any 64 bytes in base64; verifying what was found would send it to somebody.
Of the library only its patterns are taken: where they stand, not what it yields, which of some is a part.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from checker.domain.masking import Span, merged

_OWN = (
    re.compile(r"\bgh[a-z]_[A-Za-z0-9_.-]{20,}"),
    re.compile(r"\bgithub_pat_[A-Za-z0-9_]{20,}"),
    re.compile(r"\bgl[a-z]{2,8}-[A-Za-z0-9_.-]{16,}"),
    re.compile(r"\bpypi-[A-Za-z0-9_-]{16,}"),
    re.compile(r"\bnpm_[A-Za-z0-9]{20,}"),
    re.compile(r"\bcio[A-Za-z0-9]{32}\b"),
    re.compile(r"\brubygems_[0-9a-f]{32,}"),
    re.compile(r"\bdckr_[a-z]{2,5}_[A-Za-z0-9_-]{20,}"),
    re.compile(r"\bAKC[A-Za-z0-9]{10,200}\b"),
    re.compile(r"\bAIza[A-Za-z0-9_-]{30,}"),
    re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
    re.compile(r"(?s)-----BEGIN[A-Z0-9 ]{0,40}PRIVATE KEY-----.*?(?:-----END[A-Z0-9 ]{0,40}PRIVATE KEY-----|\Z)"),
)
"""Forms that say by their beginning what they are; the last is a key of any kind, whole or cut off."""

_NAMED = (
    re.compile(r"://(?P<value>[^\s/@:]{0,256}:[^\s/@]{1,1024})@"),
    re.compile(r"(?i)\bauthorization[\"'`]?\s{0,3}[:=]\s{0,3}(?P<value>[^\r\n]+)"),
    re.compile(r"(?i)\bbearer\s{1,3}(?P<value>[A-Za-z0-9._~+/=-]{8,})"),
    re.compile(r"(?i)\b(?:set-)?cookie:\s{0,3}(?P<value>[^\r\n]+)"),
    re.compile(
        r"(?i)(?:passw(?:or)?d|passphrase|pwd|secret|token|cookie|credential|(?:api|access|auth|private|signing)[_-]?key)"
        r"[\w.-]{0,40}[\"'`]?[ \t]{0,3}(?:=>|[:=])[ \t]{0,3}(?:Some\()?"
        r"(?P<value>\"[^\"\r\n]*\"|'[^'\r\n]*'|<[^<>\r\n]*>|\$\{\{[^\r\n]*?\}\}|[^\s\"',;]+)"
    ),
)
"""What stands behind a name that says it is secret."""

_HARMLESS = re.compile(
    r"(?i)[\"'`]?(?:\**|<[^>]*>|\$\{.*|\$\w+|%\w+%|\[[^\]]*\]?|none|null|nil|true|false|unset|empty|missing|invalid|expired"
    r"|undefined|redacted|not|no|is|was|read|write|set)[\"'`.)}\]]*"
)
"""Values that are none: masked already, a place to put one, how one is, and what a permission is set to."""

_TOKEN = re.compile(r"[A-Za-z0-9_+/=~.-]*")


class KnownForms:
    """Finds them; the library is loaded when there is something to look through."""

    def find(self, text: str) -> Sequence[Span]:
        """Where such forms stand."""
        return merged((*_of_library(text), *_begun(text), *_named(text)))


def _begun(text: str) -> Iterator[Span]:
    for form in _OWN:
        yield from (found.span() for found in form.finditer(text))


def _named(text: str) -> Iterator[Span]:
    for form in _NAMED:
        for found in form.finditer(text):
            if not _HARMLESS.fullmatch(found["value"]):
                yield found.span("value")


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
    from detect_secrets.plugins.jwt import JwtTokenDetector  # noqa: PLC0415 - as above
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
        JwtTokenDetector,
        MailchimpDetector,
        NpmDetector,
        SendGridDetector,
        SlackDetector,
        SquareOAuthDetector,
        StripeDetector,
        TwilioKeyDetector,
    )
    return tuple(pattern for detector in detectors for pattern in detector.denylist)
