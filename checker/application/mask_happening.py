"""Mask happenings: what people say about a candidate is kept, and shown, without what has the form of a secret.

Every text is looked through unless it is known to be a name. A name is never altered, since it would then be another's;
one that looks like a secret is refused.
"""

import re
from dataclasses import fields, replace
from typing import Any

from checker.domain.candidate import AnyHappening, LifecycleEvent
from checker.domain.digest import is_digest
from checker.domain.masking import masked
from checker.errors import InputRefusedError
from checker.ports.secret_forms import SecretForms

_NAMES = frozenset({"version", "ref", "commit", "code"})
"""Texts of one form each, which their schema demands and no secret has."""

_HARMLESS = re.compile(r"[A-Za-z0-9._-]{0,19}|\d{4}-\d{2}-\d{2}T[\d:.]{8,20}Z")
"""Short names and moments: no secret that opens anything is so short and has the form of a name.

What has known forms takes half a second to load, which those who look at a release need not wait for.
"""


def mask_happening(happened: AnyHappening, secrets: SecretForms) -> AnyHappening:
    """The same, with every known form of a secret replaced in what is no name."""
    texts = {field.name: getattr(happened, field.name) for field in fields(happened) if field.name not in _NAMES}
    changes: dict[str, Any] = {name: _masked(value, secrets) for name, value in texts.items()}
    return replace(happened, **changes)


def mask_event(event: LifecycleEvent, secrets: SecretForms) -> LifecycleEvent:
    """The event as it may be shown: what is kept was masked by what was known when it was written."""
    return replace(event, happened=mask_happening(event.happened, secrets))


def refuse_secret_name(name: str, *, what: str, secrets: SecretForms) -> None:
    """Make sure that a name is none that has the form of a secret.

    Raises:
        InputRefusedError: it has; the sentence does not repeat it.
    """
    if not _HARMLESS.fullmatch(name) and secrets.find(name):
        raise InputRefusedError(f"the {what} has the form of a secret, expected a name", hint=f"name the {what} anew")


def _masked(value: object, secrets: SecretForms) -> object:
    """Words of an enumeration and digests are what they are; every other text, alone or in a list, is masked."""
    if isinstance(value, tuple):
        return tuple(_masked(one, secrets) for one in value)
    if type(value) is not str or is_digest(value) or _HARMLESS.fullmatch(value):
        return value
    return masked(value, secrets.find)
