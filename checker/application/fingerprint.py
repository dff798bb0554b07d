"""Fingerprints: the lasting name of a violation, so that a waiver or a later run can recognise it."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.rule import Rule
from checker.formats.canonical import canonical_digest

_PATH = re.compile(r"/?(?:repos|orgs)/")
_PLACEHOLDER = re.compile(r"\{(?:repository|subject|branch)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleScope:
    """What a violation belongs to.

    `repository_id` is 0 where the documents do not carry one, and the slug then stands in.
    """

    namespace: Namespace
    repository_id: int
    slug: str

    def fill(self, template: str, subject: str) -> str:
        """A sentence with its placeholders filled in, each once.

        A subject that looks like a placeholder stays as it is.
        """
        values = {
            "{repository}": self.slug,
            "{subject}": subject,
            "{branch}": subject.removeprefix("refs/heads/").removeprefix("refs/tags/"),
        }
        return _PLACEHOLDER.sub(lambda match: values[match.group()], template)

    def fill_command(self, template: str, subject: str) -> str:
        """A command filled in word by word and quoted again for a shell: a branch may be called `$(reboot)`.

        In the path of a request a name is one segment, percent-encoded: an environment may be called `production?x`,
        which is not `production`, and `gh` itself fills in a branch that is called `{branch}`. There is no command
        for a name of dots alone, which leads elsewhere however it is written.
        """
        in_path = quote(subject.removeprefix("refs/heads/").removeprefix("refs/tags/"), safe="")
        template_words = _words(template)
        if not in_path.strip(".") and any(map(_names_in_path, template_words)):
            return ""
        return shlex.join(self.fill(word, in_path if _PATH.match(word) else subject) for word in template_words)


def _names_in_path(word: str) -> bool:
    """Whether the subject is a part of the path that this word of a command is."""
    return bool(_PATH.match(word)) and ("{subject}" in word or "{branch}" in word)


@cache
def _words(template: str) -> tuple[str, ...]:
    return tuple(shlex.split(template))


def fingerprint_of(rule: Rule, subject: str, evidence: Sequence[Json], scope: RuleScope) -> str:
    """64 hex characters over namespace, repository, rule, subject and what identifies the violation, never the message.

    What identifies it are the values of the rule's declared `identity` keys in the evidence; without any, all evidence.
    """
    identity: list[Json] = list(evidence)
    if rule.identity:
        facts = [fact for fact in evidence if isinstance(fact, dict)]
        identity = [{name: fact[name] for name in rule.identity if name in fact} for fact in facts]
    named = {
        "namespace": str(scope.namespace),
        "repository": scope.repository_id or scope.slug,
        "rule": rule.code,
        "subject": subject,
        "identity": identity,
    }
    return canonical_digest(named).removeprefix("sha256:")
