"""Project files: every field is known, and nothing in them can be taken for something else."""

import pytest

from checker.domain.channel import Channel
from checker.domain.manifest import Target
from checker.domain.namespace import Namespace
from checker.domain.project import Inputs, Project, RuleOverride, VersionKind, VersionSource
from checker.domain.rule import Contract, Enforcement, Severity
from checker.errors import InputRefusedError
from checker.formats.project_v1 import parse_project
from checker.formats.selection_digest import selection_digest

LEAST = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
release: {}
policy: {bundles: [mine]}
"""
MOST = """\
schema: clean-release/project/v1
project: widget
repository: github.com/octo/widget
namespace: demo
release:
  branches: [main]
  tags: ["v*"]
  environments: [pypi]
  checks: [build]
  publish_tokens: [TOKEN]
  required_credentials: [NPM_TOKEN]
  targets: [{registry: pypi, project: widget}]
policy:
  bundles: [mine, theirs]
  collections: [strict]
  include: [tag.*]
  exclude: [tag.signed]
  contract: conftest
  parameters: {branch.approvals: {least: 2}}
  rules:
    branch.one: {severity: low, enforcement: warn}
    branch.two: {severity: critical}
    branch.three: {enforcement: block}
inputs: {manifest: m.json, artifacts: a.json, audits: [r.json, h.json]}
workspace:
  versions: [{file: src/widget/__init__.py, kind: python}]
  lock_files: [uv.lock]
"""


def parsed(text: str) -> Project:
    return parse_project(text.encode(), source="clean-release.yaml")


def test_what_is_left_out_has_the_strict_meaning() -> None:
    project = parsed(LEAST)

    assert (project.name, project.host, project.slug) == ("widget", "github.com", "octo/widget")
    assert (project.namespace, project.inputs) == (Namespace.REAL, Inputs())
    assert (project.workspace.versions, project.workspace.lock_files) == (None, None)
    assert project.selection.contract is Contract.RELEASE_POLICY
    assert (project.selection.overrides, project.selection.parameters, project.selection.exclude) == ({}, {}, ())


def test_every_field_is_read() -> None:
    project = parsed(MOST)

    assert project.namespace is Namespace.DEMO
    assert project.release.targets == (Target(registry="pypi", project="widget"),)
    assert (project.release.branches, project.release.tags, project.release.checks) == (("main",), ("v*",), ("build",))
    assert (project.release.environments, project.release.publish_tokens) == (("pypi",), ("TOKEN",))
    assert project.release.required_credentials == ("NPM_TOKEN",)
    source = VersionSource(file="src/widget/__init__.py", kind=VersionKind.PYTHON)
    assert (project.workspace.versions, project.workspace.lock_files) == ((source,), ("uv.lock",))
    assert (project.selection.bundles, project.selection.collections) == (("mine", "theirs"), ("strict",))
    assert (project.selection.include, project.selection.exclude) == (("tag.*",), ("tag.signed",))
    assert project.selection.contract is Contract.CONFTEST
    assert project.selection.parameters == {"branch.approvals": {"least": 2}}
    assert project.selection.overrides == {
        "branch.one": RuleOverride(severity=Severity.LOW, enforcement=Enforcement.WARN),
        "branch.two": RuleOverride(severity=Severity.CRITICAL),
        "branch.three": RuleOverride(enforcement=Enforcement.BLOCK),
    }
    assert project.inputs == Inputs(manifest="m.json", artifacts="a.json", audits=("r.json", "h.json"))


def test_comments_and_spelling_do_not_change_the_digest() -> None:
    assert parsed(f"# mine\n{LEAST}").digest == parsed(LEAST).digest
    assert parsed(LEAST.replace("widget\nrepo", '"widget"\nrepo')).digest == parsed(LEAST).digest
    assert parsed(LEAST.replace("[mine]", "[other]")).digest != parsed(LEAST).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("project: widget", "projekt: widget"),
        ("project: widget", "project: 1.10"),
        ("project: widget", 'project: "wid\\u200bget"'),
        ("repository: github.com/octo/widget", "repository: octo"),
        ("repository: github.com/octo/widget", 'repository: "github.com/octo/wid\\u202eget"'),
        ("release: {}", "release: {branches: [3]}"),
        ("release: {}", 'release: {checks: ["bu\\u200bild"]}'),
        ("release: {}", "release: {}\nworkspace: {lock_files: [../uv.lock]}"),
        ("release: {}", "release: {}\nworkspace: {lock_files: [/uv.lock]}"),
        ("release: {}", "release: {}\nworkspace: {lock_files: [a//uv.lock]}"),
        ("release: {}", "release: {}\nworkspace: {versions: [{file: a, kind: guess}]}"),
        ("bundles: [mine]", "bundles: []"),
        ("bundles: [mine]", "bundles: [mine], contract: rego"),
        ("bundles: [mine]", "bundles: [mine], rules: {a.b: {severity: worst}}"),
        ("bundles: [mine]", "bundles: [mine], rules: {a.b: {enforcment: warn}}"),
        ("schema: clean-release/project/v1\n", ""),
    ],
)
def test_what_is_misspelt_mistyped_or_cannot_be_seen_is_refused(old: str, new: str) -> None:
    assert old in LEAST
    with pytest.raises(InputRefusedError, match=r"^clean-release\.yaml"):
        parsed(LEAST.replace(old, new))


@pytest.mark.parametrize(
    "change",
    [
        ("branches: [main]", "branches: [main, v1]"),
        ("bundles: [mine, theirs]", "bundles: [theirs, mine]"),
        ("collections: [strict]", "collections: [minimal]"),
        ("include: [tag.*]", "include: []"),
        ("exclude: [tag.signed]", "exclude: []"),
        ("contract: conftest", "contract: release-policy"),
        ("least: 2", "least: 1"),
        ("enforcement: warn", "enforcement: inform"),
        ("severity: critical", "severity: low"),
    ],
)
def test_everything_that_decides_which_rules_judge_is_in_the_digest_of_the_selection(change: tuple[str, str]) -> None:
    one, other = parsed(MOST), parsed(MOST.replace(*change))

    assert selection_digest(one.selection, one.release) != selection_digest(other.selection, other.release)


def test_what_decides_nothing_about_rules_is_not() -> None:
    one, other = parsed(MOST), parsed(MOST.replace("m.json", "n.json").replace("namespace: demo", "namespace: real"))

    assert selection_digest(one.selection, one.release) == selection_digest(other.selection, other.release)


CHANNELS = """\
release: {targets: [{registry: pypi, project: widget}, {registry: npm, project: widget}]}
channels:
  - {name: prod, registry: pypi, project: widget, environment: pypi}
  - {name: "npm:widget", registry: npm, project: widget}
