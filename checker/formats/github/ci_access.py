"""Who may run what in workflows beyond the main switches: chosen actions, contributors from forks, other repositories.

Each is asked only where it can say something: chosen actions where actions are chosen, forks of a private repository
and access from outside where the repository is not public.
"""

from checker.domain.json_shape import texts_of
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected
from checker.domain.setting_words import FORK_APPROVALS, OUTSIDE_ACCESS
from checker.formats.github.answers import Answer, Answers, not_asked
from checker.formats.github.fields import required_flag, required_word

PERMISSIONS, CHOSEN = "actions/permissions", "actions/permissions/selected-actions"
CONTRIBUTORS = "actions/permissions/fork-pr-contributor-approval"
FORKS, OUTSIDE = "actions/permissions/fork-pr-workflows-private-repos", "actions/permissions/access"
_SELECTED = "selected"


def ci_access_section(answers: Answers) -> Observation | None:
    """The section `ci_access`."""
    asked = [answer for name in (CHOSEN, CONTRIBUTORS, FORKS, OUTSIDE) for answer in answers.all(name)]
    chosen = chosen_actions(answers, general=PERMISSIONS, chosen=CHOSEN)
    if not asked and chosen.status is Status.NOT_REQUESTED:
        return None
    parts: dict[str, Json] = {
        "selected_actions": chosen.to_json(),
        "fork_approval": answers.asked(CONTRIBUTORS, _contributors).to_json(),
        "fork_workflows": answers.asked(FORKS, _forks).to_json(),
        "outside_access": answers.asked(OUTSIDE, _outside).to_json(),
    }
    return collected(parts, evidence=tuple(answer.evidence for answer in asked))


def chosen_actions(answers: Answers, *, general: str, chosen: str) -> Observation:
    """Which actions are chosen; where actions are not limited to chosen ones, that is the answer."""
    answer = answers.find(chosen)
    if answer is not None:
        return answers.observe(answer, _chosen)
    switch = answers.find(general)
    if switch is None or are_chosen(switch) is not False:
        return not_asked(chosen)
    return collected(
        {"applies": False, "github_owned": False, "verified": False, "patterns": []}, evidence=(switch.evidence,)
    )


def are_chosen(switch: Answer) -> bool | None:
    """Whether actions are limited to chosen ones; None where the answer does not say."""
    page = switch.pages[0] if switch.is_given and switch.pages else None
    allowed = page.get("allowed_actions") if isinstance(page, dict) else None
    return allowed == _SELECTED if isinstance(allowed, str) else None


def _chosen(answer: Answer) -> Json:
    body = answer.body
    patterns = texts_of(body.get("patterns_allowed", []), "patterns_allowed")
    return {
        "applies": True,
        "github_owned": required_flag(body, "github_owned_allowed"),
        "verified": required_flag(body, "verified_allowed"),
        "patterns": [*sorted(set(patterns))],
    }


def _contributors(answer: Answer) -> Json:
    return required_word(answer.body, "approval_policy", FORK_APPROVALS)


def _outside(answer: Answer) -> Json:
    return required_word(answer.body, "access_level", OUTSIDE_ACCESS)


def _forks(answer: Answer) -> Json:
    body = answer.body
    return {
        "run": required_flag(body, "run_workflows_from_fork_pull_requests"),
        "write_token": required_flag(body, "send_write_tokens_to_workflows"),
        "secrets": required_flag(body, "send_secrets_and_variables"),
        "approval": required_flag(body, "require_approval_for_fork_pr_workflows"),
    }
