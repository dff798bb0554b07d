"""The playbooks of drills, from the data files in `drills/`."""

import re
import tomllib
from pathlib import Path
from typing import Any

from checker.domain.playbook import Playbook, PlaybookStep
from checker.errors import InputRefusedError, Place

CARRIED = Path(__file__).resolve().parent / "drills"
INCIDENT = "publish-incident"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_MINUTE = 60
_LONGEST = 24 * 60


def carried_playbook(name: str = INCIDENT) -> Playbook:
    """A playbook of this installation.

    Raises:
        InputRefusedError: its file is damaged.
    """
    return read_playbook((CARRIED / f"{name}.toml").read_bytes(), name=name)


def read_playbook(data: bytes, *, name: str) -> Playbook:
    """The playbook in these bytes.

    Raises:
        InputRefusedError: it is none: no steps, a step twice, without words, or due before the one that precedes it.
    """
    try:
        read = tomllib.loads(data.decode())
        steps = tuple(_step(dict(item)) for item in read["step"])
        _refuse_disorder(steps)
        return Playbook(name=name, title=str(read["title"]), steps=steps)
    except (ValueError, KeyError, TypeError) as error:
        raise InputRefusedError(
            f"the playbook cannot be read: {error}",
            hint="it has a title, and steps with id, due (minutes) and do",
            where=Place(source=f"{name}.toml"),
        ) from None


def _step(item: dict[str, Any]) -> PlaybookStep:
    if item.keys() != {"id", "due", "do"} or not _NAME.fullmatch(item["id"]) or not item["do"]:
        raise ValueError(f"{item.get('id')} has not exactly id, due and do")
    if type(item["due"]) is not int or not 0 <= item["due"] <= _LONGEST:
        raise ValueError(f"{item['id']} is due after {item['due']} minutes")
    return PlaybookStep(id=item["id"], due=item["due"] * _MINUTE, do=item["do"])


def _refuse_disorder(steps: tuple[PlaybookStep, ...]) -> None:
    dues = [step.due for step in steps]
    if not dues or dues[0] != 0 or dues != sorted(dues):
        raise ValueError("its steps are not in the order of time from 0")
    if len({step.id for step in steps}) < len(steps):
        raise ValueError("a step is there twice")
