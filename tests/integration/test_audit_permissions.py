"""`clean-release audit permissions`: what a token needs, before anybody makes one."""

import json

from tests.integration.conftest import CommandLine


def test_what_the_rules_need_is_added_up_and_listed(command: CommandLine) -> None:
    ended = command("audit", "permissions")
    assert ended.code == 0
    total, _, rules = ended.out.partition("\n\n")
    assert any(line.startswith("Administration: read") and line.endswith(" rules") for line in total.splitlines())
    listed = dict(line.split(maxsplit=1) for line in rules.splitlines())
    assert listed["environment.reviewers"] == "Actions: read, Metadata: read"
    assert listed["manifest.version_well_formed"] == "nothing: no provider is asked"


def test_json_names_the_requests_too(command: CommandLine) -> None:
    document = json.loads(command("audit", "permissions", "AC-05", "actions.token_read_only", "--json").out)
    assert document["schema"] == "clean-release/permissions/v1"
    (rule,) = document["rules"]
    assert rule["rule"] == "actions.token_read_only"
    assert rule["requests"] == ["/repos/{owner}/{repo}", "/repos/{owner}/{repo}/actions/permissions/workflow"]
    assert document["permissions"] == rule["permissions"] == ["Administration: read", "Metadata: read"]


def test_a_rule_that_is_none_is_refused(command: CommandLine) -> None:
    assert command.refused("audit", "permissions", "branch.nothing").code == 3
