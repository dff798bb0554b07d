"""`clean-release policy diff|lint|fmt|prove` as an author runs them: what is printed, and the exit code."""

import os
import signal
import subprocess
import sys

import pytest

from tests.integration.policy_shell import DONE, EXAMPLES, NO, OPEN, WRONG, Ran, Shell
from tests.policy_builders import BODY, a_policy

pytestmark = pytest.mark.engine


def test_diff_shows_what_asks_for_less_and_ends_with_one(shell: Shell) -> None:
    shell.write(a_policy("branch.guarded"), below="old")
    shell.write(a_policy("branch.fresh"), below="new")

    ran = shell("policy", "diff", "old", "new")

    assert ran.code == NO
    assert ran.out == (
        "✗ removed branch.guarded: Release branches are guarded is not judged any more\n"
        "· added branch.fresh: Release branches are guarded\n\n1 removed, 1 added\n"
    )


def test_diff_can_gate_on_what_asks_for_less_alone(shell: Shell) -> None:
    shell.write(a_policy("branch.guarded"), below="old")
    shell.write(a_policy("branch.guarded"), below="new")
    shell.write(a_policy("branch.fresh"), below="new")

    assert shell("policy", "diff", "old", "new").code == NO
    ran = shell("policy", "diff", "old", "new", "--weaker")
    assert (ran.code, ran.out) == (DONE, "no difference\n")
    back = shell("policy", "diff", "new", "old", "--weaker", "--json")
    assert back.code == NO
    assert [change["direction"] for change in back.document["changes"]] == ["removed"]


UGLY = {"lib/refs/refs.rego": "package lib.refs\n\n  main:=`refs/heads/main`\n"}
NEAT = "package lib.refs\n\nmain := `refs/heads/main`\n"


def test_fmt_writes_what_is_laid_out_otherwise_and_then_nothing(shell: Shell) -> None:
    shell.write(UGLY)
    path = shell.folder / "mine" / "lib" / "refs" / "refs.rego"

    assert shell("policy", "fmt", "mine", "--check") == Ran(code=NO, out="would format lib/refs/refs.rego\n", err="")
    shown = shell("policy", "fmt", "mine", "--diff")
    assert (shown.code, path.read_text()) == (NO, UGLY["lib/refs/refs.rego"])
    assert "-  main:=`refs/heads/main`\n+main := `refs/heads/main`" in shown.out

    assert shell("policy", "fmt", "mine") == Ran(code=DONE, out="formatted lib/refs/refs.rego\n", err="")
    assert path.read_text() == NEAT
    assert shell("policy", "fmt", path) == Ran(code=DONE, out="", err="")


def test_fmt_writes_nothing_when_one_file_does_not_parse(shell: Shell) -> None:
    shell.write({**UGLY, "lib/zeal/zeal.rego": "package lib.zeal\n\nmain := := 1\n"})

    ran = shell("policy", "fmt", "mine")

    assert ran.code == OPEN
    assert "lib/zeal/zeal.rego:3:9" in ran.err
    assert (shell.folder / "mine" / "lib" / "refs" / "refs.rego").read_text() == UGLY["lib/refs/refs.rego"]


def test_lint_names_every_place_that_breaks_the_contract(shell: Shell) -> None:
    shell.write(
        a_policy(body=BODY + '\ndetail[ref] := {} if {\n\tsome ref in subjects\n\tregex.match("main", ref)\n}\n')
    )

    ran = shell("policy", "lint", "mine")
    document = shell("policy", "lint", "mine", "--json").document

    assert ran.code == NO
    assert ran.out.startswith("rules/branch/guarded/guarded.rego:")
    assert ran.out.endswith("contract\n")
    assert shell("policy", "lint", "mine/rules/branch").code == NO
    assert {breach["file"] for breach in document["breaches"]} == {"rules/branch/guarded/guarded.rego"}


def test_lint_of_rules_that_keep_the_contract_is_done(shell: Shell) -> None:
    shell.write(a_policy())

    assert shell("policy", "lint", "mine") == Ran(code=DONE, out="no place breaks the contract\n", err="")


def test_lint_and_fmt_of_nothing_are_no_success(shell: Shell) -> None:
    (shell.folder / "mine" / "rules" / "branch").mkdir(parents=True)
    shell.write({"lib/refs/refs.rego": NEAT})

    for command in ("lint", "fmt"):
        ran = shell("policy", command, "mine/rules/branch")
        assert (ran.code, ran.out) == (OPEN, "")
        assert "there is no" in ran.err


COMPLETE, BLOCKED_EXAMPLE = EXAMPLES / "complete", EXAMPLES / "blocked"


def test_prove_says_what_holds_and_what_was_not_seen(shell: Shell) -> None:
    given = ("--input", COMPLETE, "--input", BLOCKED_EXAMPLE, "--walks", "5")
    proven = shell("policy", "prove", "BR-06", *given)
    assert (proven.code, proven.out.splitlines()[0][:27]) == (DONE, "✓ branch.approvals: proven,")
    assert proven.out.endswith("1 of 1 proven, 0 not proven, 0 broken\n")

    unseen = shell("policy", "prove", "branch.rulesets_whole", *given)
    assert unseen.code == OPEN
    assert "? law 1: no document failed" in unseen.out


