"""Lint rules: every place where rules that are being written break the contract."""

from dataclasses import replace

from checker.application.check_rules import Breach, RuleChecks
from checker.application.list_rules import OpenedBundle
from checker.errors import NotFoundError, Place
from checker.formats.bundle_packages import is_module


def lint_rules(opened: OpenedBundle, *, within: str, checks: RuleChecks) -> tuple[Breach, ...]:
    """Every breach at or below the place `within`, and those that have no place, by place.

    Raises:
        NotFoundError: there is no module, so that nothing would have been looked at.
        EngineFailureError: a check could not be evaluated.
    """
    if not any(is_module(file) and file.path.startswith(within) for file in opened.bundle.files):
        raise NotFoundError(
            "there is no rule here", hint="name a folder of .rego files", where=Place(source=opened.source)
        )
    found = checks.breaches(opened.inspection, engine=opened.engine)
    named = [replace(breach, file=breach.file.removeprefix(f"{opened.bundle.name}/")) for breach in found]
    return tuple(breach for breach in named if not breach.file or breach.file.startswith(within))
