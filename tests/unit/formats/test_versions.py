"""Versions: ordered as the registry orders them, never as text."""

from typing import Any

import pytest

from checker.formats.versions import form_of, is_well_formed, order_key


@pytest.mark.parametrize(
    ("registry", "version", "well_formed"),
    [
        ("pypi", "1.2.3", True),
        ("pypi", "1.0rc1", True),
        ("pypi", "one", False),
        ("npm", "1.2.3", True),
        ("npm", "1.2", False),
        ("crates", "1.2.3-rc.1+build", True),
        ("crates", "01.2.3", False),
        ("github", "whatever", True),
    ],
)
def test_a_version_is_well_formed_as_its_registry_demands(registry: str, version: str, *, well_formed: bool) -> None:
    assert is_well_formed(version, registry=registry) is well_formed


def test_pep_440_orders_numbers_not_text() -> None:
    keys: list[Any] = [order_key(text, registry="pypi") for text in ("1.9", "1.10rc1", "1.10", "1.10.post1", "1!0")]
    assert keys == sorted(keys)


def test_semver_orders_by_precedence() -> None:
    """The example of SemVer 2.0.0, item 11.4.4."""
    order = ["alpha", "alpha.1", "alpha.beta", "beta", "beta.2", "beta.11", "rc.1"]
    keys: list[Any] = [order_key(f"1.0.0-{text}", registry="npm") for text in order] + [
        order_key("1.0.0", registry="npm")
    ]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_build_metadata_does_not_order() -> None:
    assert order_key("1.0.0+a", registry="npm") == order_key("1.0.0+b", registry="npm")


@pytest.mark.parametrize("version", ["", "1.2.3.4", "1.2.3-", "1.2.3-01", "\u0661.\u0662.\u0663"])
def test_what_is_no_semver_has_no_order(version: str) -> None:
    assert order_key(version, registry="crates") is None


def test_each_registry_has_a_form() -> None:
    assert [form_of(name) for name in ("testpypi", "npm", "other")] == ["PEP 440", "SemVer", "any"]
