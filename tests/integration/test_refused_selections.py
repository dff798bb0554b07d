"""What a project file or a policy says wrongly is refused with file, line and the nearest that would be right."""

from pathlib import Path

import pytest

from tests.integration.conftest import CommandLine
from tests.policy_builders import MINIMUM, a_policy

HEAD = """\
schema: clean-release/project/v1
project: widget
repository: github.com/example-org/widget
namespace: demo
release: {branches: [main], tags: ["v*"]}
policy:
"""
BODY = """\
subjects contains p.ref if some p in input.repository.effective_protection.value

enough := data.parameters.branch.guarded.minimum > 0

holds[p.ref] := {p.protected.value, enough} == {true} if some p in input.repository.effective_protection.value
"""
RULE = "rules/branch/guarded/guarded.rego"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the folder of one rule, twice."""
    for name in ("team", "two"):
        for path, text in a_policy(parameters=MINIMUM, body=BODY).items():
            (tmp_path / name / path).parent.mkdir(parents=True)
            (tmp_path / name / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "configuration"))
    return tmp_path


@pytest.mark.parametrize(
    ("policy", "where", "says", "nearest"),
    [
        (
            "  bundles: [team]\n  parameters:\n    branch.guarded:\n      minimum: two\n",
            "clean-release.yaml:10:16",
            "expected a whole number",
            "write for example minimum: 2",
        ),
        (
            "  bundles: [team]\n  parameters:\n    branch.guarded:\n      minimun: 2\n",
            "clean-release.yaml:10:16",
            "has no parameter 'minimun'",
            "did you mean minimum?",
        ),
        (
            "  bundles: [team]\n  parameters:\n    branch.guardet: {minimum: 2}\n",
            "clean-release.yaml:9:21",
            "unknown rule 'branch.guardet'",
            "did you mean branch.guarded?",
        ),
        (
            "  bundles: [team]\n  collections: [release-gat]\n",
            "clean-release.yaml:8:17",
            "unknown collection 'release-gat'",
            "did you mean release-gate?",
        ),
        (
            "  bundles: [team]\n  include:\n    - brnch.*\n",
            "clean-release.yaml:9:7",
            "unknown rule 'brnch.*'",
            "did you mean branch.*?",
        ),
        (
            "  bundles: [team]\n  include: [branch.guardet]\n",
            "clean-release.yaml:8:13",
            "unknown rule 'branch.guardet'",
            "did you mean branch.guarded?",
        ),
        (
            "  bundles: [team, two]\n",
            f"two/{RULE}:14:1",
            "bundle team and bundle two both write to package rules.branch.guarded",
            "rules.branch.guarded_two",
        ),
        (
            '  bundles:\n    - "git+https://g.example/p@--upload-pack=id#team"\n',
            "clean-release.yaml:8:7",
            "names the revision '--upload-pack=id'",
            "write git+https://g.example/p@upload-pack=id",
        ),
        (
            '  bundles:\n    - "https://u:secret@p.example/team.tar.gz"\n',
            "clean-release.yaml:8:7",
            "holds a credential",
            "~/.netrc",
        ),
        (
            '  bundles:\n    - "https://p.example/team.tar.gz"\n',
            "clean-release.yaml:8:7",
            "the anchor does not let bundles be fetched",
            "add this one under sources in the anchor",
        ),
    ],
)
def test_a_project_file_that_asks_for_what_is_not_there_is_refused_with_its_line(
    command: CommandLine, project: Path, policy: str, where: str, says: str, nearest: str
) -> None:
    (project / "clean-release.yaml").write_text(HEAD + policy, encoding="utf-8")

    said = command.refused("lock").err

    first, hint = said.splitlines()
    assert where in first
    assert says in first
    assert nearest in hint


@pytest.mark.parametrize(
    ("good", "bad", "where", "says"),
    [
        ("# title: Release", '# title: "Release', f"team/{RULE}:", "yaml"),
        (
            "#   severity: high",
            "#   severity: hihg",
            f"team/{RULE}:1:1",
            "custom.severity is not one of critical, high",
        ),
        ("#   severity:", "#   severitty:", f"team/{RULE}:1:1", "severity"),
        ("package rules", "pakage rules", f"team: {RULE}:14:1", "expected `package`"),
    ],
)
def test_a_rule_whose_metadata_cannot_be_read_is_refused_with_its_line(
    command: CommandLine, project: Path, good: str, bad: str, where: str, says: str
) -> None:
    (project / "clean-release.yaml").write_text(f"{HEAD}  bundles: [team]\n", encoding="utf-8")
    rule = project / "team" / RULE
    text = rule.read_text(encoding="utf-8")
    assert good in text
    rule.write_text(text.replace(good, bad), encoding="utf-8")

    first = command.refused("lock").err.splitlines()[0]

    assert where in first
    assert says in first
