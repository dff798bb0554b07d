"""One repository audited over a scripted provider: what was asked, and what the documents say."""

from typing import Any

from checker.application.audit_repository import AskedRepository, CollectedRepository, audit_repository
from checker.formats.github.wanted import Wanted, wanted_of
from tests.captures import ROOT
from tests.fakes.scripted_provider import HeardProgress, ScriptedProvider

SLUG = "o/r"
BASE = f"repos/{SLUG}"
LISTS = {"rulesets": [], "rules/branches/main": [], "environments": {"total_count": 0, "environments": []}}


def provider(answers: dict[str, Any] | None = None, *, root: Any = ROOT) -> ScriptedProvider:  # noqa: ANN401
    below = {f"{BASE}/{path}": answer for path, answer in (answers or {}).items()}
    return ScriptedProvider({BASE: root, **below})


def collect(asked: ScriptedProvider, *paths: str, wanted: Wanted | None = None) -> CollectedRepository:
    repository = AskedRepository(slug=SLUG, wanted=wanted or wanted_of(paths), profile="rules")
    return audit_repository(repository, provider=asked, progress=HeardProgress(), version="0")


def section(found: CollectedRepository, name: str) -> dict[str, Any]:
    for audit in found.audits:
        sections: Any = audit.document["sections"]
        if name in sections:
            return dict(sections[name])
    raise AssertionError(f"no section {name}")


def below(asked: ScriptedProvider) -> list[str]:
    return [path.removeprefix(f"{BASE}/") for path in asked.asked[1:]]


NO_RULE: dict[str, Any] = {
    "nameWithOwner": SLUG,
    "viewerCanAdminister": False,
    "branchProtectionRules": {"totalCount": 0, "nodes": []},
}
