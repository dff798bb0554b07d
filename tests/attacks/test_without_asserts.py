"""V23: under `python -O`, where Python leaves every `assert` out, the same attacks are refused in the same words."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.attacks.command import run_command
from tests.attacks.project_case import set_up
from tests.attacks.run_cases import cases_of, judge, lock

ROOT = Path(__file__).parents[2]
CHOSEN = {
    "V01__refuse": "only-a-library",
    "V02__refuse": "include-unknown",
    "V03__refuse": "parameter-below-the-floor",
    "V07__refuse": "unknown-builtin-of-a-family",
    "V10__refuse": "empty-list",
    "V11__refuse": "payload-changed-after-signing",
    "V13__refuse": "audit-observation",
    "V21__refuse": "audits-with-two-ids",
    "V22__refuse": "lock-of-another-snapshot",
    "V24__refuse": "bytes-of-a-report",
    "P01__refuse": "by-replacement",
    "I01__refuse": "manifest",
    "I04__refuse": "manifest-100000",
    "I09__refuse": "branch",
    "I13__refuse": "manifest-is-a-pipe",
}
CASES = [case for family in "VPI" for case in cases_of(family) if CHOSEN.get(case[0]) == case[1]]


@pytest.mark.parametrize(("folder", "name", "fields"), CASES, ids=[folder for folder, _, _ in CASES])
def test_a_refusal_does_not_rest_on_an_assert(
    folder: str, name: str, fields: Mapping[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = set_up(fields, tmp_path, lock=lock, judge=judge)
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'engine'}", "PYTHONDONTWRITEBYTECODE": "1"}

    optimised = subprocess.run(
        [sys.executable, "-O", "-m", "checker", *case.arguments()],
        check=False,
        capture_output=True,
        text=True,
        cwd=case.project,
        env=environment,
    )

    monkeypatch.chdir(case.project)
    plain = run_command(case.arguments())
    assert (optimised.returncode, optimised.stdout, optimised.stderr) == (plain.code, plain.out, plain.err), (
        folder,
        name,
    )
    assert plain.code == fields["expect"]["exit"]
    assert plain.err.startswith(f"error[{fields['expect']['error']}]: ")


def test_every_chosen_case_is_there() -> None:
    assert {folder: name for folder, name, _ in CASES} == CHOSEN
