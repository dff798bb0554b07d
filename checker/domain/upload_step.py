"""Steps that upload to PyPI or TestPyPI: the publishing action, `uv publish`, `pdm publish` and `twine upload`.

Which registry a step uploads to follows from the address or the index it is given; none means PyPI. An address that an
expression gives, or an index that the package's own settings name, may be either.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from checker.domain.publisher import PREDICTED, PublishingRegistry
from checker.domain.workflow import Step

_ACTION = "pypa/gh-action-pypi-publish"
UPLOAD_COMMAND = re.compile(r"\b(?:uv|pdm)\s+publish\b|\btwine\s+upload\b")
_TARGET = re.compile(r"--(?:publish-url|repository-url|index|repository)[ =]+(\S+)|\s-r[ =]*(\S+)")
_PASSWORD = re.compile(r"\s(?:--token|--password|-t|-p)[ =]|--trusted-publishing[ =]never")
_TARGETS = ("UV_PUBLISH_URL", "UV_PUBLISH_INDEX", "PDM_PUBLISH_REPO", "TWINE_REPOSITORY_URL", "TWINE_REPOSITORY")
_PASSWORDS = ("UV_PUBLISH_TOKEN", "UV_PUBLISH_PASSWORD", "PDM_PUBLISH_PASSWORD", "TWINE_PASSWORD")
_EITHER = PREDICTED
_WORDS = {registry.value: frozenset({registry}) for registry in PREDICTED}
_LABELS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One uploading step: the registries it may upload to, whether it is given a password, and its attestations.

    `attests` is None where an expression decides it, or the files that lie there; `without` is what turns them off.
    """

    line: int
    registries: frozenset[PublishingRegistry]
    has_password: bool
    attests: bool | None
    without: str


def upload_of(step: Step) -> Upload | None:
    """The upload a step makes; None where none is recognised."""
    if step.uses:
        return _by_action(step) if step.uses.repository.lower() == _ACTION else None
    return _by_command(step) if UPLOAD_COMMAND.search(step.run) else None


def registries_at(target: str) -> frozenset[PublishingRegistry]:
    """The registries that an address or the name of an index may mean; none for an index of somebody else."""
    word = target.strip("\"'")
    if not word or word.lower() in _WORDS:
        return _WORDS[word.lower() or PublishingRegistry.PYPI]
    if "$" in word or "://" not in word:
        return _EITHER
    try:
        labels = (urlsplit(word).hostname or "").split(".")
    except ValueError:
        return frozenset()
    if len(labels) < _LABELS or labels[-_LABELS] != PublishingRegistry.PYPI:
        return frozenset()
    return _WORDS[PublishingRegistry.TESTPYPI if labels[0] == "test" else PublishingRegistry.PYPI]


def _by_action(step: Step) -> Upload:
    address = step.input("repository-url") or step.input("repository_url")
    attests = step.input("attestations").lower()
    known = {"": True, "true": True, "false": False}
    return Upload(
        line=step.line,
        registries=registries_at(address),
        has_password=bool(step.input("password")),
        attests=known.get(attests),
        without="attestations: false",
    )


def _by_command(step: Step) -> Upload:
    """A command; of several, those that are given no target upload to PyPI.

    uv uploads every attestation that lies beside a file, whoever made it; twine does so only when told.
    """
    targets = [*_targets(step)]
    targets += [""] * (len(UPLOAD_COMMAND.findall(step.run)) - len(targets))
    return Upload(
        line=step.line,
        registries=frozenset().union(*map(registries_at, targets)),
        has_password=bool(_PASSWORD.search(step.run)) or any(map(step.variable, _PASSWORDS)) or _is_off(step),
        attests=_attested(step.run),
        without="leave --attestations out" if "--attestations" in step.run else "--no-attestations",
    )


def _is_off(step: Step) -> bool:
    """Whether uv is told never to use a trusted publisher."""
    return step.variable("UV_TRUSTED_PUBLISHING") == "never"


def _attested(commands: str) -> bool | None:
    if "--attestations" in commands:
        return True
    return None if re.search(r"\buv\s+publish\b", commands) and "--no-attestations" not in commands else False


def _targets(step: Step) -> Iterator[str]:
    for found in _TARGET.finditer(step.run):
        yield found[1] or found[2]
    yield from (step.variable(name) for name in _TARGETS if step.variable(name))
