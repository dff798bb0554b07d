"""Writes what the shipped bundle's rules declare, `bundles/release-policy/ledger.json`; `--check` only compares."""

from __future__ import annotations

import sys

from checker.application.compilation_units import inspect_modules
from checker.application.offered_rules import offered_rules
from checker.application.read_bundle import read_bundle
from checker.bootstrap import CleanRelease
from checker.bootstrap.services import INPUT_SCHEMA
from checker.domain.rule import Contract
from checker.formats.ledger_v1 import render_ledger
from checker.formats.published import schema_bytes
from embedded_opa import DEFAULT_BUILTINS
from tools.build_bundle import refresh
from tools.generated_files import settle
from tools.tree_digest import ROOT

LEDGER = ROOT / "bundles" / "release-policy" / "ledger.json"


def wanted() -> bytes:
    """Return the ledger of the policies of this moment, from the engine's own inspection."""
    facade = CleanRelease()
    bundle = read_bundle(facade.bundles.fetch("builtin:release-policy"))
    inspected = inspect_modules(
        bundle,
        contract=Contract.RELEASE_POLICY,
        input_schema=schema_bytes(INPUT_SCHEMA),
        builtins=sorted(DEFAULT_BUILTINS),
        engine=facade.engine(),
    )
    return render_ledger(offered_rules(inspected, origin=bundle.name), tree_digest=bundle.tree_digest)


def main() -> int:
    """Write the ledger, or with `--check` say whether it differs."""
    refresh()
    code = settle([(LEDGER, wanted())])
    refresh()
    return code


if __name__ == "__main__":
    sys.exit(main())
