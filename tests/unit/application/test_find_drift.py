"""Drift: what is no longer as the baseline has it, what nobody knows, and what the baseline is not about."""

from dataclasses import replace

import pytest

from checker.application.find_drift import Drift, find_drift, refuse_no_baseline
from checker.domain.audit import Audit, AuditKind
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.project import ReleaseFacts
from checker.errors import TrustError, UsageError
from tests.builders import an_audit
from tests.settings_builders import (
    check,
    classic,
    classic_rule,
    definition,
    hidden,
    repository,
    ruleset,
    seen,
    unprotected,
)

CHECKS: Json = {"required": True, "strict": True, "list": [check("Build"), check("Lint")]}
STRICT = classic(seen(classic_rule(checks=CHECKS)))


def settings(**sections: Json) -> Audit:
    return an_audit(
        sections={"repository": repository(), "classic_protection": STRICT, "ref_rules": seen([]), **sections}
    )


def drift(baseline: Audit, now: Audit, release: ReleaseFacts | None = None) -> Drift:
    return find_drift(baseline, now, release=release or ReleaseFacts())


def paths(found: Drift) -> list[str]:
    return [one.path for one in found.differences]


def test_the_same_settings_did_not_drift() -> None:
    found = drift(settings(), settings())
    assert found.differences == ()
    assert {one.path for one in found.unknown} == {
        "repository.forking_allowed",
        "repository.push_protection",
        "repository.secret_scanning",
        "repository.validity_checks",
    }


def test_a_required_check_that_is_gone_is_seen_where_it_was_set_and_in_effect() -> None:
    fewer = classic(seen(classic_rule(checks={"required": True, "strict": True, "list": [check("Build")]})))
    found = paths(drift(settings(), settings(classic_protection=fewer)))
    assert "classic_protection[refs/heads/main].protection.checks.list[Lint]" in found
    assert "effective_protection[refs/heads/main].required_checks[Lint]" in found


def test_a_check_that_moved_into_a_ruleset_is_still_required() -> None:
    moved = ruleset(definition=seen(definition(requires={"checks": CHECKS})))
    found = paths(drift(settings(), settings(classic_protection=unprotected(), ref_rules=seen([moved]))))
    assert "ref_rules[ruleset 42]" in found
    assert not [path for path in found if path.startswith("effective_protection[refs/heads/main].required_checks")]


def test_the_effect_is_compared_on_the_projects_release_branches() -> None:
    found = drift(settings(), settings(classic_protection=unprotected()), ReleaseFacts(branches=("other",)))
    assert not [path for path in paths(found) if path.startswith("effective_protection[refs/heads/main]")]


def test_what_cannot_be_read_any_more_is_unknown() -> None:
    found = drift(settings(), settings(classic_protection=hidden()))
    (gap,) = [one for one in found.unknown if one.path == "classic_protection"]
    assert (gap.before, gap.after, gap.needs) == (Status.COLLECTED, Status.DENIED, "Administration: read")


def test_what_the_baseline_could_not_read_is_unknown() -> None:
    found = drift(settings(webhooks=hidden()), settings(webhooks=seen([])))
    assert "webhooks" in [one.path for one in found.unknown]


def test_what_the_baseline_was_not_asked_for_is_outside_of_it() -> None:
    found = drift(settings(), settings(webhooks=seen([]), deploy_keys=hidden()))
    assert found.outside == ("deploy_keys", "webhooks")
    assert "webhooks" not in [one.path for one in found.unknown]


def test_what_development_leaves_behind_and_when_a_secret_changed_are_no_settings() -> None:
    def secrets(at: str) -> Json:
        return seen([{"scope": "repository", "names": seen([{"name": "TOKEN", "updated_at": at}])}])

    before = settings(tags=seen([]), secret_names=secrets("2026-01-01T00:00:00Z"))
    after = settings(tags=seen([{"name": "v1", "commit": "a" * 40}]), secret_names=secrets("2026-02-01T00:00:00Z"))
    assert paths(drift(before, after)) == []


def test_repositories_are_told_apart_by_id_and_by_name_where_there_is_none() -> None:
    renamed = replace(settings(), subject=replace(settings().subject, slug="octo/renamed"))
    assert drift(settings(), renamed).differences == ()
    nameless = replace(settings(), subject=replace(settings().subject, repository_id=0))
    assert drift(settings(), nameless).differences == ()
    other = replace(nameless, subject=replace(nameless.subject, slug="octo/other"))
    with pytest.raises(
        TrustError, match=r"the baseline is of github\.com/octo/widget, the audit of github\.com/octo/other"
    ):
        drift(settings(), other)
    with pytest.raises(TrustError):
        drift(settings(), replace(settings(), host="github.example"))


def test_runs_have_no_baseline() -> None:
    with pytest.raises(UsageError, match="the baseline is an audit of kind history"):
        refuse_no_baseline(an_audit(AuditKind.HISTORY))
    with pytest.raises(UsageError, match="this is an audit of kind history"):
        drift(settings(), an_audit(AuditKind.HISTORY))


@pytest.mark.parametrize("sections", [{}, {"webhooks": hidden()}, {"tags": seen([])}])
def test_an_audit_without_a_setting_is_no_baseline(sections: dict[str, Json]) -> None:
    with pytest.raises(UsageError, match="not one section of settings was read"):
        refuse_no_baseline(an_audit(sections=sections))
