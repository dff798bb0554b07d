"""`clean-release policy` and `clean-release explain` as a person runs them: what is printed, and the exit code."""

import shutil

import pytest

from tests.architecture.source_tree import ROOT
from tests.integration.policy_shell import DONE, EXAMPLES, GOOD, NO, OPEN, WEAK, WRONG, Shell
from tests.policy_builders import BODY, MINIMUM, a_policy

pytestmark = pytest.mark.engine


def a_test(code: str = "branch.guarded", *, body: str = "test_nothing if count(rule.subjects) == 0") -> dict[str, str]:
    name = code.rpartition(".")[2]
    text = f"package rules.{code}_test\n\nimport data.rules.{code} as rule\n\n{body}\n"
    return {f"rules/{code.replace('.', '/')}/{name}_test.rego": text}


# -- list ---------------------------------------------------------------------------------------------------------


def test_the_shipped_rules_are_listed_without_a_project(shell: Shell) -> None:
    listed = shell("policy", "list", "--json")
    codes = [rule["code"] for rule in listed.document["rules"]]

    assert (listed.code, listed.document["schema"]) == (DONE, "clean-release/rule-list/v1")
    assert len(codes) >= 24
    assert codes == sorted(codes)
    assert f"\n{len(codes)} rules\n" in shell("policy", "list").out


def test_one_collection_is_listed_and_an_unknown_one_refused(shell: Shell) -> None:
    minimal = shell("policy", "list", "--collection", "minimal", "--json").document["rules"]
    unknown = shell("policy", "list", "--collection", "minmal")

    assert minimal
    assert all("minimal" in rule["collections"] for rule in minimal)
    assert (unknown.code, "did you mean minimal?" in unknown.err) == (OPEN, True)


def test_the_project_file_says_which_bundles_are_listed(shell: Shell) -> None:
    shell.write(a_policy(), below="project/mine")
    project = (EXAMPLES / "demo" / "clean-release.yaml").read_text("utf-8").replace("builtin:release-policy", "mine")
    (shell.folder / "project" / "clean-release.yaml").write_text(project, encoding="utf-8")
    listed = shell("policy", "list", "--project", "project", "--json").document["rules"]

    assert [(rule["code"], rule["bundle"]) for rule in listed] == [("branch.guarded", "mine")]


def test_a_bundle_that_is_named_is_looked_for_from_where_one_stands(shell: Shell) -> None:
    shell.write(a_policy())
    shutil.copytree(EXAMPLES / "demo", shell.folder / "demo")

    assert "branch.guarded" in shell("policy", "list", "--bundle", "mine", "--project", "demo").out


def test_an_unknown_format_is_a_wrong_command_line(shell: Shell) -> None:
    for command in (["list"], ["test"], ["try", "BR-19", "--input", "x"]):
        assert shell("policy", *command, "--format", "xml").code == WRONG
    assert shell("explain", "BR-19", "--format", "xml").code == WRONG


# -- test ---------------------------------------------------------------------------------------------------------


def test_tested_policies_pass(shell: Shell) -> None:
    shell.write(a_policy() | a_test())
    ran = shell("policy", "test", "mine")

    assert ran.code == DONE
    assert "✓ branch.guarded  1 passed" in ran.out
    assert ran.out.endswith("passed: 1 passed\n")


def test_a_failing_test_shows_the_values_that_differed(shell: Shell) -> None:
    shell.write(a_policy() | a_test(body="test_one if {\n\tfound := count(rule.subjects)\n\tfound == 1\n}"))
    ran = shell("policy", "test", "mine")

    assert ran.code == NO
    assert "found == 1" in ran.out
    assert "found = 0" in ran.out


def test_what_does_not_compile_is_told_finding_by_finding(shell: Shell) -> None:
    body = BODY.replace("effective_protection.value", "effective_protecton.value")
    shell.write(a_policy(body=body) | a_test())
    ran = shell("policy", "test", "mine")

    assert ran.code == OPEN
    assert ran.out.count("undefined ref: input.repository.effective_protecton") == 2
    assert "rules/branch/guarded/guarded.rego:16:" in ran.out


def test_nothing_tested_is_not_a_pass(shell: Shell) -> None:
    shell.write(a_policy() | a_test())
    shell.write(a_policy("branch.signed"), below="untested")

    assert shell("policy", "test", "mine", "--run", "no_such_test").code == OPEN
    assert shell("policy", "test", "untested").code == OPEN


def test_a_folder_that_is_not_there_or_holds_no_policies_is_refused(shell: Shell) -> None:
    (shell.folder / "empty").mkdir()

    for path in ("nowhere", "empty"):
        assert shell("policy", "test", path).code == OPEN
    assert "policies" in shell("policy", "test").err


def test_an_archive_holds_no_tests(shell: Shell) -> None:
    below_rules = shell.folder / "rules"
    below_rules.mkdir()
    archive = shutil.copy(ROOT / "checker" / "_bundle" / "release-policy.tar.gz", below_rules)
    ran = shell("policy", "test", archive)

    assert (ran.code, "an archive holds no tests" in ran.err) == (WRONG, True)


