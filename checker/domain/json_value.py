"""JSON values as Python values: what strict readers return and canonical writers take."""

from typing import TypeAlias

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
