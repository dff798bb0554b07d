"""Host-generated Rego: project facts and parameters, compiled in as constants.

Compiled in, a wrong name or a comparison with the wrong type in a rule is a compile error; read from data it would be
undefined, and undefined is how gates pass by silence. JSON is valid Rego, so the values are written as canonical JSON.
"""

from collections.abc import Mapping

from checker.domain.json_value import Json
from checker.domain.project import ReleaseFacts
from checker.formats.canonical import canonical_bytes

PROJECT_MODULE = "host/project.rego"

# An empty list literal has no elements for the type checker, and reading one would be a compile error: an empty list is
# written as an expression whose type says what it could hold.
_NO_WORDS = '[x | x := ""; false]'
_NO_TARGETS = '[x | x := {"registry": "", "project": ""}; false]'
_NOTHING = 'array.slice([""], 0, 0)'
_EMPTY_FACTS = {"targets": _NO_TARGETS}


def project_facts(release: ReleaseFacts) -> dict[str, Json]:
    """What `data.project` holds."""
    return {
        "release_branches": list(release.branches),
        "release_tags": list(release.tags),
        "environments": list(release.environments),
        "checks": list(release.checks),
        "publish_tokens": list(release.publish_tokens),
        "required_credentials": list(release.required_credentials),
        "targets": [{"registry": item.registry, "project": item.project} for item in release.targets],
        "formulas": list(release.formulas),
    }


def host_modules(*, facts: Mapping[str, Json], parameters: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """The generated modules by file name.

    `data.project`, and `data.parameters.<group>.<rule>` per rule with parameters.
    """
    written = {name: _rego(value, empty=_EMPTY_FACTS.get(name, _NO_WORDS)) for name, value in facts.items()}
    modules = {PROJECT_MODULE: _module("project", written)}
    groups: dict[str, dict[str, str]] = {}
    for code, values in sorted(parameters.items()):
        group, _, rule = code.partition(".")
        groups.setdefault(group, {})[rule] = _object(values)
    for group, rules in groups.items():
        modules[f"host/parameters/{group}.rego"] = _module(f"parameters.{group}", rules)
    return modules


def _object(values: Mapping[str, Json]) -> str:
    members = [
        f"{canonical_bytes(name).decode()}: {_rego(value, empty=_NOTHING)}" for name, value in sorted(values.items())
    ]
    return "{" + ", ".join(members) + "}"


def _rego(value: Json, *, empty: str) -> str:
    return empty if value == [] else canonical_bytes(value).decode()


def _module(package: str, constants: Mapping[str, str]) -> str:
    lines = [f"{name} := {text}" for name, text in sorted(constants.items())]
    return f"package {package}\n\n" + "\n\n".join(lines) + "\n"