def test_prove_shows_the_smallest_change_that_breaks_a_law(shell: Shell) -> None:
    body = (
        "subjects contains p.ref if {\n\tsome p in input.repository.effective_protection.value\n"
        '\tp.protected.status == "collected"\n}\n\n'
        "holds[p.ref] := p.protected.value if some p in input.repository.effective_protection.value\n"
    )
    shell.write(a_policy(body=body))

    ran = shell("policy", "prove", "branch.guarded", "--bundle", "mine", "--input", COMPLETE)
    assert ran.code == NO
    assert "✗ law 1: a hole opens what failed" in ran.out
    assert "with repository.effective_protection[].protected not read" in ran.out
    assert "failed becomes passed" in ran.out

    document = shell("policy", "prove", "--bundle", "mine", "--input", COMPLETE, "--json").document
    (rule,) = document["rules"]
    first = rule["laws"][0]
    assert (rule["code"], first["standing"]) == ("branch.guarded", "broken")
    assert [(change["before"], change["after"]) for change in first["example"]["changes"]] == [(True, False)]


def test_prove_begins_from_the_project_and_refuses_to_begin_from_nothing(shell: Shell) -> None:
    assert shell("policy", "prove", "BR-06", "--project", COMPLETE, "--walks", "0").code == DONE
    shell.write(a_policy())
    nothing = shell("policy", "prove", "--bundle", "mine")
    assert nothing.code == WRONG
    assert "there is no document to prove branch.guarded from" in nothing.err


GUARDED_TEST = """package rules.branch.guarded_test

import data.rules.branch.guarded as rule

holds(value) := result if {
	protected := {"status": "collected", "evidence": [], "because": [], "value": value}
	refs := [{"ref": "refs/heads/main", "kind": "branch", "protected": protected}]
	document := {"repository": {"effective_protection": {"status": "collected", "evidence": [], "value": refs}}}
	result := rule.holds with input as document
}

test_passes if holds(true) == {"refs/heads/main": true}

test_denies if holds(false) == {"refs/heads/main": false}
"""


def test_prove_begins_from_what_the_tests_of_a_rule_build(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(shell.folder / "cache"))
    shell.write({**a_policy(), "rules/branch/guarded/guarded_test.rego": GUARDED_TEST})

    proven = shell("policy", "prove", "branch.guarded", "--bundle", "mine")
    assert proven.code == DONE
    assert proven.out.endswith("1 of 1 proven, 0 not proven, 0 broken\n")
    kept = list((shell.folder / "cache" / "clean-release" / "proofs").iterdir())
    assert len(kept) == 1

    kept[0].write_text("7")
    assert shell("policy", "prove", "branch.guarded", "--bundle", "mine").out.startswith(
        "✓ branch.guarded: proven, 7 documents"
    )
    again = shell("policy", "prove", "branch.guarded", "--bundle", "mine", "--fresh")
    assert again.out == proven.out
    shell.write({"rules/branch/guarded/guarded_test.rego": GUARDED_TEST.replace("test_denies", "test_refuses")})
    assert shell("policy", "prove", "branch.guarded", "--bundle", "mine").out == proven.out
    assert len(list(kept[0].parent.iterdir())) == 2


def test_prove_shares_rules_out_over_processes(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(shell.folder / "cache"))
    second = GUARDED_TEST.replace("branch.guarded", "branch.other")
    shell.write({**a_policy(), "rules/branch/guarded/guarded_test.rego": GUARDED_TEST})
    shell.write({**a_policy("branch.other"), "rules/branch/other/other_test.rego": second})

    ran = shell("policy", "prove", "--bundle", "mine", "--jobs", "2")
    assert ran.code == DONE
    assert [line.split(":")[0] for line in ran.out.splitlines()[:2]] == ["✓ branch.guarded", "✓ branch.other"]


def test_tests_are_run_again_when_a_file_changes_until_they_are_interrupted(shell: Shell) -> None:
    shell.write(a_policy("branch.guarded"))
    words = [sys.executable, "-m", "checker", "policy", "test", "mine", "--watch"]
    # A shell starts its background jobs deaf to SIGINT, and their children stay so unless somebody undoes it.
    command = ["env", "--default-signal=INT", *words]
    ended = subprocess.Popen(
        command, cwd=shell.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    try:
        assert ended.stderr is not None
        assert ended.stderr.readline() == "watching for changes; Ctrl-C ends it\n"
        shell.write({"lib/broken/broken.rego": "pakage broken\n"})
        assert "watching for changes" in ended.stderr.readline() + ended.stderr.readline() + ended.stderr.readline()
        ended.send_signal(signal.SIGINT)
        assert ended.wait(timeout=60) == 130
    finally:
        ended.kill()
        ended.communicate()


def test_watching_prints_for_people_alone(shell: Shell) -> None:
    shell.write(a_policy("branch.guarded"))
    assert shell("policy", "test", "mine", "--watch", "--json").code == WRONG
