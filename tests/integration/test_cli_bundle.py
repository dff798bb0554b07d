"""`clean-release bundle`, `keys` and `snapshot`: a team's policy from its folder to what judged with it."""

import json
from pathlib import Path

import pytest

from checker.formats.anchor_v1 import parse_anchor
from tests.integration.conftest import CommandLine
from tests.policy_builders import a_policy

MOMENT = "2026-03-02T12:00:00Z"


@pytest.fixture
def team(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a team's policy, the command running beside it."""
    for path, text in a_policy().items():
        (tmp_path / "team" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "team" / path).write_text(text, encoding="utf-8")
        test = tmp_path / "team" / path.replace(".rego", "_test.rego")
        test.write_text("package rules.branch.guarded_test\n\ntest_x if true\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "team"


@pytest.fixture
def archive(command: CommandLine, team: Path) -> Path:
    """The archive of that folder."""
    assert command("bundle", "build", "team", "-o", "team.tar.gz", "--name", "team", "--revision", "7").code == 0
    return team.with_name("team.tar.gz")


def anchor_of(command: CommandLine, folder: Path) -> Path:
    """An anchor that demands the signature of a new key on the bundle `team`."""
    entry = command("keys", "generate", "alice").out
    lines = "\n".join(f"  {line}" for line in entry.splitlines())
    path = folder / "anchor.yaml"
    path.write_text(
        "schema: clean-release/anchor/v1\n"
        "bundles:\n  - {bundle: team, method: dsse, keys: [alice], threshold: 1, packages: ['*']}\n"
        f"repositories: []\nkeys:\n{lines}\n",
        encoding="utf-8",
    )
    return path


@pytest.mark.parametrize(
    ("role", "has_packages"),
    [("policy", True), ("auditor", False), ("builder", False), ("approver", False), ("permit", False)],
)
def test_the_entry_of_a_new_key_goes_into_an_anchor_as_it_is(
    command: CommandLine, role: str, *, has_packages: bool
) -> None:
    entry = command("keys", "generate", "alice", "--role", role).out
    lines = "\n".join(f"  {line}" for line in entry.splitlines())
    bundle = f"{{bundle: b, method: pinned, tree_digest: 'sha256:{'0' * 64}'}}"
    text = f"schema: clean-release/anchor/v1\nbundles: [{bundle}]\nrepositories: []\nkeys:\n{lines}\n"

    (key,) = parse_anchor(text.encode(), source="it").keys

    assert (key.name, key.role, bool(key.packages)) == ("alice", role, has_packages)


def test_a_key_of_an_unknown_role_is_not_made(command: CommandLine) -> None:
    assert (
        "expected one of policy, auditor, builder, approver, permit"
        in command.refused("keys", "generate", "alice", "--role", "admin").err
    )
    assert command("keys", "generate", "alice").code == 0, "the name is still free"


def test_a_missing_word_leads_to_the_help_of_its_command(command: CommandLine) -> None:
    assert "see clean-release keys generate --help" in command.refused("keys", "generate").err


def test_a_folder_built_twice_is_the_same_archive(command: CommandLine, archive: Path) -> None:
    first = archive.read_bytes()

    ended = command("bundle", "build", "team", "-o", "team.tar.gz", "--name", "team", "--revision", "7")

    assert ended.out.splitlines()[:2] == ["wrote team.tar.gz", "team revision 7, 2 files"]
    assert archive.read_bytes() == first


def test_a_rule_that_breaks_the_contract_is_not_built(command: CommandLine, team: Path) -> None:
    rule = team / "rules/branch/guarded/guarded.rego"
    rule.write_text(rule.read_text("utf-8") + "\ndefault applies := true\n", encoding="utf-8")

    ended = command.refused("bundle", "build", "team", "-o", "x.tar.gz", "--name", "team", "--revision", "1")

    assert (ended.code, ended.err.splitlines()) == (
        3,
        [
            "error[bundle-refused]: rules/branch/guarded/guarded.rego:20:1: applies has a default [answer_default]",
            "  hint: remove the default and decide each subject from what was read",
        ],
    )
    assert not team.with_name("x.tar.gz").exists()


def test_a_rule_that_nothing_tests_is_not_built(command: CommandLine, team: Path) -> None:
    (team / "rules/branch/guarded/guarded_test.rego").unlink()

    ended = command.refused("bundle", "build", "team", "-o", "x.tar.gz", "--name", "team", "--revision", "1")

    assert (ended.code, "rules/branch/guarded/guarded.rego:14:1: the rule has no test" in ended.err) == (3, True)


def test_foreign_policies_keep_their_own_contract(command: CommandLine, team: Path) -> None:
    foreign = team.with_name("foreign")
    foreign.mkdir()
    (foreign / "main.rego").write_text('package main\n\ndeny contains "no" if not input.x\n', encoding="utf-8")

    assert command("bundle", "build", "foreign", "-o", "f.tar.gz", "--name", "f", "--revision", "1").code == 0


def test_what_a_bundle_holds_is_laid_open(command: CommandLine, archive: Path) -> None:
    ended = command("bundle", "inspect", archive.name)
    document = json.loads(command("bundle", "inspect", archive.name, "--json").out)

    assert ended.code == 0
    assert ended.out.splitlines()[0] == "team revision 7"
    assert "signed  no (nothing verified; see bundle verify)" in ended.out
    assert (document["schema"], document["name"], document["revision"]) == (
        "clean-release/bundle-inspection/v1",
        "team",
        7,
    )
    assert {file["path"] for file in document["files"]} >= {".manifest", "rules/branch/guarded/guarded.rego"}


def test_a_folder_is_laid_open_as_well(command: CommandLine, team: Path) -> None:
    assert "archive none, it is a folder" in command("bundle", "inspect", team.name).out


def test_a_bundle_is_trusted_once_it_is_signed_by_a_key_of_the_anchor(
    command: CommandLine, archive: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    anchor = anchor_of(command, tmp_path_factory.mktemp("trust"))

    before = command.refused("bundle", "verify", archive.name, "--anchor", anchor)
    signed = command("bundle", "sign", archive.name, "--key", "alice")
    after = command("bundle", "verify", archive.name, "--anchor", anchor)

    assert (before.code, "team carries no signature" in before.err) == (3, True), before.err
    assert (signed.code, signed.out.startswith("wrote ")) == (0, True)
    assert (after.code, "trusted by dsse, 1 of at least 1 keys" in after.out) == (0, True)
    assert "signed  no" not in command("bundle", "inspect", archive.name).out


def test_the_shipped_bundle_is_trusted_by_the_digest_it_was_built_with(
    command: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, empty: Path
) -> None:
    monkeypatch.chdir(empty)
    anchor = tmp_path / "anchor.yaml"
    anchor.write_text(
        "schema: clean-release/anchor/v1\nbundles: [{bundle: release-policy, method: pinned}]\nrepositories: []\n",
        encoding="utf-8",
    )

    ended = command("bundle", "verify", "builtin:release-policy", "--anchor", anchor)

    assert (ended.code, ended.out.splitlines()[1]) == (0, "trusted by pinned")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("build", "team", "-o", "team.zip", "--name", "team", "--revision", "1"), 2, "not named like an archive"),
        (("build", "team", "-o", "team/x.tar.gz", "--name", "team", "--revision", "1"), 2, "in the folder it is built"),
        (
            ("build", "team", "-o", "team/../team/rules/x.tgz", "--name", "t", "--revision", "1"),
            2,
            "in the folder it is",
        ),
        (("build", "team", "-o", "x.tar.gz"), 2, "expected a name and a revision from 1 on"),
        (("build", "team", "-o", "nowhere/x.tar.gz", "--name", "team", "--revision", "1"), 3, "cannot be written"),
        (("build", "nowhere", "-o", "x.tar.gz"), 3, "there is no bundle at 'nowhere'"),
        (("build", "void.tar.gz", "-o", "x.tar.gz"), 2, "built from a folder"),
        (("build", "void.txt", "-o", "x.tar.gz"), 3, "neither a folder nor a .tar.gz file"),
        (("build", "void", "-o", "x.tar.gz"), 3, "the folder holds no rules"),
        (("build", "team", "-o", "x.tar.gz", "--revision", "-1"), 2, "is not in the range"),
        (("sign", "team", "--key", "alice"), 3, "there is no key named alice"),
        (("sign", "builtin:release-policy", "--key", "alice"), 2, "only an archive or a folder on this"),
        (("sign", "nowhere.tar.gz", "--key", "alice"), 3, "there is no bundle"),
        (("sign", "void.tar.gz", "--key", "alice"), 3, ""),
        (("verify", "nowhere"), 3, "there is no bundle"),
        (("verify", "team", "--anchor", "nowhere"), 3, "there is no anchor"),
        (("inspect", "void.tar.gz"), 3, ""),
        (("inspect", "team", "--format", "xml"), 2, "unknown format 'xml'"),
        (("inspect",), 2, "Missing argument 'BUNDLE'"),
    ],
)
def test_wrong_input_is_one_sentence(
    command: CommandLine, team: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    team.with_name("void").mkdir()
    team.with_name("void.tar.gz").touch()
    team.with_name("void.txt").touch()

    ended = command.refused("bundle", *words)

    assert (ended.code, said in ended.err) == (code, True), ended.err
    assert not team.with_name("x.tar.gz").exists()


def test_a_key_nobody_has_signs_nothing(command: CommandLine, archive: Path) -> None:
    ended = command.refused("bundle", "sign", archive.name, "--key", "bob")

    assert (ended.code, ended.err.startswith("error[not-found]")) == (3, True)


def test_a_key_is_made_once_and_never_replaced(command: CommandLine) -> None:
    first = command("keys", "generate", "alice")
    again = command.refused("keys", "generate", "alice")

    assert (first.code, "role: policy" in first.out, "BEGIN PUBLIC KEY" in first.out) == (0, True, True)
    assert "PRIVATE" not in first.out + first.err
    assert (again.code, again.err.startswith("error[already-exists]")) == (2, True)


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\nb", "-x" * 200])
def test_a_key_has_a_plain_name(command: CommandLine, name: str) -> None:
    assert command.refused("keys", "generate", "--", name).code == 2


def test_a_snapshot_is_listed_shown_and_the_same_as_itself(command: CommandLine, complete: Path) -> None:
    command("check", complete, "--anchor", complete / "anchor.yaml", "--evaluated-at", MOMENT)

    listed = command("snapshot", "list", "--project", complete)
    digest = listed.out.strip()
    shown = command("snapshot", "show", digest[7:17], "--project", complete)
    document = json.loads(command("snapshot", "show", digest, "--project", complete, "--json").out)
    compared = command("snapshot", "diff", digest, digest, "--project", complete)

    assert shown.out.splitlines()[0] == f"snapshot {digest}"
    assert "trusted by pinned" in shown.out
    assert document["schema"] == "clean-release/snapshot/v1"
    assert (compared.code, compared.out, compared.err) == (0, "", "they are the same\n")


def test_snapshots_that_differ_end_with_1_and_every_difference(command: CommandLine, complete: Path) -> None:
    anchor = ("--anchor", complete / "anchor.yaml")
    command("lock", "--project", complete, *anchor)
    first = command("snapshot", "list", "--project", complete).out.split()
    project = complete / "clean-release.yaml"
    text = project.read_text(encoding="utf-8").replace("branches: [main]", "branches: [main, v1]")
    text = text.replace("collections: [release-gate]", "collections: [release-gate]\n  exclude: [tag.protected]")
    project.write_text(text, encoding="utf-8")
    command("lock", "--project", complete)
    second = command("snapshot", "list", "--project", complete).out.split()

    ended = command("snapshot", "diff", first[0], second[0], "--project", complete)

    assert ended.code == 1
    assert 'project fact release_branches: ["main"] became ["main","v1"]' in ended.out.splitlines()
    assert "rule tag.protected is gone" in ended.out.splitlines()
    assert (
        "weakened tag.protected: excluded (without leave)"
        in command("snapshot", "show", second[0], "--project", complete).out
    )


def test_a_store_without_snapshots_says_what_makes_one(command: CommandLine, complete: Path) -> None:
    (complete / "clean-release.yaml").write_text(
        (complete / "clean-release.yaml").read_text(encoding="utf-8").replace("release-gate", "release-gates"),
        encoding="utf-8",
    )
    assert command.refused("lock", "--project", complete).code == 3

    ended = command("snapshot", "list", "--project", complete)

    assert (ended.code, ended.out) == (0, "")
    assert "clean-release lock" in ended.err


@pytest.mark.parametrize("words", [("show", "deadbeef"), ("show", ""), ("show", "1"), ("diff", "deadbeef", "deadbeef")])
def test_an_unknown_snapshot_is_not_found(command: CommandLine, complete: Path, words: tuple[str, ...]) -> None:
    command("lock", "--project", complete, "--anchor", complete / "anchor.yaml")

    ended = command.refused("snapshot", *words, "--project", complete)

    assert (ended.code, "expected one named by at least 8 digits" in ended.err) == (3, True)
