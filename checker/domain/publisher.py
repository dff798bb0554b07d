"""Trusted publishers: what a registry was told about who may publish, as the project declares it.

PyPI keeps owner and repository as written, the owner's account id, the name of the workflow's file and an environment
(in lower case; empty means any). Nobody can read that list but the project's owners, so the project file repeats it.
"""

from dataclasses import dataclass
from enum import StrEnum

ISSUER = "https://token.actions.githubusercontent.com"
"""Who signs the identity tokens of workflows on github.com, unless an enterprise has an issuer of its own."""


class PublishingRegistry(StrEnum):
    """A registry that knows publishers; each keeps those of its own."""

    PYPI = "pypi"
    TESTPYPI = "testpypi"
    NPM = "npm"

    @property
    def label(self) -> str:
        """As people write it."""
        return {"pypi": "PyPI", "testpypi": "TestPyPI", "npm": "npm"}[self.value]


PREDICTED = frozenset({PublishingRegistry.PYPI, PublishingRegistry.TESTPYPI})
"""Those whose decision can be predicted. What npm decides by is not known here; only what it keeps is held to them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """One publisher: `owner_id` is 0 and `issuer` empty where they are not declared.

    `pending` says that its project does not exist yet; `job` names the publishing job where it cannot be recognised.
    """

    registry: PublishingRegistry
    project: str
    owner: str
    repository: str
    workflow: str
    environment: str = ""
    owner_id: int = 0
    pending: bool = False
    issuer: str = ""
    job: str = ""

    @property
    def slug(self) -> str:
        """`owner/repository`."""
        return f"{self.owner}/{self.repository}"
