"""Locks: in step with what they lock, or said in what not; what cannot be compared is refused."""

import json
from typing import Any

import pytest

from checker.errors import InputRefusedError
from checker.formats.locked_dependencies import lock_differences, locked_file_of
from tests.architecture.source_tree import ROOT

PYPROJECT = """\
[project]
name = "My.Widget"
version = "1.2.3"
requires-python = ">=3.11"
dependencies = ["attrs>=25,<26", "typing_extensions"]
[project.optional-dependencies]
web = ["httpx[http2]>=1; python_version > '3'"]
"""
UV = """\
version = 1
requires-python = ">=3.11"
[[package]]
name = "attrs"
version = "25.1.0"
source = { registry = "somewhere" }
[[package]]
name = "my-widget"
version = "1.2.3"
source = { editable = "." }
[package.metadata]
requires-dist = [
    { name = "attrs", specifier = ">=25,<26" },
    { name = "httpx", extras = ["http2"], marker = "extra == 'web'", specifier = ">=1" },
    { name = "typing-extensions" },
]
"""
CARGO = """\
[package]
name = "widget"
version = "1.2.3"
[dependencies]
serde = "1"
renamed = { package = "real", version = "1" }
[target.'cfg(unix)'.dev-dependencies]
libc = "0.2"
"""
CARGO_LOCK = """\
[[package]]
name = "serde"
version = "1.0.0"
source = "registry"
[[package]]
name = "widget"
version = "1.2.3"
dependencies = ["libc", "real 1.0.0", "serde"]
"""
NODE: dict[str, Any] = {"name": "w", "version": "1.2.3", "dependencies": {"a": "^1"}, "devDependencies": {"b": "2"}}


def differences(name: str, lock: str, locked: str) -> tuple[str, ...]:
    return lock_differences(lock.encode(), locked.encode(), name=name)


def node(**changes: object) -> str:
    return json.dumps({"lockfileVersion": 3, "packages": {"": {**NODE, **changes}, "node_modules/a": {}}})


def test_each_lock_names_what_it_locks() -> None:
    assert [locked_file_of(name) for name in ("uv.lock", "crates/w/Cargo.lock", "yarn.lock")] == [
        "pyproject.toml",
        "crates/w/Cargo.toml",
        "",
    ]


@pytest.mark.parametrize(
    ("name", "lock", "locked"),
    [
        ("uv.lock", UV, PYPROJECT),
        ("uv.lock", UV.replace('version = "1.2.3"\n', ""), PYPROJECT),
        ("Cargo.lock", CARGO_LOCK, CARGO),
        ("Cargo.lock", CARGO_LOCK, CARGO.replace('version = "1.2.3"', "version.workspace = true")),
        ("package-lock.json", node(), json.dumps(NODE)),
    ],
)
def test_a_lock_in_step_has_no_differences(name: str, lock: str, locked: str) -> None:
    assert differences(name, lock, locked) == ()


def test_the_lock_of_this_very_project_is_in_step() -> None:
    lock, locked = (ROOT / name for name in ("uv.lock", "pyproject.toml"))
    assert lock_differences(lock.read_bytes(), locked.read_bytes(), name="uv.lock") == ()


@pytest.mark.parametrize(
    ("name", "lock", "locked", "said"),
    [
        ("uv.lock", UV, PYPROJECT.replace("1.2.3", "1.2.4"), "version is locked as 1.2.3, stated as 1.2.4"),
        (
            "uv.lock",
            UV,
            PYPROJECT.replace(">=3.11", ">=3.12"),
            "requires-python is locked as >=3.11, stated as >=3.12",
        ),
        ("uv.lock", UV, PYPROJECT.replace("<26", "<27"), "it lacks attrs<27,>=25; it still has attrs<26,>=25"),
        ("uv.lock", UV, PYPROJECT.replace('"typing_extensions"', ""), "it still has typing-extensions"),
        ("uv.lock", UV.replace("my-widget", "other"), PYPROJECT, "locks 0 packages called my-widget of this folder"),
        ("uv.lock", UV.replace("editable", "registry"), PYPROJECT, "locks 0 packages called my-widget of this folder"),
        ("Cargo.lock", CARGO_LOCK, CARGO.replace("1.2.3", "1.2.4"), "version is locked as 1.2.3, stated as 1.2.4"),
        ("Cargo.lock", CARGO_LOCK, CARGO.replace('serde = "1"', ""), "it still has serde"),
        ("Cargo.lock", CARGO_LOCK, CARGO + 'more = "1"\n', "it lacks more"),
        ("Cargo.lock", CARGO_LOCK.replace("widget", "other"), CARGO, "locks 0 packages called widget"),
        ("package-lock.json", node(version="1.2.4"), json.dumps(NODE), "version is locked as 1.2.4, stated as 1.2.3"),
        ("package-lock.json", node(name=1), json.dumps(NODE), "name is locked as nothing, stated as w"),
        ("package-lock.json", node(dependencies={"a": "^2"}), json.dumps(NODE), "it lacks a ^1; it still has a ^2"),
        ("package-lock.json", node(devDependencies={}), json.dumps(NODE), "it lacks b 2"),
    ],
)
def test_what_differs_is_said(name: str, lock: str, locked: str, said: str) -> None:
    assert said in "; ".join(differences(name, lock, locked))


@pytest.mark.parametrize(
    ("name", "lock", "locked", "why"),
    [
        ("uv.lock", "[", PYPROJECT, "is no TOML"),
        ("uv.lock", UV, PYPROJECT.replace("attrs>=25,<26", "attrs >>= 2"), "a dependency that cannot be read"),
        ("Cargo.lock", CARGO_LOCK, "[workspace]\n", "a workspace without a package of its own"),
        ("package-lock.json", '{"lockfileVersion": 1}', json.dumps(NODE), "has no packages"),
        ("package-lock.json", "[]", json.dumps(NODE), "has no packages"),
    ],
)
def test_what_cannot_be_compared_is_refused(name: str, lock: str, locked: str, why: str) -> None:
    with pytest.raises(InputRefusedError, match=why):
        differences(name, lock, locked)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="is not UTF-8"):
        lock_differences(b"\xff", b"", name="uv.lock")


def test_a_lock_with_odd_forms_in_it_differs() -> None:
    odd = 'package = [1, {name = "my-widget", source = {virtual = "."}, version = "1.2.3"}]\n'
    assert "it lacks typing-extensions" in differences("uv.lock", odd, PYPROJECT)
    assert differences("package-lock.json", node(), "[]")[0] == "name is locked as w, stated as nothing"
