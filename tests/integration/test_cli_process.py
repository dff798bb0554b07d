"""The command as a process: signals, pipes that close, full disks, encodings and terminals."""

import json
import os
import pty
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.policy_builders import BODY, a_policy

ROOT = Path(__file__).parents[2]
MOMENT = "2026-03-02T12:00:00Z"
PATIENCE_SECONDS = 120
ENDLESS = """
endless if { some i in numbers.range(1, 30000); some j in numbers.range(1, 30000); i * j < 0 }
"""


def environment(**more: str) -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def checking(project: Path, *more: str) -> list[str]:
    anchor = str(project / "anchor.yaml")
    words = ["check", str(project), "--anchor", anchor, "--evaluated-at", MOMENT, *more]
    return [sys.executable, "-m", "checker", *words]


def ran(words: list[str], **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(words, capture_output=True, check=False, env=environment(**more), timeout=PATIENCE_SECONDS)


@pytest.fixture
def endless(complete: Path) -> Path:
    """A project with a bundle whose one rule takes as long as it is let."""
    body = BODY.replace("p.protected.value if some p", "p.protected.value if {\n\tnot endless\n\tsome p")
    body = body.removesuffix("\n") + "\n}\n" + ENDLESS
    for path, text in a_policy(body=body).items():
        (complete / "team" / path).parent.mkdir(parents=True)
        (complete / "team" / path).write_text(text, encoding="utf-8")
    return complete


def snapshots_in(project: Path) -> int:
    """How many snapshots the store holds; none where there is no store yet."""
    path = project / ".clean-release" / "demo" / "store.db"
    try:
        connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        (count,) = connection.execute("SELECT count(*) FROM snapshots").fetchone()
        return int(count)
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


@pytest.fixture
def at_work(endless: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A check in the middle of its evaluation."""
    words = checking(endless, "--bundle", "team")
    # A shell starts its background jobs deaf to SIGINT, and their children stay so unless somebody undoes it.
    words = ["env", "--default-signal=INT", *words]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment())
    last = time.monotonic() + PATIENCE_SECONDS
    while not snapshots_in(endless) and process.poll() is None and time.monotonic() < last:
        time.sleep(0.02)
    yield process
    process.kill()
    process.communicate()


def test_an_interrupted_check_ends_with_130_and_leaves_nothing_half_written(
    at_work: subprocess.Popen[bytes], endless: Path
) -> None:
    before = {path.name for path in endless.iterdir()}

    at_work.send_signal(signal.SIGINT)
    out, err = at_work.communicate(timeout=PATIENCE_SECONDS)

    assert (at_work.returncode, out, err) == (130, b"", b"interrupted; nothing was half-written\n")
    assert {path.name for path in endless.iterdir()} == before
    listed = ran([sys.executable, "-m", "checker", "report", "list", "--project", str(endless)])
    assert (listed.returncode, listed.stdout) == (0, b"")
    assert ran(checking(endless)).returncode == 0


@pytest.mark.parametrize("is_new", [True, False], ids=["no store yet", "a store"])
def test_two_checks_at_once_both_keep_their_report(complete: Path, *, is_new: bool) -> None:
    if not is_new:
        assert ran(checking(complete)).returncode == 0
    moments = [f"2026-03-02T12:00:0{second}Z" for second in (1, 2)]

    at_once = [
        subprocess.Popen([*checking(complete), "--evaluated-at", moment], stdout=subprocess.PIPE, env=environment())
        for moment in moments
    ]
    last_lines = [process.communicate(timeout=PATIENCE_SECONDS)[0].splitlines()[-1] for process in at_once]

    assert [process.returncode for process in at_once] == [0, 0]
    listed = ran([sys.executable, "-m", "checker", "report", "list", "--project", str(complete)]).stdout
    kept = {line.split()[0]: line.split()[1] for line in listed.decode().splitlines()}
    assert [kept[line.removeprefix(b"report ").decode()] for line in last_lines] == moments
    assert len(kept) == (2 if is_new else 3)
    anchor = str(complete / "anchor.yaml")
    doctor = ran([sys.executable, "-m", "checker", "doctor", "--project", str(complete), "--anchor", anchor])
    assert doctor.returncode == 0, doctor.stdout


def test_an_interrupt_before_there_is_a_command_ends_with_130() -> None:
    code = """
import sys
import checker.__main__

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "checker.cli.app":
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupting())
checker.__main__.main()
"""
    ended = ran([sys.executable, "-c", code])

    assert (ended.returncode, ended.stderr) == (130, b"")


def to_nobody(words: list[str]) -> tuple[int, bytes]:
    """The exit code and the complaints of a command whose reader has gone away before it wrote anything."""
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(words, stdout=writing, stderr=subprocess.PIPE, check=False, env=environment())
    os.close(writing)
    return ended.returncode, ended.stderr


def test_a_reader_who_has_read_enough_gets_no_complaint_and_no_pass(complete: Path) -> None:
    assert to_nobody(checking(complete)) == (3, b"")


@pytest.mark.parametrize("words", [(), ("--version",), ("--help",), ("check", "-h"), ("policy", "list"), ("report",)])
def test_nor_does_the_reader_of_any_other_command(words: tuple[str, ...]) -> None:
    assert to_nobody([sys.executable, "-m", "checker", *words]) == (3, b"")


def test_output_into_head_is_cut_off_and_nothing_else(complete: Path, tmp_path: Path) -> None:
    code = tmp_path / "code"
    ended = ran(["sh", "-c", '{ "$@"; echo $? > "$0"; } | head -n 1', str(code), *checking(complete)])
    whole = ran(checking(complete))

    assert (ended.stdout.splitlines(), ended.stderr) == (whole.stdout.splitlines()[:1], b"")
    assert code.read_text(encoding="ascii") in {"0\n", "3\n"}  # all was written before the reader went away, or not


@pytest.mark.parametrize("words", [("--version",), ("--help",), ("check", "--help")])
@pytest.mark.parametrize("redirection", [">/dev/full", ">&-"], ids=["full", "closed"])
def test_help_that_cannot_be_written_is_said_in_one_sentence(words: tuple[str, ...], redirection: str) -> None:
    ended = ran(["sh", "-c", f'exec "$@" {redirection}', "sh", sys.executable, "-m", "checker", *words])

    assert (ended.returncode, ended.stderr.count(b"\n")) == (3, 2)
    assert ended.stderr.startswith(b"error[output]: ")


@pytest.mark.parametrize(
    ("redirection", "said"),
    [(">/dev/full", b"No space left on device"), (">&-", b"there is no standard output")],
    ids=["full", "closed"],
)
@pytest.mark.parametrize("more", [(), ("--json",)], ids=["text", "json"])
def test_a_result_that_cannot_be_written_is_no_pass(
    complete: Path, redirection: str, said: bytes, more: tuple[str, ...]
) -> None:
    ended = ran(["sh", "-c", f'exec "$@" {redirection}', "sh", *checking(complete, *more)])

    assert ended.returncode == 3
    assert ended.stderr.startswith(b"error[output]: ")
    assert said in ended.stderr
    assert ended.stderr.count(b"\n") == 2


def test_without_standard_error_the_code_still_says_it(complete: Path) -> None:
    assert ran(["sh", "-c", 'exec "$@" 2>&-', "sh", *checking(complete / "nowhere")]).returncode == 2
    assert ran(["sh", "-c", 'exec "$@" 2>&-', "sh", *checking(complete)]).returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_another_encoding_than_utf_8_changes_no_code_and_loses_nothing(complete: Path, encoding: str) -> None:
    project = complete / "clean-release.yaml"
    (complete / "clean-release.lock").unlink()
    text = project.read_text(encoding="utf-8").replace("tags: [", 'tags: ["größe-€-\U0001f600", ')
    project.write_text(text, encoding="utf-8")

    shown = ran(checking(complete), PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    machine = ran(checking(complete, "--json"), PYTHONIOENCODING=encoding, PYTHONUTF8="0")

    assert (shown.returncode, shown.stderr) == (machine.returncode, machine.stderr) == (1, b"")
    assert b"gr\\xf6\\xdfe-\\u20ac-\\U0001f600" in shown.stdout
    assert shown.stdout.isascii()
    assert machine.stdout.isascii()
    assert json.loads(machine.stdout) == json.loads(ran(checking(complete, "--json"), PYTHONUTF8="1").stdout)


def on_a_terminal(words: list[str], **more: str) -> bytes:
    """What a command writes to a terminal of 80 columns."""
    master, slave = pty.openpty()
    process = subprocess.Popen(words, stdout=slave, stderr=slave, env=environment(TERM="xterm", COLUMNS="80", **more))
    os.close(slave)
    written = b""
    while True:
        try:
            some = os.read(master, 65536)
        except OSError:
            break
        if not some:
            break
        written += some
    process.wait(timeout=PATIENCE_SECONDS)
    os.close(master)
    return written


def test_colours_are_for_terminals_that_want_them(complete: Path) -> None:
    assert b"\x1b[" in on_a_terminal(checking(complete))
    assert b"\x1b[" not in on_a_terminal(checking(complete), NO_COLOR="1")
    assert b"\x1b[" not in ran(checking(complete)).stdout
    assert b"\x1b[" not in on_a_terminal(checking(complete, "--json"))


@pytest.mark.parametrize("words", [("policy", "list"), ("explain", "actions.token_read_only")])
def test_every_command_keeps_to_it(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "checker", *words]

    assert b"\x1b[" in on_a_terminal(command, NO_COLOR="")  # empty is not set: no-color.org
    assert b"\x1b[" not in on_a_terminal(command, NO_COLOR="1", FORCE_COLOR="1")


@pytest.mark.parametrize("words", [("--help",), ("check", "--help"), ("help", "trust"), ("help",)])
def test_help_is_coloured_where_a_terminal_wants_it(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "checker", *words]

    on_terminal = on_a_terminal(command).replace(b"\r\n", b"\n")
    piped = ran(command).stdout
    if words != ("help", "trust"):  # which has nothing to set off
        assert b"\x1b[1m" in on_terminal
    assert re.sub(rb"\x1b\[[0-9;]*m", b"", on_terminal) == piped
    assert on_a_terminal(command, NO_COLOR="1").replace(b"\r\n", b"\n") == piped
    assert ran(command, FORCE_COLOR="1").stdout == on_terminal


@pytest.mark.parametrize("words", [("chekc",), ()])
def test_refusals_are_plain(words: tuple[str, ...]) -> None:
    assert b"\x1b[" not in on_a_terminal([sys.executable, "-m", "checker", *words])


@pytest.mark.parametrize("words", [("--version",), ("-V",)])
def test_the_version_is_said_before_the_command_line_is_loaded(words: tuple[str, ...]) -> None:
    ended = ran([sys.executable, "-X", "importtime", "-m", "checker", *words])

    assert ended.stdout.startswith(b"clean-release ")
    assert ended.returncode == 0
    assert b"typer" not in ended.stderr


@pytest.mark.parametrize("words", [("--version", "check"), ("-V", "policy", "list")])
def test_the_version_is_an_option_that_the_help_names(words: tuple[str, ...]) -> None:
    ended = ran([sys.executable, "-m", "checker", *words])

    assert ended.returncode == 0
    assert ended.stdout.startswith(b"clean-release ")
    assert b"-V, --version" in ran([sys.executable, "-m", "checker", "--help"]).stdout
