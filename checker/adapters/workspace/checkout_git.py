"""The port `CheckoutGit`: git's view of a checkout, through a folder of our own."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from checker.adapters.workspace.default_workflows import default_workflows
from checker.adapters.workspace.git_view import GitSilentError, GitView
from checker.adapters.workspace.openpgp import OpenPGPKeys
from checker.adapters.workspace.signatures import signatures
from checker.domain.json_value import Json
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.ref_name import is_ref_name
from checker.domain.section import WORKSPACE
from checker.errors import InputRefusedError
from checker.ports.checkout_git import NamedRef

_COMMIT = re.compile(r"[0-9a-f]{40}")
_REMOTE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_BRANCH, _TAG = "refs/heads/", "refs/tags/"
_SHOWN = 100
_LONGEST = 4096
_FRESH = "fresh"
_STATES = {"D": "removed"}
_SIGNATURES = (
    (b"\n-----BEGIN PGP SIGNATURE-----", "openpgp"),
    (b"\n-----BEGIN SSH SIGNATURE-----", "ssh"),
    (b"\n-----BEGIN SIGNED MESSAGE-----", "x509"),
)
_NO_FILTER = (b"unspecified", b"unset")
_SHALLOW = "the clone is shallow, so what is not in it may still be in the repository"

Change = tuple[str, str]
"""A path, and what is the matter with it."""


@contextmanager
def checkout_git(
    tree: Path, *, environment: Mapping[str, str], keys: OpenPGPKeys | None = None
) -> "Iterator[ShadowGit]":
    """Git's answers about the work tree, for as long as the context lasts; `keys` verify signatures of OpenPGP.

    Raises:
        InputRefusedError: there is no repository, none that can be read, or no git.
    """
    try:
        view = GitView(tree, environment=environment)
    except GitSilentError as error:
        hint = "run this in the project's clone (git clone, or git init and a commit), with git on PATH"
        raise InputRefusedError(f"the checkout could not be read: {error}", hint=hint) from None
    with view:
        yield ShadowGit(view, keys=keys)


class ShadowGit:
    """Git's answers about a checkout, each an observation."""

    def __init__(self, view: GitView, *, keys: OpenPGPKeys | None = None) -> None:
        self._view = view
        self._keys = keys

    @property
    def version(self) -> str:
        """Git's version, as it says it."""
        return (self._view.ask("version") or b"").decode(errors="replace").strip()

    def head(self) -> str:
        """The commit that is checked out."""
        commit = self._read_commit("HEAD")
        if not commit:
            raise InputRefusedError("the checkout has no commit yet, expected one", hint="commit what is released")
        return commit

    def refs_of(self, name: str) -> tuple[NamedRef, ...]:
        """The tag and the branch of this name; a name that git could take for anything else has none."""
        if not is_ref_name(name):
            return ()
        full = (name,) if name.startswith((_BRANCH, _TAG)) else (f"{_TAG}{name}", f"{_BRANCH}{name}")
        found = [NamedRef(ref=ref, commit=self._read_commit(ref)) for ref in full]
        return tuple(one for one in found if one.commit)

    def work_tree(self) -> Observation:
        """Every file by content against the commit, the index too, and files that are in no commit.

        What the index remembers of sizes and times is not believed, nor what it calls unchanged.
        """
        return self._observed("work_tree", self._work_tree)

    def upstream(self) -> Observation:
        """How many commits only the checkout has, and how many only its upstream, as it was last fetched."""
        return self._observed("upstream", self._upstream)

    def release_tag(self, name: str) -> Observation:
        """Whether the tag is there, an object of its own under this name, and at the commit."""
        return self._observed("release_tag", lambda: self._release_tag(name))

    def base_tag(self, name: str) -> Observation:
        """Whether the tag is there and leads to the commit."""
        return self._observed("base_tag", lambda: self._base_tag(name))

    def signatures(self, tag: str) -> Observation:
        """The signatures of the tag and of the commit, verified by ssh-keygen or by the certificates given here."""
        return self._observed(
            "signatures", lambda: signatures(self._view, tag, head=self._commit("HEAD"), keys=self._keys)
        )

    def default_workflows(self, branch: str) -> Observation:
        """The workflow files of the default branch, as it was last fetched."""
        return self._observed("default_workflows", lambda: default_workflows(self._view, branch))

    def _observed(self, section: str, read: Callable[[], Observation]) -> Observation:
        try:
            return read()
        except GitSilentError as error:
            return unread(Status.ERROR, why=str(error), needs=WORKSPACE[section])

    def _said(self, *arguments: str, index: str = "index", given: bytes = b"") -> bytes:
        return self._view.ask(*arguments, index=index, given=given) or b""

    def _commit(self, name: str) -> str:
        """The commit a name of ours leads to; empty where there is none."""
        said = self._view.ask("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}", may_say_no=True)
        found = (said or b"").decode("ascii", "replace").strip()
        return found if _COMMIT.fullmatch(found) else ""

    def _read_commit(self, name: str) -> str:
        try:
            return self._commit(name)
        except GitSilentError as error:
            raise InputRefusedError(f"the checkout could not be read: {error}", hint="repair the clone") from None

    def _branch(self) -> str:
        said = self._view.ask("symbolic-ref", "--quiet", "HEAD", may_say_no=True)
        return (said or b"").decode(errors="replace").strip().removeprefix(_BRANCH)

    # -- the work tree --------------------------------------------------------------------------------------------

    def _work_tree(self) -> Observation:
        self._said("read-tree", "HEAD", index=_FRESH)
        self._view.ask("update-index", "-q", "--refresh", index=_FRESH, may_say_no=True)
        changed = self._raw("diff-files", "--ignore-submodules=all", index=_FRESH)
        filtered = self._filtered([path for path, _ in changed])
        staged = [(path, "staged") for path, _ in self._raw("diff-index", "--cached", "HEAD")]
        others = [(path, "untracked") for path in self._others()]
        sure = [*staged, *(change for change in changed if change[0] not in filtered), *others]
        value = self._value(sure)
        if sure:
            return collected(value)
        return self._unsure(value, filtered) or collected(value)

    def _unsure(self, value: Json, filtered: set[str]) -> Observation | None:
        """Why a tree without a change that is sure is not known to be clean."""
        if filtered:
            why = f"{len(filtered)} files pass through a filter when they are committed, which is not run here"
            return incomplete(value, why=why, needs="a checkout without filters, such as GIT_LFS_SKIP_SMUDGE=1 makes")
        modules = self._said("ls-files", "--stage", "-z", index=_FRESH).split(b"\0")
        count = sum(entry.startswith(b"160000 ") for entry in modules)
        if count:
            return incomplete(value, why=f"{count} submodules were not looked into", needs="an audit of each of them")
        return None

    def _value(self, changes: list[Change]) -> Json:
        shown: list[Json] = [{"path": path, "state": state} for path, state in sorted(set(changes))[:_SHOWN]]
        return {"branch": self._branch(), "changes": len({path for path, _ in changes}), "first_changes": shown}

    def _raw(self, command: str, *arguments: str, index: str = "index") -> list[Change]:
        """The paths of a raw comparison; each record is its modes and names, then its path."""
        said = self._said(command, "--raw", "-z", "--no-renames", "--no-ext-diff", *arguments, index=index)
        fields = said.split(b"\0")
        pairs = zip(fields[0::2], fields[1::2], strict=False)
        return [
            (_shown(path), _STATES.get(record[-1:].decode("ascii", "replace"), "changed")) for record, path in pairs
        ]

    def _others(self) -> list[str]:
        """What is in no commit; only what a committed `.gitignore` names is left out."""
        said = self._said("ls-files", "--others", "-z", "--exclude-per-directory=.gitignore", index=_FRESH)
        return [_shown(path) for path in said.split(b"\0") if path]

    def _filtered(self, paths: list[str]) -> set[str]:
        """Those of the paths that a filter changes on their way into a commit."""
        if not paths:
            return set()
        given = b"".join(path.encode() + b"\0" for path in paths)
        fields = self._said("check-attr", "-z", "--stdin", "filter", index=_FRESH, given=given).split(b"\0")
        triples = zip(fields[0::3], fields[2::3], strict=False)
        return {_shown(path) for path, value in triples if value not in _NO_FILTER}

    # -- what was pushed, and tags --------------------------------------------------------------------------------

    def _upstream(self) -> Observation:
        branch = self._branch()
        if not branch:
            return self._of_no_branch()
        ref = self._tracked(branch)
        if not ref:
            why = f"the branch {branch} has no upstream"
            return unread(Status.NOT_FOUND, why=why, needs="git push --set-upstream origin BRANCH")
        tip, head = self._commit(ref), self._commit("HEAD")
        if not tip:
            return unread(Status.NOT_FOUND, why=f"the clone has no {ref}", needs="git fetch")
        if tip != head and self._view.is_shallow:
            return unread(Status.INCOMPLETE, why=_SHALLOW, needs=WORKSPACE["upstream"])
        ahead, behind = (self._count(f"{one}..{other}") for one, other in ((tip, head), (head, tip)))
        return collected({"branch": branch, "ref": ref, "ahead": ahead, "behind": behind})

    def _of_no_branch(self) -> Observation:
        """A commit without a branch was pushed if some branch of a remote holds it."""
        if not self._said("for-each-ref", "--count=1", "refs/remotes"):
            return unread(Status.NOT_FOUND, why="the clone has no branch of a remote", needs="git fetch")
        ahead = self._count("HEAD", "--not", "--remotes")
        if ahead and self._view.is_shallow:
            return unread(Status.INCOMPLETE, why=_SHALLOW, needs=WORKSPACE["upstream"])
        return collected({"branch": "", "ref": "", "ahead": ahead, "behind": 0})

    def _tracked(self, branch: str) -> str:
        """The ref under which the clone keeps the branch's upstream; empty where nothing plain is configured."""
        remote = self._view.configuration.get(f"branch.{branch}.remote", ("",))[-1]
        merged = self._view.configuration.get(f"branch.{branch}.merge", ("",))[-1]
        fetched = self._view.configuration.get(f"remote.{remote}.fetch", ())
        ref = f"refs/remotes/{remote}/{merged.removeprefix(_BRANCH)}"
        plain = {f"+refs/heads/*:refs/remotes/{remote}/*", f"+{merged}:{ref}"}
        is_known = merged.startswith(_BRANCH) and plain & set(fetched)
        return ref if is_known and _REMOTE.fullmatch(remote) else ""

    def _count(self, *revisions: str) -> int:
        return int(self._said("rev-list", "--count", *revisions))

    def _release_tag(self, name: str) -> Observation:
        ref = f"{_TAG}{name}"
        made = self._object(ref)
        if not made:
            return self._no_tag(ref, "release_tag", {"annotated": False, "at_head": False, "signature": "none"})
        is_object = self._said("cat-file", "-t", made).strip() == b"tag"
        text = self._said("cat-file", "tag", made) if is_object else b""
        is_own = f"\ntag {name}\n".encode() in text.partition(b"\n\n")[0] + b"\n"
        signature = next((form for mark, form in _SIGNATURES if mark in text), "none")
        at_head = self._commit(ref) == self._commit("HEAD")
        return collected({"ref": ref, "exists": True, "annotated": is_own, "at_head": at_head, "signature": signature})

    def _base_tag(self, name: str) -> Observation:
        ref = f"{_TAG}{name}"
        commit = self._commit(ref)
        if not commit:
            return self._no_tag(ref, "base_tag", {"is_ancestor": False})
        leads = self._view.ask("merge-base", "--is-ancestor", commit, "HEAD", may_say_no=True) is not None
        if not leads and self._view.is_shallow:
            return unread(Status.INCOMPLETE, why=_SHALLOW, needs=WORKSPACE["base_tag"])
        return collected({"ref": ref, "exists": True, "is_ancestor": leads})

    def _no_tag(self, ref: str, section: str, rest: dict[str, Json]) -> Observation:
        if self._view.is_shallow:
            return unread(Status.INCOMPLETE, why=_SHALLOW, needs=WORKSPACE[section])
        return collected({"ref": ref, "exists": False, **rest})

    def _object(self, ref: str) -> str:
        said = self._view.ask("rev-parse", "--verify", "--quiet", ref, may_say_no=True)
        found = (said or b"").decode("ascii", "replace").strip()
        return found if _COMMIT.fullmatch(found) else ""


def _shown(path: bytes) -> str:
    """A path as text; bytes that are none stay apart from each other."""
    return path.decode(errors="backslashreplace")[:_LONGEST]
