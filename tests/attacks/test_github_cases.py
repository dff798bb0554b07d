"""Attacks on what is read of GitHub (G), and on how it answers (A15, A18, I14): what was not read opens nothing."""

import json
import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from checker.adapters.github.client import ClientSettings
from checker.adapters.github.reply import ReplyLimits
from tests.attacks.command import run_command
from tests.attacks.github_case import run_case, set_up, told_by_audits
from tests.attacks.run_cases import HERE, share_of_negatives
from tests.attacks.shown_outputs import assert_outputs_say_the_same
from tests.github_simulator.fixtures import github  # noqa: F401 - a fixture
from tests.github_simulator.server import GitHubSimulator

EXPECTED = {"G01", "G02", "G04", "G05", "G07", "G09", "G10", "A15", "A18", "I14"}
MIB = 1024 * 1024
MOST_MEGABYTES = 200
SECRET_VALUE = re.compile(r"/(secrets|variables)/[^?]+|/secrets/public-key|/logs|/hooks/\d+/deliveries")


def cases() -> list[tuple[str, str, Mapping[str, Any]]]:
    """Every case: folder, name, fields."""
    found = []
    for attack in sorted(EXPECTED):
        for folder in sorted(HERE.glob(f"{attack}__*")):
            document = json.loads((folder / "case.json").read_bytes())
            assert document["attack"] == attack
            if document.get("how", "provider") == "provider":
                found += [(folder.name, str(one["name"]), one) for one in document["cases"]]
    return found


CASES = cases()


@pytest.mark.engine
@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[f"{folder}-{name}" for folder, name, _ in CASES])
def test_an_attack_ends_as_its_case_says(
    folder: str,
    name: str,
    fields: Mapping[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    github: GitHubSimulator,  # noqa: F811 - pytest passes it
) -> None:
    assert name == fields["name"]
    monkeypatch.setattr("checker.adapters.github.patience.Patience.wait", lambda *_, **__: None)
    if seconds := fields.get("seconds"):
        hurried = partial(ClientSettings, limits=ReplyLimits(seconds=seconds))
        monkeypatch.setattr("checker.adapters.github.client.ClientSettings", hurried)
    monkeypatch.chdir(tmp_path)
    set_up(fields, tmp_path, github)
    expect = fields["expect"]
    assert (expect["exit"] == 0) == folder.endswith("__pass")

    judged = run_case(tmp_path)

    assert judged.peak <= expect.get("most_megabytes", MOST_MEGABYTES) * MIB
    assert github.framed_bytes <= expect.get("most_megabytes_sent", 0) * MIB
    assert judged.collected.code == expect.get("collects", 0), judged.collected.err
    assert expect.get("says", "") in told_by_audits(tmp_path)
    assert judged.checked.code == expect["exit"], judged.told
    report = json.loads(judged.checked.out)["report"]
    assert report["verdict"] == expect["verdict"]
    outcomes = judged.outcomes
    assert {code: outcomes[code] for code in expect["rules"]} == expect["rules"]
    assert_outputs_say_the_same(tmp_path, report, expect)
    assert run_command(["report", "verify", "latest", "--project", str(tmp_path / "project")]).code == 0
    assert [seen.target for seen in github.seen if SECRET_VALUE.search(seen.target)] == []


def test_every_attack_has_a_case_and_most_are_negative() -> None:
    assert {folder.partition("__")[0] for folder, _, _ in CASES} == EXPECTED
    assert share_of_negatives(CASES) >= 0.7
