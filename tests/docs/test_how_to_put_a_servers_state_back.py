"""The page about the state of a server is true: every command of it, with and without a change since the copy."""

import os
from pathlib import Path

import pytest

from checker.bootstrap.calling import opened_tokens
from tests.docs.test_how_tos import HOW_TO
from tools.shown_commands import ShownCommand, run, steps

PAGE = (HOW_TO / "put-a-servers-state-back.md").read_text(encoding="utf-8")
REFUSED = "the state of the server is older than its mark: its last change is 1, expected 2"


@pytest.mark.slow
@pytest.mark.parametrize("is_revoked", [False, True], ids=["unchanged", "revoked"])
def test_a_copy_is_put_back_or_refused_and_accepted(tmp_path: Path, is_revoked: bool) -> None:  # noqa: FBT001 - a case
    shown = [step.command for step in steps(PAGE) if isinstance(step, ShownCommand)]
    listed = shown.index("clean-release token list")

    def typed(line: str) -> tuple[int, str]:
        ended = run(line, tmp_path, dict(os.environ), tmp_path / "programs")
        return ended.returncode, ended.stdout

    assert [typed(line)[0] for line in shown[:2]] == [0, 0]
    if is_revoked:
        with opened_tokens() as tokens:
            tokens.revoke_token(tokens.tokens()[0].number)
    assert [typed(line)[0] for line in shown[2:listed]] == [0] * (listed - 2)
    code, said = typed(shown[listed])

    if not is_revoked:
        assert (code, "counts" in said) == (0, True)
        return
    assert (code, REFUSED in said, REFUSED in PAGE) == (3, True, True), said
    assert [typed(line)[0] for line in shown[listed + 1 :]] == [0, 0]
    assert "older state accepted" in typed("clean-release token list")[1]
