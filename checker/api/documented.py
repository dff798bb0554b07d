"""The OpenAPI: what each operation takes, gives and needs; the only place that knows how that is written."""

from collections.abc import Iterator
from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from checker.api.access import NEEDED
from checker.api.problems import MEDIA_TYPE
from checker.api.schemas.asked import Asked
from checker.api.schemas.shown import Shown
from checker.api.schemas.shown_releases import Problem
from checker.formats.published import schema_bytes
from checker.formats.strict_json import read_json

_ARTIFACTS = "ArtifactList"
_REFS = "#/components/schemas/"
_NOT_THEIRS: dict[int | str, str] = {
    401: "Nobody proved who calls.",
    403: "It needs another role.",
    404: "Not there, or not theirs.",
}


def takes(model: type[Asked], *, required: bool = True) -> dict[str, Any]:
    """What an operation says of its body, which its own dependency reads; for `openapi_extra`."""
    return _body(model.__name__, required=required)


def takes_artifacts() -> dict[str, Any]:
    """The same of an operation that takes a list of files, by the schema that the command line reads it with."""
    return _body(_ARTIFACTS, required=True)


def gives(model: type[Shown], what: str, *, status: int = 200) -> dict[int | str, dict[str, Any]]:
    """What an operation answers; for `responses`."""
    return {status: _answer(model, what), **refuses()}


def shows(model: type[Shown], what: str) -> dict[int | str, dict[str, Any]]:
    """What an operation answers that only reads."""
    return {304: {"description": "It is as it was read before."}, **gives(model, what)}


def refuses() -> dict[int | str, dict[str, Any]]:
    """How an operation refuses."""
    problem = {MEDIA_TYPE: {"schema": _ref(Problem)}}
    known = {**_NOT_THEIRS, "default": "A problem document; `code` is stable."}
    return {status: {"description": what, "content": problem} for status, what in known.items()}


def openapi_of(app: FastAPI) -> dict[str, Any]:
    """The document of the whole API."""
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.router.routes, tags=TAGS
    )
    components = document.setdefault("components", {})
    components["schemas"] = _schemas()
    components["securitySchemes"] = {
        "bearer": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of this server, or the token of a job of GitHub Actions.",
        }
    }
    for operation in _operations(document):
        role = NEEDED[operation["operationId"]]
        operation["security"] = [{"bearer": []}] if role else []
        if role:
            operation["x-role"] = str(role)
    return document


TAGS = [
    {"name": "candidates", "description": "What is meant to be released."},
    {"name": "compliance", "description": "Whether it may be."},
    {"name": "releases", "description": "Who lets it go, and what may be uploaded."},
    {"name": "records", "description": "What was decided, and with what."},
    {"name": "retired", "description": "Addresses of an older interface."},
    {"name": "health", "description": "Whether the server can do its work."},
]


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in document["paths"].values():
        yield from path.values()


def _schemas() -> dict[str, Any]:
    models = sorted({*_below(Asked), *_below(Shown)}, key=lambda model: model.__name__)
    _, defined = models_json_schema([(model, "validation") for model in models], ref_template=_REFS + "{model}")
    found: dict[str, Any] = defined["$defs"]
    published = cast("dict[str, Any]", read_json(schema_bytes("artifacts_v1"), source="artifacts_v1"))
    found[_ARTIFACTS] = {name: value for name, value in published.items() if not name.startswith("$")}
    return found


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": _REFS + model.__name__}


def _body(name: str, *, required: bool) -> dict[str, Any]:
    schema = {"$ref": _REFS + name}
    return {"requestBody": {"required": required, "content": {"application/json": {"schema": schema}}}}


def _answer(model: type[Shown], what: str) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": _ref(model)}}}
