"""`report verify --artifact`: neither an old audit with a clock set back nor a demo lets a stranger's file through."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from checker.adapters.clock import SystemClock
from checker.domain.digest import digest_of
from tests.attacks.command import Ending, run_command
from tests.attacks.project_case import ProjectCase, set_up
from tests.attacks.run_cases import judge, lock

pytestmark = pytest.mark.engine

EVIL = "what the attacker built\n"
TARBALL = "acme-1.4.0.tar.gz"
PUT_IN = {"/artifacts/1/sha256": digest_of(EVIL.encode()).removeprefix("sha256:"), "/artifacts/1/size": len(EVIL)}
EVIL_EDITS = [
    {"file": "manifest.json", "set": PUT_IN},
    {"file": "artifacts.json", "set": PUT_IN},
    {"file": TARBALL, "text": EVIL},
]


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Keys of this user, as the anchor names them: two for permits, one that is for something else."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    roles = {"permit": "permit", "second": "permit", "builder": "builder"}
    return [
        yaml.safe_load(run_command(["keys", "generate", name, "--role", role]).out)[0] for name, role in roles.items()
    ]


def shipped(place: Path, keys: list[dict[str, str]], *, summary: bool = False) -> ProjectCase:
    """A project and its store with a pass that gates over these bytes, as somebody hands them over."""
    named = [{"file": "../anchor.yaml", "set": {"/keys/-": key}} for key in keys]
    case = set_up({"base": "real", "edit": [*EVIL_EDITS, *named], "judged": True}, place, lock=lock, judge=judge)
    if summary:
        for key in ("permit", "second"):
            ending = run_command([*case.usual(), "--attest", str(case.place / f"{key}.json"), "--key", key])
            assert ending.code == 0, ending.err
            (case.place / key).write_text(json.loads(ending.out)["digest"], encoding="utf-8")
    return case


def shipped_at(
    hours: int, place: Path, keys: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch, *, summary: bool = False
) -> ProjectCase:
    """The same, made by somebody whose clock shows another moment: `hours` from now."""
    now = SystemClock.now

    def another(clock: SystemClock) -> datetime:
        return now(clock) + timedelta(hours=hours)

    with monkeypatch.context() as patch:
        patch.setattr(SystemClock, "now", another)
        return shipped(place, keys, summary=summary)


def verify(case: ProjectCase, *more: object, name: str = "latest") -> Ending:
    files = "--anchor", case.anchor, "--artifact", case.project / TARBALL
    return run_command(["report", "verify", name, "--project", str(case.project), *map(str, (*files, *more))])


def test_a_report_of_now_that_nobody_signed_lets_through_and_says_so(
    tmp_path: Path, keys: list[dict[str, str]]
) -> None:
    ending = verify(shipped(tmp_path / "case", keys))

    assert (ending.code, ending.out.endswith("\njudged: every file\n")) == (0, True), ending.err
    assert "not signed: nobody signed this report, so it is worth what the store is that it lies in" in ending.out


@pytest.mark.parametrize(("hours", "says"), [(-25, "more than 24 hours before"), (2, "lies after")])
def test_a_clock_that_was_set_lets_nothing_through(
    tmp_path: Path, keys: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch, hours: int, says: str
) -> None:
    ending = verify(shipped_at(hours, tmp_path / "case", keys, monkeypatch))

    assert (ending.code, ending.out) == (3, "")
    assert says in ending.err
    assert "judge it again" in ending.err


def test_a_summary_vouches_for_an_old_report(
    tmp_path: Path, keys: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = shipped_at(-100, tmp_path / "case", keys, monkeypatch, summary=True)

    for key in ("permit", "second"):
        name = (case.place / key).read_text(encoding="utf-8")
        ending = verify(case, "--summary", case.place / f"{key}.json", name=name)
        assert (ending.code, ending.out.endswith("\njudged: every file\n")) == (0, True), ending.err
        assert f"signed: by the key {key} of your anchor" in ending.out
    assert verify(case).code == 3


def test_a_summary_that_says_anything_else_vouches_for_nothing(tmp_path: Path, keys: list[dict[str, str]]) -> None:
    case = shipped(tmp_path / "case", keys, summary=True)
    good = json.loads((case.place / "second.json").read_text(encoding="utf-8"))
    earlier = json.loads((case.place / "permit.json").read_text(encoding="utf-8"))
    files = {
        "nothing": "",
        "unsigned": json.dumps({**good, "signatures": []}),
        "signed elsewhere": json.dumps({**good, "signatures": earlier["signatures"]}),
        "no envelope": json.dumps(good["payload"]),
    }
    for name, text in files.items():
        (case.place / name).write_text(text, encoding="utf-8")

    assert verify(case, "--summary", case.place / "second.json").code == 0
    for name in (*files, "not there"):
        ending = verify(case, "--summary", case.place / name)
        assert (ending.code, ending.out) == (3, ""), name


def test_a_summary_is_about_files(tmp_path: Path, keys: list[dict[str, str]]) -> None:
    case = shipped(tmp_path / "case", keys)
    ending = run_command(["report", "verify", "--project", str(case.project), "--summary", str(case.anchor)])

    assert (ending.code, "--summary is about files" in ending.err) == (2, True)
