"""`clean-release audit`: what was captured becomes audits, and an auditor's signature stays on exactly their bytes."""

import json
from pathlib import Path

import pytest

from tests.integration.conftest import CommandLine


@pytest.fixture
def here(complete: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The complete example, the command running in it."""
    monkeypatch.chdir(complete)
    return complete


def test_a_capture_becomes_audits_and_each_answer_is_accounted_for(command: CommandLine, here: Path) -> None:
    ended = command("audit", "import", "capture", "--output", "new")

    assert ended.code == 0
    assert sorted(path.name for path in (here / "new").iterdir()) == [
        "example-org-widget.history.json",
        "example-org-widget.repository.json",
    ]
    assert [line for line in ended.out.splitlines() if line.startswith("wrote ")] == [
        "wrote new/example-org-widget.history.json",
        "wrote new/example-org-widget.repository.json",
    ]
    assert ended.out.count("collected ") == len(list((here / "capture").iterdir())) - 1


def test_importing_twice_writes_the_same(command: CommandLine, here: Path) -> None:
    command("audit", "import", "capture", "--output", "new")
    first = {path.name: path.read_bytes() for path in (here / "new").iterdir()}

    assert command("audit", "import", "capture", "--output", "new").code == 0
    assert {path.name: path.read_bytes() for path in (here / "new").iterdir()} == first


def test_an_import_as_json_names_what_was_written_and_understood(command: CommandLine, here: Path) -> None:
    document = json.loads(command("audit", "import", "capture", "--output", "new", "--json").out)

    assert document["schema"] == "clean-release/import/v1"
    assert len(document["written"]) == 2
    assert {reading["status"] for reading in document["readings"]} == {"collected"}
    assert here.is_dir()


def test_what_could_not_be_read_is_told_first(command: CommandLine, here: Path) -> None:
    index = json.loads((here / "capture" / "capture.json").read_text(encoding="utf-8"))
    entries = index["requests"] if isinstance(index, dict) else index
    denied = next(entry for entry in entries if entry["file"] == "repository.rulesets.json")
    denied["status"] = 403
    (here / "capture" / denied["file"]).write_text('{"message": "Resource not accessible"}', encoding="utf-8")
    (here / "capture" / "capture.json").write_text(json.dumps(index), encoding="utf-8")

    ended = command("audit", "import", "capture", "--output", "new")

    assert ended.code == 0
    assert not ended.out.startswith("collected")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("import", "nowhere"), 3, ""),
        (("import", "void"), 3, ""),
        (("import", "void.json"), 3, ""),
        (("import", "capture", "--output", "void.json"), 3, "the folder cannot be made"),
        (("import", "capture", "--format", "xml"), 2, "unknown format 'xml'"),
        (("import",), 2, "Missing argument 'CAPTURE'"),
        (("sign", "nowhere", "--key", "a", "--output", "x"), 3, "there is no such file"),
        (("sign", "void", "--key", "a", "--output", "x"), 3, "not a plain file"),
        (("sign", "manifest.json", "--key", "a", "--output", "x"), 3, ""),
        (("sign", "audits/example-org-widget.repository.json", "--key", "a", "--output", "x"), 3, "no key"),
        (("sign", "audits/example-org-widget.repository.json", "--key", "a"), 2, "Missing option '--output'"),
    ],
)
def test_wrong_input_is_one_sentence(
    command: CommandLine, here: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    (here / "void").mkdir()
    (here / "void.json").touch()

    ended = command.refused("audit", *words)

    assert (ended.code, said in ended.err) == (code, True), ended.err
    assert not (here / "x").exists()


def test_a_signed_audit_is_judged_as_the_auditors(command: CommandLine, here: Path) -> None:
    name = "audits/example-org-widget.repository.json"
    entry = command("keys", "generate", "auditor", "--role", "auditor", "--namespace", "demo").out
    lines = [f"  {line}" for line in entry.splitlines()]
    with (here / "anchor.yaml").open("a", encoding="utf-8") as anchor:
        anchor.write("keys:\n" + "\n".join(lines) + "\n")

    signed = command("audit", "sign", name, "--key", "auditor", "--output", name)
    checked = command("check", here, "--anchor", "anchor.yaml", "--evaluated-at", "2026-03-02T12:00:00Z", "--json")

    assert (signed.code, signed.out) == (0, f"wrote {name}\n")
    audits = json.loads(checked.out)["report"]["audits"]
    assert sorted((audit["kind"], audit["authenticity"]) for audit in audits) == [
        ("history", "unauthenticated"),
        ("repository", "signed"),
    ]


def test_a_signed_audit_cannot_be_written_where_a_folder_is(command: CommandLine, here: Path) -> None:
    command("keys", "generate", "auditor")
    name = "audits/example-org-widget.repository.json"

    ended = command.refused("audit", "sign", name, "--key", "auditor", "--output", "files")

    assert (ended.code, "cannot be written" in ended.err) == (3, True)
    assert here.is_dir()
