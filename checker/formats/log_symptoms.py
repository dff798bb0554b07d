"""The known symptoms, from the data files in `symptoms/`, and what of them a log shows.

A log is somebody else's text: lines are cut at a length, colours are taken out, and of a line only the words are shown
that a pattern is about, because the rest may hold what nobody should copy. What has the form of a secret is masked in
those too.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from checker.domain.masking import FindSecrets, masked_part
from checker.domain.symptom import Diagnosis, Symptom
from checker.errors import InputRefusedError, Place

CARRIED = Path(__file__).resolve().parent / "symptoms"
_FIELDS = {"id", "matches", "cause", "fixes", "examples", "others"}
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_LONGEST_LINE = 4096
_SHOWN = 300
_EMPTY = "something"


@cache
def carried_symptoms() -> tuple[Symptom, ...]:
    """Every symptom this installation knows, in the order of its files.

    Raises:
        InputRefusedError: a file of this installation is damaged.
    """
    return tuple(
        symptom
        for path in sorted(CARRIED.glob("*.toml"))
        for symptom in read_symptoms(path.read_bytes(), source=path.name)
    )


def read_symptoms(data: bytes, *, source: str) -> tuple[Symptom, ...]:
    """The symptoms of one file.

    Raises:
        InputRefusedError: it is no such file, or one of them lacks a part or has one that is not known.
    """
    try:
        listed = tomllib.loads(data.decode())["symptom"]
        return tuple(_symptom(item) for item in listed)
    except (ValueError, KeyError, TypeError, re.error) as error:
        raise InputRefusedError(
            f"the file of symptoms cannot be read: {error}",
            hint="each symptom has id, matches, cause, fixes, examples and others",
            where=Place(source=source),
        ) from None


def _symptom(item: Mapping[str, Any]) -> Symptom:
    if item.keys() != _FIELDS:
        raise ValueError(f"{item.get('id')} has the fields {', '.join(sorted(item))}")
    return Symptom(
        id=item["id"],
        matches=tuple(re.compile(pattern) for pattern in item["matches"]),
        cause=item["cause"],
        fixes=tuple(item["fixes"]),
    )


def symptoms_in(text: str, known: Sequence[Symptom], *, secrets: FindSecrets) -> Iterator[Diagnosis]:
    """Each known symptom that a log shows, once, at its first line; in the order of the log."""
    seen: set[str] = set()
    for number, whole in enumerate(text.splitlines(), start=1):
        line = _COLOURS.sub("", whole[:_LONGEST_LINE])
        for symptom in known:
            found = None if symptom.id in seen else _found(symptom, line)
            if found:
                seen.add(symptom.id)
                yield _diagnosis(symptom, number, found, secrets)


def _found(symptom: Symptom, line: str) -> re.Match[str] | None:
    return next((found for pattern in symptom.matches if (found := pattern.search(line))), None)


def _diagnosis(symptom: Symptom, number: int, found: re.Match[str], secrets: FindSecrets) -> Diagnosis:
    hidden = secrets(found.string)
    parts = {
        name: masked_part(found.string, hidden, part=found.span(name)) if value else _EMPTY
        for name, value in found.groupdict().items()
    }
    return Diagnosis(
        symptom=symptom.id,
        line=number,
        seen=masked_part(found.string, hidden, part=found.span()).strip()[:_SHOWN],
        cause=symptom.cause.format_map(parts),
        fixes=tuple(fix.format_map(parts) for fix in symptom.fixes),
    )
