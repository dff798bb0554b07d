"""zizmor's silence counts only where it is proven that it looked: everything else is not scanned."""

import sys
from pathlib import Path

import pytest

from checker.adapters.workspace.zizmor import CANARY, Zizmor, zizmor_program
from checker.domain.workflow_scan import DETECTORS, ScannedFile, WorkflowScan
from checker.formats.workflow import read_workflow
from checker.ports.workspace import WorkflowFile

ONLINE = {"impostor-commit", "known-vulnerable-actions", "ref-version-mismatch"}
CLEAN = (
    b"name: A\non: push\npermissions: {}\nconcurrency: {group: a, cancel-in-progress: true}\n"
    b"jobs:\n  a:\n    name: A\n    runs-on: ubuntu-latest\n    steps: [{run: make}]\n"
)
INJECTED = b"""on: pull_request
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - run: echo "${{ github.event.pull_request.title }}" # zizmor: ignore[template-injection]
"""
_DETERMINED = '"determinations": {"confidence": "High", "severity": "High", "persona": "Regular"}'
_SYMBOLIC = '"symbolic": {"key": {"Local": {"verbatim_path": "%s"}}, "kind": "Primary", "route": {"route": []}}'
_CONCRETE = '"concrete": {"location": {"start_point": {"row": 0}}}'
FOUND = f'[{{"ident": "x", {_DETERMINED}, "locations": [{{{_SYMBOLIC}, {_CONCRETE}}}]}}]'
CANARY_FOUND = FOUND % "./.github/workflows/0.yml"


def file(name: str, data: bytes = CLEAN) -> WorkflowFile:
    return WorkflowFile(path=f".github/workflows/{name}.yml", data=data)


def real() -> Zizmor:
    program = zizmor_program()
    assert program, "zizmor belongs to what the tests need"
    return Zizmor(program=program)


def pretended(tmp_path: Path, body: str, *, version: str = "zizmor 1.32.0", **limits: float) -> Zizmor:
    """A program that says it is zizmor and then does what the Python lines of `body` say."""
    program = tmp_path / "zizmor"
    lines = ["import os, pathlib, sys, time", f"if '--version' in sys.argv: print({version!r}); sys.exit(0)", body]
    program.write_text(f"#!{sys.executable} -I\n" + "\n".join(lines) + "\n", encoding="utf-8")
    program.chmod(0o700)
    return Zizmor(program=program, **limits)


def only(scan: WorkflowScan) -> ScannedFile:
    (scanned,) = scan.files.values()
    return scanned


def test_every_detector_that_needs_no_network_is_proven_to_have_run() -> None:
    scan = real().scan([file("clean")])

    assert (scan.problem, scan.version.split(".")[0]) == ("", "1")
    assert set(DETECTORS) - only(scan).ran == ONLINE
    assert {one.detector for one in only(scan).findings} & set(DETECTORS) == set()


def test_the_file_with_everything_in_it_is_a_workflow() -> None:
    assert len(read_workflow(CANARY.read_bytes(), path=CANARY.name).jobs) == 3


def test_a_comment_in_the_judged_file_silences_nothing() -> None:
    scan = real().scan([file("clean"), file("injected", INJECTED)])

    assert scan.files[".github/workflows/clean.yml"].findings == ()
    (found,) = [
        one for one in scan.files[".github/workflows/injected.yml"].findings if one.detector == "template-injection"
    ]
    assert (found.job, found.line, str(found.persona)) == ("a", 6, "regular")


def test_configuration_and_credentials_do_not_reach_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zizmor.yml").write_text("rules: {template-injection: {disable: true}}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZIZMOR_CONFIG", str(tmp_path / "zizmor.yml"))
    monkeypatch.setenv("GH_TOKEN", "hunter2")

    assert "template-injection" in {one.detector for one in only(real().scan([file("a", INJECTED)])).findings}

    spying = pretended(
        tmp_path, f"print({CANARY_FOUND!r} if 'GH_TOKEN' not in os.environ and 'PATH' not in os.environ else 1)"
    )
    assert only(spying.scan([file("a")])).problem == ""


