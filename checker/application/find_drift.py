"""Find drift: where a repository's settings are no longer those of a baseline.

A baseline is an audit somebody accepted as the target. What it could not read, or what cannot be read now, is unknown,
which is neither drift nor its absence. What it was never asked for lies outside of it. Beside the settings themselves
their joint effect is compared, so that a required check that moved into a ruleset is seen to be required still.
"""

from dataclasses import dataclass, field

from checker.application.compare_audits import Difference, Unknown, compare_sections
from checker.domain.audit import Audit, AuditKind
from checker.domain.derived_sections import derive_repository
from checker.domain.facts import gap_of
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.observation import Status
from checker.domain.project import ReleaseFacts
from checker.domain.section import REPOSITORY, completed
from checker.errors import TrustError, UsageError

EFFECTIVE = "effective_protection"
SETTINGS = frozenset(
    {
        "repository",
        "classic_protection",
        "ref_rules",
        "environments",
        "ci_permissions",
        "ci_oidc",
        "secret_names",
        "variable_names",
        "deploy_keys",
        "webhooks",
        "access",
        "immutable_releases",
        "security_features",
        "runners",
        "organization",
    }
)
"""The sections somebody sets; the others are what development leaves behind, and change with every day."""

NOT_SETTINGS = frozenset({"updated_at"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How settings differ from a baseline; `outside` names the sections the baseline was never asked for.

    `target` and `now` are the sections that were compared.
    """

    differences: tuple[Difference, ...]
    unknown: tuple[Unknown, ...]
    outside: tuple[str, ...]
    target: dict[str, Json] = field(repr=False)
    now: dict[str, Json] = field(repr=False)


def find_drift(baseline: Audit, now: Audit, *, release: ReleaseFacts) -> Drift:
    """Compare the settings of an audit with those of a baseline.

    Args:
        baseline: the target.
        now: what the settings are.
        release: the release branches and tags whose effective protection is compared; by default the default branch.

    Raises:
        UsageError: one of them is no audit of a repository, or the baseline holds no settings.
        TrustError: they are of different repositories.
    """
    refuse_no_baseline(baseline)
    if now.kind is not AuditKind.REPOSITORY:
        raise UsageError(f"this is an audit of kind {now.kind}, expected one of kind {AuditKind.REPOSITORY}")
    refuse_other_repository(baseline, now)
    before, after = settings_of(baseline, release=release), settings_of(now, release=release)
    held = {name: section for name, section in before.items() if _is_asked(section)}
    current = {name: after[name] for name in held}
    found = compare_sections(held, current, but=NOT_SETTINGS)
    return Drift(
        differences=found.differences,
        unknown=tuple(one for one in found.unknown if one.before is not Status.NOT_REQUESTED),
        outside=tuple(name for name in sorted(after.keys() - held.keys()) if _is_asked(after[name])),
        target=held,
        now=current,
    )


def refuse_no_baseline(audit: Audit) -> None:
    """Accept an audit as a baseline.

    Raises:
        UsageError: it is not of a repository, or not one of its settings was read.
    """
    if audit.kind is not AuditKind.REPOSITORY:
        raise UsageError(
            f"the baseline is an audit of kind {audit.kind}, expected one of kind {AuditKind.REPOSITORY}",
            hint="only settings have a baseline; runs and registries are what happened",
        )
    read = [name for name in SETTINGS & audit.sections.keys() if gap_of(_section(audit.sections[name]), name) is None]
    if not read:
        raise UsageError(
            "not one section of settings was read, so there is nothing to compare with",
            hint="collect with a token that may read them; see `clean-release audit permissions`",
        )


def settings_of(audit: Audit, *, release: ReleaseFacts) -> dict[str, Json]:
    """The settings an audit holds, and what they come to on each release ref."""
    whole = completed(audit.sections, REPOSITORY)
    derived = derive_repository(whole, release=release)
    return {**{name: whole[name] for name in sorted(SETTINGS)}, EFFECTIVE: derived[EFFECTIVE]}


def refuse_other_repository(baseline: Audit, now: Audit) -> None:
    """Accept a baseline only for its own repository: by id where both know it, for a name can be given to another.

    Raises:
        TrustError: they are of different repositories.
    """
    one, other = baseline.subject, now.subject
    by_id = bool(one.repository_id and other.repository_id)
    is_same = one.repository_id == other.repository_id if by_id else one.slug.lower() == other.slug.lower()
    if (baseline.host.lower(), True) != (now.host.lower(), is_same):
        raise TrustError(
            f"the baseline is of {baseline.host}/{one.slug}, the audit of {now.host}/{other.slug}",
            hint="compare a repository with its own baseline",
        )


def _is_asked(section: Json) -> bool:
    gap = gap_of(_section(section), "")
    return gap is None or gap.status is not Status.NOT_REQUESTED


def _section(value: Json) -> dict[str, Json]:
    return object_of(value, "the section")
