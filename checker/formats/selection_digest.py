"""What a project asks for, as one digest: a snapshot carries it, and is taken again when it no longer fits."""

from checker.domain.digest import Digest
from checker.domain.project import ReleaseFacts, RuleOverride, Selection
from checker.formats.canonical import canonical_digest
from checker.formats.host_modules import project_facts


def selection_digest(selection: Selection, release: ReleaseFacts) -> Digest:
    """The digest over everything of a project file that decides which rules judge, and how."""
    return canonical_digest(
        {
            "bundles": list(selection.bundles),
            "collections": list(selection.collections),
            "include": list(selection.include),
            "exclude": list(selection.exclude),
            "parameters": selection.parameters,
            "rules": {code: _override(override) for code, override in selection.overrides.items()},
            "contract": str(selection.contract),
            "release": project_facts(release),
        }
    )


def _override(override: RuleOverride) -> dict[str, str]:
    return {"severity": str(override.severity or ""), "enforcement": str(override.enforcement or "")}
