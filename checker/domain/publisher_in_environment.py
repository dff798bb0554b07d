"""Whether the environment of a publishing job admits the release ref (check P8): if not, the job never starts."""

import shlex
from collections.abc import Sequence
from urllib.parse import quote

from checker.domain.json_shape import field_of, flag_of, object_of, objects_of, text_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status
from checker.domain.proof_steps import ProofSteps, StepsSpentError
from checker.domain.publish_prediction import Check, Finding, Standing, holds, unknown
from checker.domain.publish_route import Route
from checker.domain.reading import read_observation
from checker.domain.ref_pattern import covers, is_pattern, may_overlap
from checker.domain.release_refs import HEADS, TAGS
from checker.domain.repository_facts import RepositoryFacts

_CHECK = Check.DEPLOY_REFS
_AUDIT = "read the environments: clean-release audit github --profile full"
_NO_KIND = "unknown"
_LEADS = {"branch": (HEADS,), "tag": (TAGS,), _NO_KIND: (HEADS, TAGS)}


def environment_finding(route: Route, facts: RepositoryFacts | None, refs: Sequence[str], *, why: str) -> Finding:
    """How the check stands for full refs or patterns; `why` says what is missing where there is no audit."""
    environment = route.job.environment
    if route.is_remote:
        return unknown(_CHECK, "the job is in another repository", fix="publish from a workflow of this repository")
    if environment is None or not environment.text:
        return holds(_CHECK, "the job has no environment, so any ref may publish")
    if not environment.is_known:
        return unknown(_CHECK, "an expression decides the environment", fix="write its name out")
    if facts is None:
        return unknown(_CHECK, why, fix=_AUDIT)
    return _of_environment(environment.text, facts, refs)


def _of_environment(name: str, facts: RepositoryFacts, refs: Sequence[str]) -> Finding:
    seen = facts.environments
    if seen.status is not Status.COLLECTED:
        return unknown(_CHECK, _unread(seen, "the environments"), fix=_AUDIT)
    entries = {text_of(field_of(one, "name"), "name").lower(): one for one in objects_of(seen.value, "environments")}
    if name.lower() not in entries:
        return holds(_CHECK, f"there is no environment {name} yet; the first run makes one that admits every ref")
    policy = read_observation(entries[name.lower()].get("deploy_refs"), name="deploy_refs")
    if policy.status is not Status.COLLECTED:
        return unknown(_CHECK, _unread(policy, f"the deployment refs of {name}"), fix=_AUDIT)
    if not refs:
        return unknown(_CHECK, "no release ref is known", fix="declare release.tags in the project file, or give --ref")
    return _admitted(name, object_of(policy.value, "deploy_refs"), refs, facts)


def _admitted(name: str, policy: dict[str, Json], refs: Sequence[str], facts: RepositoryFacts) -> Finding:
    mode = text_of(field_of(policy, "mode"), "mode")
    if mode == "any":
        return holds(_CHECK, f"the environment {name} admits every ref")
    patterns = _patterns(policy)
    for ref in refs:
        admitted = _protected(ref, facts) if mode == "protected" else _by_patterns(ref, patterns)
        if admitted is None:
            why = f"it is not known whether the environment {name} admits {ref}"
            return unknown(_CHECK, why, fix=f"name a deployment rule of {name} exactly like the release ref")
        if not admitted:
            return _refused(name, ref, "protected branches only" if mode == "protected" else _shown(patterns), facts)
    return holds(_CHECK, f"the environment {name} admits {', '.join(refs)}")


def _refused(name: str, ref: str, seen: str, facts: RepositoryFacts) -> Finding:
    kind, short = ("tag", ref.removeprefix(TAGS)) if ref.startswith(TAGS) else ("branch", ref.removeprefix(HEADS))
    path = f"repos/{facts.slug}/environments/{quote(name, safe='')}/deployment-branch-policies"
    return Finding(
        check=_CHECK,
        standing=Standing.FAILS,
        why=f"the environment {name} does not admit {ref}, so the job never starts",
        field="deployment_branch_policy",
        seen=seen,
        expected=f"{kind} {short}",
        fix=f"gh api -X POST {path} -f name={shlex.quote(short)} -f type={kind}",
        answer=f'{kind.title()} "{short}" is not allowed to deploy to {name} due to environment protection rules.',
    )


def _patterns(policy: dict[str, Json]) -> list[tuple[str, str]]:
    """Kind and pattern of each deployment rule."""
    return [
        (text_of(field_of(one, "kind"), "kind"), text_of(field_of(one, "pattern"), "pattern"))
        for one in objects_of(field_of(policy, "patterns"), "patterns")
    ]


def _shown(patterns: Sequence[tuple[str, str]]) -> str:
    return ", ".join(f"{kind} {pattern}" for kind, pattern in patterns)


def _by_patterns(ref: str, patterns: Sequence[tuple[str, str]]) -> bool | None:
    """Whether all that a ref or a pattern of refs stands for is admitted; None where neither is proven.

    A rule whose kind an older answer left out can keep a ref from being refused, but never admits one.
    """
    steps = ProofSteps()
    rules = [(kind, lead + text) for kind, text in patterns for lead in _LEADS[kind]]
    try:
        if any(kind != _NO_KIND and covers(pattern, ref, steps=steps) for kind, pattern in rules):
            return True
        return None if any(may_overlap(pattern, ref, steps=steps) for _, pattern in rules) else False
    except StepsSpentError:
        return None


def _protected(ref: str, facts: RepositoryFacts) -> bool | None:
    """Protected branches only: no tag, and a branch that is known to be protected; with none protected, any branch."""
    if ref.startswith(TAGS):
        return False
    if is_pattern(ref) or facts.branches.status is not Status.COLLECTED:
        return None
    branches = {
        text_of(field_of(one, "name"), "name"): flag_of(field_of(one, "protected"), "protected")
        for one in objects_of(facts.branches.value, "branches")
    }
    if branches.get(ref.removeprefix(HEADS)):
        return True
    return False if any(branches.values()) else None


def _unread(seen: Observation, what: str) -> str:
    return f"{what} could not be read: {seen.detail.why or seen.status}"
