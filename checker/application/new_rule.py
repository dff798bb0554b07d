"""New rule: the two files a rule begins with, complete in form, with everything a person must decide marked TODO.

The rule compiles and keeps the contract from its first moment, so that what goes wrong later is the author's last
change. It blocks: a placeholder that nobody fills in must be noticed, not be advice. Its one test fails until it is
written.
"""

import re
from dataclasses import dataclass

from checker.errors import UsageError

_CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", re.ASCII)
_RESERVED = frozenset(
    {"as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null"}
    | {"package", "some", "true", "with"}
)
_TEST_END = "_test"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file to be written: its path below the folder of policies, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """A rule that begins: `folder` is where it stands below the folder of policies."""

    code: str
    folder: str
    files: tuple[NewFile, ...]


def new_rule(code: str) -> NewRule:
    """The files of a new rule.

    Raises:
        UsageError: the code is not `<group>.<rule>`, or Rego or the bundle format give one of its words another
        meaning.
    """
    if not _CODE.fullmatch(code):
        raise UsageError(
            f"{code!a} is not the code of a rule, expected GROUP.RULE",
            hint="use lower-case letters, digits and underscores, for example branch.signed",
        )
    group, _, name = code.partition(".")
    for word in (group, name):
        if word in _RESERVED or word.endswith(_TEST_END):
            why = "files that end in _test are tests" if word.endswith(_TEST_END) else "Rego has a meaning for it"
            raise UsageError(f"{word!a} cannot be part of a rule's code: {why}", hint="choose another word")
    folder = f"rules/{group}/{name}"
    values = {"CODE": code, "GROUP": group, "NAME": name}
    return NewRule(
        code=code,
        folder=folder,
        files=(
            NewFile(path=f"{folder}/{name}.rego", text=_filled(_RULE, values)),
            NewFile(path=f"{folder}/{name}_test.rego", text=_filled(_TEST, values)),
        ),
    )


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"<(CODE|GROUP|NAME)>", lambda match: values[match[1]], template)


_RULE = """\
# METADATA
# title: "TODO: what must hold, as one sentence"
# description: "TODO: what can happen where it does not hold"
# custom:
#   catalogue: "TODO"
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].signatures_required"]
#   identity: []
#   controls: []
#   references: []
#   message: "TODO: {subject} is not as it must be"
#   fix:
#     command: ""
#     click: "TODO: the setting of {subject} to change, click by click"
#   parameters: []
package rules.<CODE>

# TODO: what is judged. Each thing is named by a text that is not empty, and is so small that one condition decides it.
subjects contains p.ref if some p in input.repository.effective_protection.value

# TODO: the condition, true or false for each subject. A subject without an answer leaves the rule not evaluated.
holds[p.ref] := p.signatures_required.value if some p in input.repository.effective_protection.value
"""

_TEST = """\
package rules.<CODE>_test

import data.rules.<CODE> as rule

# TODO: a document that must be denied, and the answer that denies it. Then tests for what passes, for one bad thing
# among several, and for what could not be read; clean-release policy test runs them and shows what no test reaches.
test_denies_what_must_not_be if {
	document := {"repository": {"effective_protection": {"status": "collected", "evidence": [], "value": [{
		"ref": "refs/heads/main",
		"signatures_required": {"status": "collected", "evidence": [], "because": ["ruleset 1"], "value": true},
	}]}}}
	answer := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	print("TODO: write the document that <CODE> must deny, and the answer you expect, in <NAME>_test.rego")
	answer == {"subjects": {"TODO"}, "holds": {"TODO": false}}
}
"""
