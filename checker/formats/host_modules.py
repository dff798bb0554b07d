"""Host-generated Rego: project facts and parameters, compiled in as constants.

Compiled in, a wrong name or a comparison with the wrong type in a rule is a compile error; read from data it would be
undefined, and undefined is how gates pass by silence. JSON is valid Rego, so the values are written as canonical JSON.
"""

from collections.abc import Mapping

from checker.domain.json_value import Json
from checker.domain.project import ReleaseFacts
from checker.formats.canonical import canonical_bytes

PROJECT_MODULE = "host/project.rego"


def project_facts(release: ReleaseFacts) -> dict[str, Json]:
    """What `data.project` holds."""
    return {
        "release_branches": list(release.branches),
        "release_tags": list(release.tags),
        "environments": list(release.environments),
        "checks": list(release.checks),
        "publish_tokens": list(release.publish_tokens),
        "targets": [{"registry": item.registry, "project": item.project} for item in release.targets],
    }


def host_modules(*, facts: Mapping[str, Json], parameters: Mapping[str, Mapping[str, Json]]) -> dict[str, str]:
    """The generated modules by file name: `data.project`, and `data.parameters.<group>.<rule>` for each rule with parameters."""
    modules = {PROJECT_MODULE: _module("project", facts)}
    groups: dict[str, dict[str, Json]] = {}
    for code, values in sorted(parameters.items()):
        group, _, rule = code.partition(".")
        groups.setdefault(group, {})[rule] = dict(values)
    for group, rules in groups.items():
        modules[f"host/parameters/{group}.rego"] = _module(f"parameters.{group}", rules)
    return modules


def _module(package: str, constants: Mapping[str, Json]) -> str:
    lines = [f"{name} := {canonical_bytes(value).decode()}" for name, value in sorted(constants.items())]
    return f"package {package}\n\n" + "\n\n".join(lines) + "\n"
