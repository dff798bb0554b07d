"""Facts about a commit: those of another one, or of nobody knows which, say nothing of the commit that is released.

Settings are a repository's, whatever is checked out; so an audit of settings, or of the release runs of a repository's
past, need not name a commit. What ran on one commit, and a checkout of one, is about that commit alone, and must
prove it.
"""

from dataclasses import replace

from checker.domain.audit import Audit, AuditKind
from checker.domain.json_shape import object_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Status, unread
from checker.domain.section import ABOUT_A_COMMIT, withheld


def withhold_other_commits(audit: Audit, *, commit: str) -> Audit:
    """The audit without the values of sections that are not proven to be about this commit (SHA-1 in hex).

    Without a commit to compare with, that of no manifest, nothing is withheld.
    """
    if not commit:
        return audit
    if audit.kind is AuditKind.WORKSPACE:
        return audit if audit.subject.commit == commit else _all_withheld(audit, commit)
    found = {name: _why(audit.sections[name], audit, commit) for name in ABOUT_A_COMMIT & audit.sections.keys()}
    lost = {name: unread(Status.ERROR, why=why).to_json() for name, why in found.items() if why}
    return replace(audit, sections={**audit.sections, **lost}) if lost else audit


def _all_withheld(audit: Audit, commit: str) -> Audit:
    """A checkout is about what is checked out, all of it."""
    why = f"the checkout was at {_shown({audit.subject.commit})}, expected commit {commit}"
    return replace(audit, sections=withheld(audit.sections, why=why))


def _why(observation: Json, audit: Audit, commit: str) -> str:
    """Why a section is not proven to be about the commit; empty when it is, and when it has no value to lose."""
    section = object_of(observation, "the section")
    if section["status"] != Status.COLLECTED:
        return ""
    value = section["value"]
    items = value if isinstance(value, list) else [value] if isinstance(value, dict) and "commit" in value else []
    said = {text_of(object_of(item, "an item")["commit"], "commit") for item in items} or {audit.subject.commit}
    if said == {commit}:
        return ""
    return f"it is about {_shown(said)}, expected commit {commit}"


def _shown(commits: set[str]) -> str:
    return f"commit {', '.join(sorted(commits))}" if all(commits) else "a commit that nothing names"
