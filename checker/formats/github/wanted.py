"""What a collection is to read, named by the paths that rules read (`repository.environments[].deploy_refs`).

So a part that no rule reads costs no request.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from checker.domain.section import BESIDE, DERIVED_FROM, HISTORY, REPOSITORY, UNTOLD
from checker.errors import UsageError
from checker.formats.github.classic_allowances import ALLOWANCES, DISMISSAL, FORCED, GAPS
from checker.formats.github.request_paths import ENVIRONMENT_PARTS

WORKFLOWS = "workspace.workflows"
"""The one section of a workspace that a provider can tell: its files are those of a commit."""
_DERIVED_FROM_GAPS = {
    "repository.effective_protection[].reviews_bind_everyone": ALLOWANCES,
    "repository.effective_protection[].dismissal_restricted": DISMISSAL,
    "repository.effective_protection[].force_push_binds_everyone": FORCED,
}
_JOINED_FROM = {
    "reviewer_accounts": frozenset({"repository.environments[].reviewers", "repository.access"}),
}
"""Sections that take what other sections take, and little besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be read: the paths of observations, and of derived ones what they are derived from.

    `branches` are the release branches, empty for the default branch alone; patterns among them have no page of their
    own. `workflow` is the file of the release workflow, or empty; `base_tag` the tag of the release before, for where
    the provider knows of no release.
    """

    paths: frozenset[str]
    branches: tuple[str, ...] = ()
    workflow: str = ""
    base_tag: str = ""
    release_tags: tuple[str, ...] = ()

    def has(self, section: str) -> bool:
        """Whether anything of a section is wanted."""
        return any(section_of(path) == section for path in self.paths)

    def has_part(self, section: str, part: str) -> bool:
        """Whether one part is wanted; of a section that is wanted without naming any part, all are."""
        below = {path.removeprefix(f"repository.{section}").removeprefix("[]") for path in self._of(section)}
        named = {path.removeprefix(".").split(".")[0].removesuffix("[]") for path in below if path}
        return part in named or (bool(below) and not named)

    def _of(self, section: str) -> set[str]:
        return {path for path in self.paths if section_of(path) == section}


def wanted_of(paths: Iterable[str], *, branches: tuple[str, ...] = (), workflow: str = "") -> Wanted:
    """What these paths of rules come to; the repository itself is always read, for whom the audit is about."""
    found = {"repository.repository"}
    for path in paths:
        root, _, _ = path.partition(".")
        section = section_of(path)
        derived = DERIVED_FROM.get(section, ()) if root == "repository" else ()
        found |= {f"repository.{source}" for source in derived} or {path}
        found |= _JOINED_FROM.get(section, frozenset()) if root == "repository" else set()
        found |= {_DERIVED_FROM_GAPS[path]} if path in _DERIVED_FROM_GAPS else set()
    return Wanted(paths=frozenset(found), branches=branches, workflow=workflow)


def everything(*, branches: tuple[str, ...] = (), workflow: str = "", beside: bool = False) -> Wanted:
    """All there is to read in one collection; with `beside`, what is otherwise read only where it is named as well."""
    told = REPOSITORY.keys() - UNTOLD - (frozenset() if beside else BESIDE)
    paths = {f"repository.{name}" for name in told} | {f"history.{name}" for name in HISTORY}
    paths |= {f"repository.environments[].{part}" for part in ENVIRONMENT_PARTS}
    return Wanted(paths=frozenset({*paths, *GAPS, WORKFLOWS}), branches=branches, workflow=workflow)


def with_sections(wanted: Wanted, sections: Collection[str]) -> Wanted:
    """The same, and these sections whole.

    Raises:
        UsageError: a provider tells no such section.
    """
    every = everything(beside=True).paths
    known = sorted({section_of(path) for path in every})
    for name in sections:
        if name not in known:
            raise UsageError(f"no provider tells a section {name[:80]!a}", hint=f"one of: {', '.join(known)}")
    named = {path for path in every if section_of(path) in sections}
    return replace(wanted, paths=wanted.paths | named)


def section_of(path: str) -> str:
    """The section that a path leads into."""
    return path.split(".")[1].removesuffix("[]") if "." in path else path
