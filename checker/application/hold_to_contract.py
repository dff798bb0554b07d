"""Hold to the contract: rules that are to become a bundle keep the rules about rules, and each has its test."""

from collections.abc import Sequence
from dataclasses import replace

from checker.application.check_rules import RuleChecks, refuse
from checker.application.complete_rules import refuse_incomplete
from checker.application.list_rules import OpenedBundle
from checker.domain.snapshot import BundleFile
from checker.formats.bundle_packages import is_module, package_of

_RULES = "rules"


def offers_rules(files: Sequence[BundleFile], *, source: str) -> bool:
    """Whether a folder holds rules of the release contract; foreign policies keep a contract of their own."""
    return any(package_of(file, source=source)[0] == _RULES for file in files if is_module(file))


def hold_to_contract(opened: OpenedBundle, *, files: Sequence[BundleFile], checks: RuleChecks) -> None:
    """Refuse rules that break the contract or are tested by nothing.

    Args:
        opened: the rules, compiled.
        files: their folder with its tests, which are no part of a bundle.
        checks: the rules about rules.

    Raises:
        BundleRefusedError: with the first breach, its place and what to do.
        EngineFailureError: a check could not be evaluated.
    """
    found = checks.breaches(opened.inspection, engine=opened.engine)
    refuse([replace(breach, file=breach.file.removeprefix(f"{opened.bundle.name}/")) for breach in found])
    refuse_incomplete(files, pages=None)