def test_what_is_no_regular_expression_is_a_wrong_command_line(shell: Shell) -> None:
    shell.write(a_policy() | a_test())

    assert shell("policy", "test", "mine", "--run", "(").code == WRONG


@pytest.mark.parametrize(
    "part",
    ["mine/rules/branch/guarded", "mine/rules/branch/guarded/guarded_test.rego", "mine/rules/branch", "mine/rules"],
)
def test_a_part_of_the_policies_can_be_tested(shell: Shell, part: str) -> None:
    shell.write(a_policy() | a_test() | a_policy("tag.kept") | a_test("tag.kept"))
    ran = shell("policy", "test", part, "--json")
    tested = {test["of"] for test in ran.document["tests"]}

    assert ran.code == DONE
    assert tested == ({"branch.guarded"} if "branch" in part else {"branch.guarded", "tag.kept"})


@pytest.mark.parametrize("folder", ["policies", "."])
def test_the_policies_here_are_tested_when_none_are_named(shell: Shell, folder: str) -> None:
    shell.write(a_policy() | a_test(), below=folder)

    assert shell("policy", "test").code == DONE


def test_coverage_can_be_left_out(shell: Shell) -> None:
    shell.write(a_policy() | a_test())

    assert "Coverage" in shell("policy", "test", "mine").out
    assert "Coverage" not in shell("policy", "test", "mine", "--no-coverage").out


def test_rows_no_test_reaches_are_named(shell: Shell) -> None:
    shell.write(a_policy(body=BODY + '\ndetail[x] := {"message": "m"} if {\n\tsome x in subjects\n}\n') | a_test())
    coverage = shell("policy", "test", "mine", "--json").document["coverage"]

    assert [(file["file"], bool(file["not_covered"])) for file in coverage] == [
        ("rules/branch/guarded/guarded.rego", True)
    ]


# -- new ----------------------------------------------------------------------------------------------------------


def test_a_new_rule_fails_its_test_and_breaks_no_check(shell: Shell) -> None:
    begun = shell("policy", "new", "branch.signed")
    tried = shell("policy", "try", "branch.signed", "--bundle", "policies", "--input", GOOD, "--json")

    assert begun.code == DONE
    assert begun.out.splitlines() == [
        "wrote policies/rules/branch/signed/signed.rego",
        "wrote policies/rules/branch/signed/signed_test.rego",
    ]
    assert shell("policy", "test").code == NO
    assert tried.document["breaches"] == []


def test_the_commands_a_new_rule_proposes_work(shell: Shell) -> None:
    begun = shell("policy", "new", "branch.signed", "--into", "my policies")
    proposed = [line.strip() for line in begun.err.splitlines() if line.startswith("  clean-release")]

    assert [command.split()[1] for command in proposed] == ["policy", "policy", "explain"]
    assert all("'my policies" in command for command in proposed)
    assert shell("policy", "test", "my policies/rules/branch/signed").code == NO
    assert shell("explain", "branch.signed", "--bundle", "my policies").code == DONE


def test_a_rule_is_never_overwritten(shell: Shell) -> None:
    shell("policy", "new", "branch.signed")
    rule = shell.folder / "policies/rules/branch/signed/signed.rego"
    rule.write_text("mine", encoding="utf-8")
    again = shell("policy", "new", "branch.signed")

    assert (again.code, rule.read_text("utf-8")) == (WRONG, "mine")


def test_what_is_no_code_is_a_wrong_command_line_and_writes_nothing(shell: Shell) -> None:
    assert shell("policy", "new", "Signed").code == WRONG
    assert list(shell.folder.iterdir()) == []


# -- try ----------------------------------------------------------------------------------------------------------


def test_a_shipped_rule_is_tried_on_a_rules_input(shell: Shell) -> None:
    good = shell("policy", "try", "branch.approvals", "--input", GOOD)
    weak = shell("policy", "try", "BR-06", "--input", WEAK)

    assert (good.code, weak.code) == (DONE, NO)
    assert "✓ holds refs/heads/main" in good.out
    assert "✗ denied refs/heads/release/*" in weak.out
    assert "    fix: " in weak.out


def test_a_saved_audit_and_a_project_are_composed_as_a_check_does(shell: Shell) -> None:
    project = EXAMPLES / "complete"
    audit = next((project / "audits").glob("*.repository.json"))
    whole = shell("policy", "try", "environment.reviewers", "--input", project, "--json")
    alone = shell("policy", "try", "environment.reviewers", "--input", audit, "--project", project, "--json")

    assert (whole.code, whole.document["outcome"]) == (DONE, "passed")
    assert whole.document["subjects"] == alone.document["subjects"]


