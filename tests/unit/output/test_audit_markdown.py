"""Markdown of audits: what the provider or a repository's owner wrote can become neither markup nor another command."""

import json
import shlex
from dataclasses import replace

from checker.application.find_drift import find_drift
from checker.application.propose_settings import propose_settings
from checker.domain.json_value import Json
from checker.domain.observation import Status, unread
from checker.domain.project import ReleaseFacts
from checker.output.audit_markdown import render_audits_markdown, render_proposal
from tests.builders import an_audit
from tests.settings_builders import repository, ruleset, seen


def shown(section: Json) -> str:
    return render_audits_markdown([an_audit(sections={"webhooks": section})])


def proposed(name: str, *, slug: str = "octo/widget") -> str:
    """The proposal for a ruleset of this name that is switched off now."""
    wanted, now = ruleset(name=name), ruleset(name=name, enforcement="disabled")
    audits = [an_audit(sections={"repository": repository(), "ref_rules": seen([one])}) for one in (wanted, now)]
    target, current = (replace(one, subject=replace(one.subject, slug=slug)) for one in audits)
    drift = find_drift(target, current, release=ReleaseFacts())
    return render_proposal(propose_settings(target, current, drift=drift))


def test_a_sentence_stays_prose_and_anything_else_becomes_code() -> None:
    gap = unread(Status.DENIED, why="the token may not", needs="see <b>@octo/team</b> #1").to_json()
    assert "| `all of it` | denied | the token may not | `see <b>@octo/team</b> #1` |" in shown(gap)


def test_a_value_with_ticks_and_bars_stays_in_its_cell() -> None:
    assert "| `address` | ``a`\\|b\\x1b`` |" in shown(seen({"address": "a`|b\x1b"}))


def test_an_empty_value_is_seen() -> None:
    assert '| `address` | `""` |' in shown(seen({"address": ""}))


def test_what_was_read_at_no_known_time_says_so() -> None:
    assert "Read at no known time; no signature was checked." in render_audits_markdown([an_audit(collected_at="")])


def test_a_body_cannot_end_its_block() -> None:
    text = proposed("```\nJSON\nrm -rf /")
    assert "\n````sh\ngh api -X PUT repos/octo/widget/rulesets/42 --input - <<'JSON'\n" in text
    body = text.split("<<'JSON'\n")[1].split("\nJSON\n")[0]
    assert json.loads(body)["name"] == "```\nJSON\nrm -rf /"


def test_the_name_of_a_repository_is_one_word_of_the_command() -> None:
    command = proposed("main", slug="octo/w; rm -rf '/'").split("```sh\n")[1].splitlines()[0]
    assert shlex.split(command)[4] == "repos/octo/w; rm -rf '/'/rulesets/42"