"""


def declaring(old: str = "", new: str = "") -> bytes:
    text = LEAST.replace("release: {}\n", CHANNELS)
    assert old in text
    return text.replace(old, new, 1).encode()


def test_channels_are_names_for_targets_of_the_project() -> None:
    prod, npm = parse_project(declaring(), source="clean-release.yaml").channels

    assert prod == Channel(name="prod", target=Target(registry="pypi", project="widget"), environment="pypi")
    assert (npm.name, npm.target, npm.environment) == ("npm:widget", Target(registry="npm", project="widget"), "")
    assert parse_project(LEAST.encode(), source="clean-release.yaml").channels == ()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("project: widget, environment", "project: gadget, environment", "leads to pypi:gadget, expected one of"),
        ("registry: npm, project: widget}\n", "registry: crates, project: widget}\n", "leads to crates:widget"),
        ("name: prod", "name: npm", "and npm is another target's name"),
        ("name: prod", 'name: "npm:widget"', "npm:widget"),
        ("name: prod", "name: -prod", "channels"),
        ("environment: pypi", "environments: pypi", "environments"),
        ("environment: pypi", "environment: p\u0443pi", "channels"),
    ],
)
def test_a_channel_that_could_be_taken_for_another_is_refused(old: str, new: str, why: str) -> None:
    with pytest.raises(InputRefusedError) as refused:
        parse_project(declaring(old, new), source="clean-release.yaml")

    assert why in str(refused.value)


def test_an_empty_list_of_channels_is_refused_and_not_taken_for_none() -> None:
    with pytest.raises(InputRefusedError):
        parse_project(f"{LEAST}channels: []\n".encode(), source="clean-release.yaml")
