"""The version is written in few places, and they say the same."""

import tomllib
from typing import Any

import checker
from tests.architecture.source_tree import ROOT


def project(path: str) -> dict[str, Any]:
    document = tomllib.loads((ROOT / path).read_text(encoding="utf-8"))
    found: dict[str, Any] = document["project"]
    return found


def test_the_package_says_the_version_of_its_distribution() -> None:
    assert checker.__version__ == project("pyproject.toml")["version"]


def test_the_product_depends_on_exactly_the_engine_beside_it() -> None:
    engine = project("engine/pyproject.toml")["version"]

    assert f"embedded-opa=={engine}" in project("pyproject.toml")["dependencies"]
