"""Read tap: what the formulas in a checkout of a Homebrew tap state, once the checkout can be relied on.

Installers read the tap's remote. So a checkout with changes that were not committed, or commits that were not pushed,
says nothing; and one that cannot be written to cannot be brought in line with a release.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.domain.json_shape import field_of, object_of
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN
from checker.domain.observation import Observation, Status, collected, unread
from checker.domain.package_name import is_package_name
from checker.errors import CleanReleaseError, InputRefusedError
from checker.formats.formula import Formula, read_formula
from checker.ports.checkout_git import CheckoutGit
from checker.ports.project_files import ProjectFiles

_FOLDERS = ("Formula", "HomebrewFormula", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class TapCheckout:
    """A checkout of a tap; `writable` says whether this user can change it."""

    git: CheckoutGit
    files: ProjectFiles
    writable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTap:
    """Why there is no checkout to read."""

    why: str


TAP_NEEDS = "--tap FOLDER with a clean, pushed and writable checkout of the tap"


def read_taps(formulas: Sequence[str], tap: TapCheckout | NoTap) -> Observation:
    """The section `taps`: each declared formula, with what it states or why that is not known."""
    names = tuple(dict.fromkeys(formulas))
    if isinstance(tap, NoTap):
        nothing = unread(Status.NOT_FOUND, why=tap.why, needs=TAP_NEEDS)
        return collected([_listed(name, "", nothing) for name in names])
    commit, flaw = _relied_on(tap)
    return collected([_listed(name, commit, flaw or _stated(name, tap)) for name in names])


def _listed(name: str, commit: str, stated: Observation) -> Json:
    return {"formula": name, "commit": commit, "stated": stated.to_json()}


def _relied_on(tap: TapCheckout) -> tuple[str, Observation | None]:
    """The commit, and why the checkout cannot be relied on, if so."""
    try:
        commit = tap.git.head()
    except InputRefusedError as error:
        return "", unread(Status.ERROR, why=error.message, needs=TAP_NEEDS)
    work_tree, upstream = tap.git.work_tree(), tap.git.upstream()
    for seen in (work_tree, upstream):
        if seen.status is not Status.COLLECTED:
            return commit, unread(seen.status, why=f"the tap: {seen.detail.why}", needs=seen.detail.needs or TAP_NEEDS)
    changes = _count(work_tree, "changes")
    ahead, behind = _count(upstream, "ahead"), _count(upstream, "behind")
    why = ""
    if changes:
        why = f"the tap has uncommitted changes ({changes})"
    elif ahead or behind:
        why = f"the tap is not level with its upstream: {ahead} ahead, {behind} behind"
    elif not tap.writable:
        why = "the tap's checkout cannot be written to, so it could not be brought in line with a release"
    return commit, unread(Status.ERROR, why=why, needs=TAP_NEEDS) if why else None


def _count(seen: Observation, name: str) -> int:
    value = field_of(object_of(seen.value, "the tap"), name)
    return value if isinstance(value, int) else 1


def _stated(name: str, tap: TapCheckout) -> Observation:
    if not is_package_name(name, registry="homebrew"):
        return unread(Status.ERROR, why=f"{name!a} is no name that a formula could have")
    try:
        found = _found(name, tap.files)
    except CleanReleaseError as error:
        return unread(Status.ERROR, why=f"{error.where}: {error.message}" if error.where else error.message)
    if found is None:
        return unread(Status.NOT_FOUND, why=f"the tap has no formula {name}", needs=TAP_NEEDS)
    archives: list[Json] = [{"name": one.name, "sha256": one.sha256} for one in found.archives]
    return collected({"version": found.version, "archives": archives})


def _found(name: str, files: ProjectFiles) -> Formula | None:
    """The formula of this name.

    Raises:
        CleanReleaseError: it cannot be read, or lies in two places.
    """
    read: dict[str, bytes] = {}
    for folder in (*_FOLDERS, f"Formula/{name[0]}"):
        path = f"{folder}/{name}.rb".removeprefix("/")
        data = files.read_if_there(path, most_bytes=HAND_WRITTEN.bytes)
        if data is not None:
            read[path] = data
    if len(read) > 1:
        raise InputRefusedError(f"the tap has the formula {name} in {' and '.join(read)}, expected it once")
    return next((read_formula(data, source=path) for path, data in read.items()), None)
