"""Sections about the people around a repository and the files that say how it is kept."""

from tools.schemas.blocks import MOMENT, Schema, closed, flag, listed, observation, one_of, text, whole, words
from tools.schemas.governance import named_values


def people_and_file_sections() -> dict[str, Schema]:
    """Sections of an audit of kind `repository`, beside its settings."""
    files = {
        "security_policy": observation(flag()),
        "licence": observation(flag()),
        "dependency_updates": observation(flag()),
        "binaries": observation(words()),
    }
    active = {"id": whole(), "login": text(shortest=1), "last_active_at": text(pattern=MOMENT)}
    reviewer = {
        "principal": text(shortest=1),
        "kind": one_of("person", "team", "app", "unknown"),
        "can_write": observation(flag()),
        "people": observation(whole()),
    }
    advisory = {
        "id": text(shortest=1),
        "severity": text(),
        "state": one_of("triage", "draft", "published", "closed", "withdrawn", "unknown"),
        "patched": flag(),
    }
    person = {"id": whole(), "login": text(shortest=1), "role": text()}
    return {
        "advisories": observation(listed(closed(advisory), key="id")),
        "direct_access": observation(listed(closed(person), key="id")),
        "codespaces_secret_names": observation(named_values()),
        "member_activity": observation(listed(closed(active), key="id")),
        "organization_sign_on": observation(closed({"required": flag()})),
        "repository_files": observation(closed(files)),
        "reviewer_accounts": observation(listed(closed(reviewer), key="principal")),
    }
