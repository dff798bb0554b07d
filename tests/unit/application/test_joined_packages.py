"""Bundles that are compiled together: no package has two of them, for Rego would join what both say."""

import pytest

from checker.application.compilation_units import refuse_joined_packages
from checker.domain.rule import Contract
from checker.domain.snapshot import ResolvedBundle
from checker.errors import BundleRefusedError
from tests.builders import a_bundle, a_resolved

POLICY = {"rules/branch/guarded.rego": "package rules.branch.guarded\n", "lib/refs.rego": "package lib.refs\n"}


def _of(files: dict[str, str], *, name: str = "team", contract: Contract = Contract.RELEASE_POLICY) -> ResolvedBundle:
    return a_resolved(a_bundle(files, name=name), contract=contract)


def test_bundles_with_packages_of_their_own_may_be_compiled_together() -> None:
    refuse_joined_packages([_of(POLICY, name="acme"), _of({"lib/tags.rego": "package lib.tags\n"})])


@pytest.mark.parametrize("package", ["lib.refs", 'lib["refs"]', "lib", "lib.refs.branches"])
def test_a_bundle_that_adds_to_the_library_of_another_is_refused(package: str) -> None:
    with pytest.raises(BundleRefusedError, match="both write to package lib"):
        refuse_joined_packages([_of(POLICY, name="acme"), _of({"lib/more.rego": f"package {package}\n"})])


def test_what_is_never_compiled_in_a_gate_may_share_a_package() -> None:
    refuse_joined_packages([_of(POLICY, name="acme"), _of({"lib/refs_test.rego": "package lib.refs\n"})])


def test_a_foreign_bundle_is_compiled_alone_and_shares_nothing() -> None:
    refuse_joined_packages([_of(POLICY, name="acme"), _of(POLICY, contract=Contract.CONFTEST)])


def test_two_bundles_of_one_name_are_refused() -> None:
    with pytest.raises(BundleRefusedError, match="two bundles have the name team"):
        refuse_joined_packages([_of(POLICY), _of({"lib/tags.rego": "package lib.tags\n"})])