def test_a_trial_and_a_check_decide_alike(shell: Shell) -> None:
    project = shell.folder / "blocked"
    shutil.copytree(EXAMPLES / "blocked", project, ignore=shutil.ignore_patterns(".clean-release"))
    checked = shell(
        "check", project, "--evaluated-at", "2026-03-02T12:00:00Z", "--anchor", project / "anchor.yaml", "--json"
    )
    rulings = {one["code"]: one for one in checked.document["report"]["rules"]}

    assert rulings
    for code, ruling in rulings.items():
        trial = shell("policy", "try", code, "--input", project, "--json").document
        assert (trial["outcome"], trial["subjects"]) == (ruling["outcome"], ruling["subjects"]), code


def test_trying_leaves_nothing_behind(shell: Shell) -> None:
    project = shell.folder / "demo"
    shutil.copytree(EXAMPLES / "demo", project, ignore=shutil.ignore_patterns(".clean-release"))
    before = sorted(shell.folder.rglob("*"))
    ran = shell("policy", "try", "BR-15", "--input", project)

    assert (ran.code, "needs Metadata: read" in ran.out) == (OPEN, True)
    assert sorted(shell.folder.rglob("*")) == before


def test_a_rule_against_the_contract_is_no_pass(shell: Shell) -> None:
    shell.write(a_policy(reads="repository.environments"))
    ran = shell("policy", "try", "branch.guarded", "--bundle", "mine", "--input", GOOD)

    assert ran.code == OPEN
    assert "Against the contract" in ran.out
    assert "[reads]" in ran.out


def test_parameters_come_from_a_file_and_are_held_to_their_schema(shell: Shell) -> None:
    body = "import data.parameters.branch.guarded as parameters\n\n" + BODY.replace(
        ":= p.protected.value if", ":= {p.protected.value, parameters.minimum >= 3} == {true} if"
    )
    shell.write(a_policy(body=body, parameters=MINIMUM))
    for name, text in (("three.yaml", "minimum: 3\n"), ("low.yaml", "minimum: 0\n"), ("list.yaml", "[3]\n")):
        (shell.folder / name).write_text(text, encoding="utf-8")
    command = ("policy", "try", "branch.guarded", "--bundle", "mine", "--input", GOOD)

    assert shell(*command).code == NO
    assert shell(*command, "--parameters", "three.yaml").code == DONE
    assert shell(*command, "--parameters", "low.yaml").code == OPEN
    assert "expected values by name" in shell(*command, "--parameters", "list.yaml").err
    assert shell(*command, "--parameters", "absent.yaml").code == OPEN


def test_an_id_of_several_rules_is_asked_to_be_a_code(shell: Shell) -> None:
    ran = shell("policy", "try", "MF-03", "--input", GOOD)

    assert ran.code == WRONG
    assert "manifest.version_new and manifest.version_well_formed" in ran.err


@pytest.mark.parametrize("given", ["absent.json", "rules.json", "empty"])
def test_a_document_that_cannot_be_judged_is_refused(shell: Shell, given: str) -> None:
    (shell.folder / "rules.json").write_text('{"rules": []}', encoding="utf-8")
    (shell.folder / "empty").mkdir()
    ran = shell("policy", "try", "BR-19", "--input", given)

    assert (ran.code, ran.out) == (OPEN, "")
    assert "error[" in ran.err


def test_an_endless_rule_of_a_stranger_is_stopped_and_not_evaluated(shell: Shell) -> None:
    body = (
        "subjects contains p.ref if some p in input.repository.effective_protection.value\n\n"
        "holds[p.ref] := true if {\n\tsome p in input.repository.effective_protection.value\n\tp.protected.value\n"
        "\tcount([1 | some _ in numbers.range(1, 9999); some _ in numbers.range(1, 9999)]) > 0\n}\n"
    )
    shell.write(a_policy(body=body))
    ran = shell("policy", "try", "branch.guarded", "--bundle", "mine", "--input", GOOD, "--json")

    assert ran.code == OPEN
    assert ran.document["outcome"] == "not_evaluated"


# -- explain ------------------------------------------------------------------------------------------------------


def test_a_rule_is_explained_by_code_and_by_id(shell: Shell) -> None:
    by_code, by_id = shell("explain", "branch.no_bypass"), shell("explain", "br-19")

    assert (by_code.code, by_code.out) == (DONE, by_id.out)
    for part in ("Why", "Must be read", "needs Metadata: read", "Fix", "gh api -X PUT", "Controls", "Collections"):
        assert part in by_code.out


def test_every_rule_of_an_id_is_explained(shell: Shell) -> None:
    explained = shell("explain", "MF-03", "--json").document

    assert explained["schema"] == "clean-release/rule-explanation/v1"
    assert [rule["code"] for rule in explained["rules"]] == ["manifest.version_new", "manifest.version_well_formed"]


def test_an_unknown_rule_is_refused_with_the_nearest_names(shell: Shell) -> None:
    ran = shell("explain", "branch.no_bypas\x1b[2J")

    assert (ran.code, "did you mean branch.no_bypass" in ran.err) == (OPEN, True)
    assert "\x1b" not in ran.err


def test_parameters_are_explained_with_the_weaker_direction(shell: Shell) -> None:
    assert "a lower value is weaker" in shell("explain", "environment.reviewers").out