def test_a_file_that_it_cannot_scan_leaves_the_others_scanned() -> None:
    files = [
        file("a"),
        file("bad", b"on: [push\n"),
        file("injected", INJECTED),
        file("worse", b"on: push\njobs: {a: 1}\n"),
    ]

    scan = real().scan(files)

    assert scan.problem == ""
    assert {path for path, one in scan.files.items() if one.problem} == {files[1].path, files[3].path}
    assert all("template-injection" in scan.files[one.path].ran for one in (files[0], files[2]))
    assert scan.files[files[2].path].findings


def test_nothing_to_scan_is_scanned() -> None:
    assert (real().scan([]).problem, real().scan([]).files) == ("", {})


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("sys.exit(3)", "it ended with 3"),
        ("os.kill(os.getpid(), 11)", "it ended with -11"),
        ("print('nonsense')", "its answer cannot be read"),
        ("print('[]')", "it found nothing where everything is to be found"),
        ("print('{}')", "its answer cannot be read"),
        (f"print({FOUND % './.github/workflows/1.yml'!r})", "it found nothing where everything is to be found"),
        (f"print({FOUND % './etc/passwd'!r})", "it speaks of ./etc/passwd"),
        (f"pathlib.Path('.github/workflows/1.yml').write_text('x'); print({CANARY_FOUND!r})", "were changed"),
        (f"pathlib.Path('.github/workflows/1.yml').unlink(); print({CANARY_FOUND!r})", "were changed"),
        (f"pathlib.Path('.github/workflows/9.yml').symlink_to('/'); print({CANARY_FOUND!r})", "were changed"),
        ("sys.stdout.write('x' * 20_000_000)", "it wrote more than"),
    ],
)
def test_an_answer_that_proves_nothing_is_no_scan(tmp_path: Path, body: str, why: str) -> None:
    scanned = only(pretended(tmp_path, body).scan([file("a")]))

    assert why in scanned.problem
    assert (scanned.ran, scanned.findings) == (frozenset(), ())


def test_one_that_does_not_end_is_ended_with_its_children(tmp_path: Path) -> None:
    hanging = pretended(tmp_path, "os.fork(); time.sleep(600)", seconds=2, seconds_at_once=0.5)

    scan = hanging.scan([file("a")])

    assert "it did not end within" in only(scan).problem


def test_when_the_time_for_all_is_over_the_rest_is_not_scanned(tmp_path: Path) -> None:
    scan = pretended(tmp_path, "sys.exit(1)", seconds=-1).scan([file("a"), file("b")])

    assert all(one.problem for one in scan.files.values())
    assert len(scan.files) == 2


@pytest.mark.parametrize(
    ("version", "why"),
    [
        ("zizmor 1.31.9", "it is version 1.31.9"),
        ("zizmor 2.0.0", "it is version 2.0.0"),
        ("zizmor", "does not say which version"),
        ("other 1.32.0", "does not say which version"),
    ],
)
def test_another_version_is_not_believed(tmp_path: Path, version: str, why: str) -> None:
    scan = pretended(tmp_path, f"print({CANARY_FOUND!r})", version=version).scan([file("a")])

    assert why in scan.problem
    assert not scan.files


def test_one_that_is_replaced_meanwhile_is_not_believed(tmp_path: Path) -> None:
    text = "p.read_text().replace('1.32.0', '1.33.0')"
    swap = f"p = pathlib.Path(sys.argv[0]); p.write_text({text}); print({CANARY_FOUND!r})"

    assert "replaced" in pretended(tmp_path, swap).scan([file("a")]).problem


def test_a_program_that_is_not_there_is_asked_in_vain(tmp_path: Path) -> None:
    assert "could not be started" in Zizmor(program=tmp_path / "none").scan([file("a")]).problem


def test_only_the_program_of_this_installation_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sysconfig.get_path", lambda _: str(tmp_path))

    assert zizmor_program() is None
