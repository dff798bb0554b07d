"""What a bundle contributes lies inside its roots, or the bundle is refused."""

import pytest

from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, InputRefusedError
from checker.formats.bundle_packages import bundle_data, derived_roots, is_module, package_of, refuse_outside
from tests.bundle_builders import files_of


def package(text: str | bytes) -> tuple[str, ...]:
    data = text.encode() if isinstance(text, str) else text
    return package_of(BundleFile(path="a.rego", data=data), source="b")


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("package a", ("a",)),
        ("package rules.team.reviewed\n", ("rules", "team", "reviewed")),
        ("# METADATA\n# title: package b\n\n  package\t a.b # why\r\nx := 1", ("a", "b")),
        ('package a["b-c"].d', ("a", "b-c", "d")),
        ("# one\rpackage b\npackage a", ("a",)),
    ],
)
def test_the_package_is_read_from_the_first_statement(text: str, steps: tuple[str, ...]) -> None:
    assert package(text) == steps


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("# package a\n", "is empty"),
        ("x := 1\npackage a", "begins with 'x := 1'"),
        ("package a; x := 1", "begins with"),
        ("package\na", "begins with 'package'"),
        ("package a . b", "begins with"),
        ("package \u0430", "begins with 'package \\u0430'"),
        ("\ufeffpackage a", "begins with '\\ufeffpackage a'"),
        ("\u00a0package a", "begins with"),
        ("package a\rimport b", "begins with"),
        (b"package \xff", "is not UTF-8"),
    ],
)
def test_a_module_that_two_readers_could_place_differently_is_refused(text: str | bytes, why: str) -> None:
    with pytest.raises(BundleRefusedError) as refusal:
        package(text)

    assert why in refusal.value.message


def test_a_refused_module_names_its_line() -> None:
    with pytest.raises(BundleRefusedError, match=r"^b: a\.rego:3:1: "):
        package("# one\n\nx := 1")


@pytest.mark.parametrize(("path", "compiled"), [("a.rego", True), ("a_test.rego", False), ("a.rego.txt", False)])
def test_tests_are_no_modules_of_a_gate(path: str, compiled: bool) -> None:  # noqa: FBT001 - a table of two columns
    assert is_module(BundleFile(path=path, data=b"")) is compiled


def test_data_is_placed_at_the_path_of_its_folder() -> None:
    files = files_of({"a/b/data.json": b"1", "data.json": b'{"a": {"c": 2}}', "other.json": b"3", "a/data.txt": b""})

    assert bundle_data(files, source="b") == {"a": {"c": 2, "b": 1}}


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"data.json": b"[]"}, "at the root is not an object"),
        ({"data.json": b'{"a": 1}', "a/data.json": b"2"}, "is data already: a"),
        ({"data.json": b'{"a": 1}', "a/b/data.json": b"2"}, "is data already: a/b"),
        ({"a/data.json": b"{}", "data.json": b'{"a": {}}'}, "is data already: a"),
    ],
)
def test_two_files_that_decide_one_path_are_refused(files: dict[str, bytes], why: str) -> None:
    with pytest.raises(BundleRefusedError) as refusal:
        bundle_data(files_of(files), source="b")

    assert why in refusal.value.message


def test_data_that_is_not_strict_json_is_refused() -> None:
    with pytest.raises(InputRefusedError):
        bundle_data(files_of({"data.json": b'{"a": 1, "a": 2}'}), source="b")


@pytest.mark.parametrize(
    ("roots", "packages", "data"),
    [
        (("",), [("a", "b")], {"x": 1}),
        (("a",), [("a",), ("a", "b")], {"a": 1}),
        (("a/b", "x/y"), [("a", "b", "c")], {"x": {"y": {"z": 1}}}),
        (("a/b",), [("a", "b")], {"a": {}}),
    ],
)
def test_what_lies_inside_the_roots_is_accepted(
    roots: tuple[str, ...], packages: list[tuple[str, ...]], data: dict[str, object]
) -> None:
    refuse_outside(roots, packages=packages, data=data, source="b")  # type: ignore[arg-type]  # JSON by construction


@pytest.mark.parametrize(
    ("roots", "packages", "data", "what"),
    [
        (("a/b",), [("a",)], {}, "'a'"),
        (("a/b",), [("a", "bc")], {}, "'a.bc'"),
        (("a",), [("b",)], {}, "'b'"),
        (("a",), [], {"a": 1, "b": 1}, "'b'"),
        (("a/b",), [], {"a": {"b": 1, "c": 1}}, "'a.c'"),
        (("a/b",), [], {"a": 1}, "'a'"),
        (("a/b/c",), [], {"a": {"b": {"d": 1}}}, "'a.b.d'"),
        (("a/b",), [], {"a/b": 1}, "'a/b'"),
        (("",), [("project",)], {}, "'project'"),
        (("parameters",), [("parameters", "branch")], {}, "'parameters.branch'"),
        (("",), [], {"parameters": {}}, "'parameters'"),
        (("",), [("system", "log")], {}, "'system.log'"),
    ],
)
def test_what_lies_outside_the_roots_or_belongs_to_the_host_is_refused(
    roots: tuple[str, ...], packages: list[tuple[str, ...]], data: dict[str, object], what: str
) -> None:
    with pytest.raises(BundleRefusedError) as refusal:
        refuse_outside(roots, packages=packages, data=data, source="b")  # type: ignore[arg-type]  # JSON as well

    assert refusal.value.message.startswith(what)


def test_roots_are_derived_to_two_steps_without_those_inside_another() -> None:
    packages = [("rules", "team", "x"), ("rules", "team", "y"), ("lib", "team"), ("main",), ("main", "deny")]

    assert derived_roots(packages, {"lib": {"words": 1}, "flag": True, "none": {}}) == (
        "flag",
        "lib/team",
        "lib/words",
        "main",
        "none",
        "rules/team",
    )
