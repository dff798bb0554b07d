"""What the host derives from real and built settings has the form the rules' input schema promises."""

import json
from pathlib import Path
from typing import Any

import pytest

from checker.domain.derived_sections import derive_repository
from checker.domain.json_value import Json
from checker.domain.project import ReleaseFacts
from checker.domain.section import REPOSITORY, completed, without_partial
from checker.formats.audit_v1 import parse_audit
from checker.formats.json_schema import DocumentSchema
from checker.formats.seed_audits import read_seed_audits
from tests.recorded_answers import DATA
from tests.settings_builders import (
    check,
    classic,
    classic_rule,
    cut,
    definition,
    deploying_from,
    environment,
    hidden,
    repository,
    ruleset,
    seen,
)

SCHEMAS = Path(__file__).resolve().parents[2] / "policies" / "schemas"
DERIVED = ("release_refs", "effective_protection", "ref_rules", "environments")
RELEASE = ReleaseFacts(branches=("main", "release/*"), tags=("v*",), checks=("Test", "Lint"))


def schema_of(section: str) -> DocumentSchema:
    whole: dict[str, Any] = json.loads((SCHEMAS / "input_v1.json").read_bytes())
    part = whole["properties"]["repository"]["properties"][section]
    return DocumentSchema({**part, "$schema": whole["$schema"], "$defs": whole["$defs"]}, source=section)


def derived(sections: dict[str, Json]) -> dict[str, Json]:
    found = without_partial(derive_repository(completed(sections, REPOSITORY), release=RELEASE))
    assert isinstance(found, dict)
    return found


def seed_sections() -> dict[str, Json]:
    names = ("release-policy-audit.json", "release-supply-chain-audit.json")
    documents = [(name, json.loads((DATA / "seed-audits" / name).read_bytes())) for name in names]
    settings, _ = read_seed_audits(documents, version="0")
    return parse_audit(json.dumps(settings).encode(), source="seed").sections


def built_sections(ref_rules: Json) -> dict[str, Json]:
    rule = classic_rule(checks={"required": True, "strict": True, "list": [check("Test", 7)]})
    return {
        "repository": repository(),
        "classic_protection": classic(seen(rule)),
        "ref_rules": ref_rules,
        "environments": seen([environment(deploy_refs=deploying_from(("branch", "main"), ("unknown", "*")))]),
    }


RULES: list[Json] = [
    ruleset("1", definition=seen(definition(include=("~DEFAULT_BRANCH",), forbids={"deletion": True}))),
    ruleset("2", target="tag", bypass=hidden()),
    ruleset("3", definition=hidden()),
]


@pytest.mark.parametrize("section", DERIVED)
@pytest.mark.parametrize("case", ["seed", "whole", "cut", "nothing"])
def test_a_derived_section_is_valid(section: str, case: str) -> None:
    cases = {
        "seed": seed_sections(),
        "whole": built_sections(seen(RULES)),
        "cut": built_sections(cut(RULES)),
        "nothing": {},
    }
    schema_of(section).refuse_unless_valid(derived(cases[case])[section], source=section)


def fact(sections: dict[str, Json], name: str) -> dict[str, Any]:
    protection: Any = derived(sections)["effective_protection"]
    main = next(row for row in protection["value"] if row["ref"] == "refs/heads/main")
    found: dict[str, Any] = main[name]
    return found


def test_the_seed_audits_prove_what_classic_protection_demands_and_leave_open_what_rulesets_could() -> None:
    sections = seed_sections()
    proven = ("protected", "force_push_blocked", "deletion_blocked", "pull_request_required", "stale_reviews_dismissed")
    for name in (*proven, "code_owner_review", "checks_required", "checks_strict", "admins_included"):
        assert (fact(sections, name)["value"], fact(sections, name)["because"]) == (True, ["classic:refs/heads/main"])
    for name in ("last_push_approval", "signatures_required", "linear_history", "required_checks"):
        open_fact = fact(sections, name)
        assert (open_fact["status"], open_fact["because"]) == ("not_requested", ["rulesets"])
        assert "Metadata: read" in open_fact["detail"]["needs"]
