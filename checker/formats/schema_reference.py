"""References inside a schema: what it says once its `$ref`, which names a place in the same document, is followed."""

from collections.abc import Mapping

from checker.domain.json_value import Json


def resolved(schema: Json, *, whole: Mapping[str, Json]) -> Mapping[str, Json]:
    """The object schema that is meant; an empty one, which allows everything, where there is none."""
    while isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        target: Json = dict(whole)
        for step in str(schema["$ref"]).removeprefix("#/").split("/"):
            target = target[step] if isinstance(target, dict) else None
        schema = target
    return schema if isinstance(schema, dict) else {}
