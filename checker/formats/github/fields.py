"""Fields of a response: taken when they are there, and named when an answer leaves them out."""

from collections.abc import Callable

from checker.domain.json_shape import field_of, flag_of, object_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.setting_words import known_word

LATEST = "the same request with X-GitHub-Api-Version: 2022-11-28"


def observed(
    body: dict[str, Json],
    key: str,
    *,
    take: Callable[[Json, str], Json] = flag_of,
    missing: Status = Status.UNSUPPORTED,
    needs: str = LATEST,
) -> Observation:
    """The value under a key, or why it is not known; a key that is left out says nothing about the setting.

    Args:
        body: one object of a response.
        key: which field.
        take: checks the type and gives the value.
        missing: `unsupported` where older answers leave the key out, `denied` where weaker credentials do not see it.
        needs: what would settle it.
    """
    if key not in body:
        return unread(missing, why=f"the answer leaves {key} out", needs=needs)
    return collected(take(body[key], key))


def switch(body: dict[str, Json], key: str) -> Observation:
    """A setting written `{"enabled": true}`."""
    return observed(body, key, take=_enabled)


def optional_object(body: dict[str, Json], key: str) -> dict[str, Json] | None:
    """An object that is null or left out when there is nothing to say."""
    value = body.get(key)
    return None if value is None else object_of(value, key)


def required_text(body: dict[str, Json], key: str) -> str:
    """A string that every answer carries."""
    return text_of(field_of(body, key), key)


def required_word(body: dict[str, Json], key: str, words: tuple[str, ...]) -> str:
    """One of a closed list of words that every answer carries one of; a word that is new is `unknown`."""
    return known_word(required_text(body, key), words)


def required_flag(body: dict[str, Json], key: str) -> bool:
    """A boolean that every answer carries."""
    return flag_of(field_of(body, key), key)


def _enabled(value: Json, key: str) -> bool:
    return flag_of(field_of(object_of(value, key), "enabled"), f"{key}.enabled")
