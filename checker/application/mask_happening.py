"""Mask happenings: what people say about a candidate is kept, and shown, without what has the form of a secret.

Every text is looked through unless it is known to be a name. A name is never altered, since it would then be another's;
one that looks like a secret is refused.
"""

from dataclasses import fields, replace
from typing import Any

from checker.domain.candidate import AnyHappening, LifecycleEvent
from checker.domain.digest import is_digest
from checker.domain.masking import masked
from checker.errors import InputRefusedError
from checker.ports.secret_forms import SecretForms

_NAMES = frozenset({"version", "ref", "commit", "code", "started"})
"""Texts of one form each, which their schema demands and no secret has."""

_SHORT = 20
"""No secret that opens anything is shorter and looks like a name, so that short names need not be looked at."""


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
    if len(name) >= _SHORT and secrets.find(name):
        raise InputRefusedError(f"the {what} has the form of a secret, expected a name", hint=f"name the {what} anew")


def _masked(value: object, secrets: SecretForms) -> object:
    """Words of an enumeration and digests are what they are; every other text, alone or in a list, is masked."""
    if isinstance(value, tuple):
        return tuple(_masked(one, secrets) for one in value)
    return masked(value, secrets.find) if type(value) is str and not is_digest(value) else value
