"""OPA in a library: compile, evaluate, test and format Rego without a server.

Importing this package is cheap; the shared library is loaded by the first call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embedded_opa.builtins import DEFAULT_BUILTINS, REFUSED_BUILTINS
    from embedded_opa.engine import Engine
    from embedded_opa.errors import (
        CompileError,
        EngineError,
        Finding,
        InputError,
        IsolationError,
        LibraryError,
    )
    from embedded_opa.inspection import Inspection
    from embedded_opa.isolated import IsolatedEngine
    from embedded_opa.limits import Limits
    from embedded_opa.policy import Policy
    from embedded_opa.reports import FileCoverage, Outcome, TestCase, TestDocument, TestReport
    from embedded_opa.results import Defined, Failed, JSONValue, Location, Result, Undefined
    from embedded_opa.version import Version

_HOMES = {
    "DEFAULT_BUILTINS": "builtins",
    "REFUSED_BUILTINS": "builtins",
    "CompileError": "errors",
    "Defined": "results",
    "Engine": "engine",
    "EngineError": "errors",
    "Failed": "results",
    "FileCoverage": "reports",
    "Finding": "errors",
    "InputError": "errors",
    "Inspection": "inspection",
    "IsolatedEngine": "isolated",
    "IsolationError": "errors",
    "JSONValue": "results",
    "LibraryError": "errors",
    "Limits": "limits",
    "Location": "results",
    "Outcome": "reports",
    "Policy": "policy",
    "Result": "results",
    "TestCase": "reports",
    "TestDocument": "reports",
    "TestReport": "reports",
    "Undefined": "results",
    "Version": "version",
}

__all__ = [
    "DEFAULT_BUILTINS",
    "REFUSED_BUILTINS",
    "CompileError",
    "Defined",
    "Engine",
    "EngineError",
    "Failed",
    "FileCoverage",
    "Finding",
    "InputError",
    "Inspection",
    "IsolatedEngine",
    "IsolationError",
    "JSONValue",
    "LibraryError",
    "Limits",
    "Location",
    "Outcome",
    "Policy",
    "Result",
    "TestCase",
    "TestDocument",
    "TestReport",
    "Undefined",
    "Version",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'embedded_opa' has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - keeps the import of the package cheap

    value: object = getattr(import_module(f"embedded_opa.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
