"""A bundle's manifest is OPA's file, read strictly."""

import json

import pytest

from checker.errors import BundleRefusedError, InputRefusedError
from checker.formats.bundle_manifest import BundleManifest, parse_bundle_manifest, render_bundle_manifest

OWN = {"clean-release": {"name": "acme", "revision": 3}}


def parse(document: object) -> BundleManifest:
    return parse_bundle_manifest(json.dumps(document).encode(), source="b.tar.gz")


def test_what_is_written_is_read_back() -> None:
    manifest = BundleManifest(name="acme.policy_1", revision=2**53 - 1, roots=("lib/acme", "rules/acme"))

    assert parse_bundle_manifest(render_bundle_manifest(manifest), source="b") == manifest


def test_a_manifest_that_says_nothing_is_about_everything() -> None:
    assert parse({}) == BundleManifest(name="", revision=0, roots=("",))


@pytest.mark.parametrize(
    ("revision", "number"),
    [("", 0), ("0", 0), ("12", 12), ("012", 0), ("v12", 0), ("9007199254740992", 0), ("12 ", 0), ("-1", 0)],
)
def test_a_foreign_revision_orders_only_when_it_is_a_plain_number(revision: str, number: int) -> None:
    assert parse({"revision": revision}).revision == number


def test_metadata_of_others_is_passed_over() -> None:
    assert parse(
        {"metadata": {"made_by": "opa"}, "rego_version": 1, "wasm": [], "roots": ["b", "a"]}
    ) == BundleManifest(roots=("a", "b"))


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "is not an object"),
        ({"root": []}, "unknown field 'root'"),
        ({"file_rego_versions": {"a": 0}}, "unknown field"),
        ({"rego_version": 0}, "another Rego version"),
        ({"rego_version": True}, "another Rego version"),
        ({"rego_version": "1"}, "another Rego version"),
        ({"wasm": [{"entrypoint": "a"}]}, "compiled policy"),
        ({"metadata": []}, "metadata is not an object"),
        ({"metadata": {"clean-release": {}}}, "other fields than name and revision"),
        ({"metadata": {"clean-release": []}}, "other fields than name and revision"),
        ({"metadata": {"clean-release": {"name": "a", "revision": 1, "x": 1}}}, "other fields than name and revision"),
        ({"metadata": {"clean-release": {"name": "A", "revision": 1}}}, "name is 'A'"),
        ({"metadata": {"clean-release": {"name": "\u0430", "revision": 1}}}, "name is '\\u0430'"),
        ({"metadata": {"clean-release": {"name": 1, "revision": 1}}}, "name is 1"),
        ({"metadata": {"clean-release": {"name": "a", "revision": "1"}}}, "revision is '1'"),
        ({"metadata": {"clean-release": {"name": "a", "revision": True}}}, "revision is True"),
        ({"metadata": {"clean-release": {"name": "a", "revision": -1}}}, "revision is -1"),
        ({"metadata": {"clean-release": {"name": "a", "revision": 1.5}}}, "revision is 1.5"),
        ({"metadata": OWN, "revision": "4"}, "revision is '4', but metadata.clean-release says 3"),
        ({"metadata": OWN}, "revision is '', but metadata.clean-release says 3"),
        ({"revision": 4}, "revision is 4, expected a string"),
        ({"roots": []}, "not a list of at least one path"),
        ({"roots": "a"}, "not a list of at least one path"),
        ({"roots": [1]}, "not a list of at least one path"),
        ({"roots": ["a"] * 1001}, "1001 roots, at most 1000"),
        ({"roots": ["/a"]}, "the root '/a' is not a path"),
        ({"roots": ["a/"]}, "the root 'a/' is not a path"),
        ({"roots": ["a b"]}, "the root 'a b' is not a path"),
        ({"roots": ["a", "a"]}, "overlap"),
        ({"roots": ["a", "a/b"]}, "overlap"),
        ({"roots": ["", "a"]}, "overlap"),
    ],
)
def test_what_is_unknown_contradictory_or_of_another_kind_is_refused(document: object, why: str) -> None:
    with pytest.raises(BundleRefusedError) as refusal:
        parse(document)

    assert why in refusal.value.message


def test_roots_that_share_a_beginning_do_not_overlap() -> None:
    assert parse({"roots": ["rules/a", "rules/ab"]}).roots == ("rules/a", "rules/ab")


def test_repeated_keys_are_refused() -> None:
    with pytest.raises(InputRefusedError):
        parse_bundle_manifest(b'{"roots": ["a"], "roots": ["b"]}', source="b")
