"""Draft a project: a first project file from what the checkout says about itself, short and commented."""

from collections.abc import Sequence

from checker.formats.canonical import canonical_bytes
from checker.ports.bundles import SHIPPED
from checker.ports.workspace import WorkspaceFacts

UNKNOWN_REPOSITORY = "github.com/OWNER/REPOSITORY"


def draft_project(facts: WorkspaceFacts) -> str:
    """The text of a project file of at most 25 lines; what was not found is left for a person to fill in."""
    repository = f"{facts.host}/{facts.slug}" if facts.slug else UNKNOWN_REPOSITORY
    targets = [{"registry": target.registry, "project": target.project} for target in facts.targets]
    lines = [
        "# What Clean Release judges here, by which rules and from which documents. After a change: clean-release lock",
        "schema: clean-release/project/v1",
        f"project: {_word(facts.name)}",
        f"repository: {_word(repository)}" + ("" if facts.slug else "   # host/owner/name, as the provider spells it"),
        "release:",
        f"  branches: {_words([facts.branch] if facts.branch else [])}   # empty: the default branch",
        '  tags: ["v*"]                # the tags that name releases',
        f"  environments: {_words(facts.environments)}   # deployment environments that publish",
        "  checks: []                  # status checks a release depends on, by name",
        "  publish_tokens: []          # names of secrets that can publish",
        f"  targets: {canonical_bytes(list(targets)).decode()}   # registries, and the name there",
        "# channels: [{name: prod, registry: pypi, project: NAME, environment: pypi}]   # the only names of targets",
        "policy:",
        f'  bundles: ["{SHIPPED}"]',
        "  collections: [minimal]      # next: release-gate, then strict",
        "inputs:",
        "  # manifest: manifest.json   # written by `clean-release manifest draft`; name it here, then lock",
        f"  audits: {_words([_audit_name(facts)])}   # written by `clean-release audit github` or `audit import`",
    ]
    return "\n".join(lines) + "\n"


def _audit_name(facts: WorkspaceFacts) -> str:
    """Where `audit import` writes the audit of the repository."""
    return f"audits/{(facts.slug or 'OWNER/REPOSITORY').replace('/', '-')}.repository.json"


def _word(text: str) -> str:
    """A YAML scalar that cannot be read as anything but this string."""
    return canonical_bytes(text).decode()


def _words(texts: Sequence[str]) -> str:
    return canonical_bytes(list(texts)).decode()
