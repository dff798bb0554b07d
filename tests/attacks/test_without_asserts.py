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
AGAIN = [fields for _, _, fields in cases_of("V", how="optimised")]
CHOSEN = [(fields["same_as"]["folder"], fields["same_as"]["name"]) for fields in AGAIN]
CASES = [case for family in "VPI" for case in cases_of(family) if (case[0], case[1]) in CHOSEN]


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
    assert {(folder, name) for folder, name, _ in CASES} == set(CHOSEN)
    assert all(fields["python"] == ["-O"] and fields["expect"]["exit"] == 3 for fields in AGAIN)
