"""Bundles in a git repository on another machine: one commit is fetched, and its tree is read without a checkout.

Git works in an empty repository that is made here, with settings of ours: no hook, filter, submodule or attribute of
the other side is ever looked at, one way of transport is open, and no redirect is followed. What is fetched is bounded
in bytes, memory and time while it comes; links and submodules in the folder are refused.
"""

import os
import re
import shutil
import time
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory

from checker.adapters.bundles.credentials import authorization_for
from checker.adapters.bundles.fetch_limits import FETCH_LIMITS, FetchLimits
from checker.adapters.bundles.git_tree_reader import GitTree
from checker.adapters.bundles.local_bundles import ENVELOPE_SUFFIX
from checker.adapters.child_output import Child, ChildFailedError, output_of
from checker.adapters.git_environment import git_environment
from checker.domain.bundle_address import GitAddress
from checker.domain.limits import HAND_WRITTEN
from checker.domain.lock import LockedBundle
from checker.domain.web_address import split_address
from checker.errors import BundleRefusedError, CleanReleaseError, NotFoundError, Place, ProviderError, TrustError
from checker.ports.bundles import FetchedBundle

_SETTINGS = {
    "credential.helper": "",
    "fetch.fsckObjects": "true",
    "fetch.recurseSubmodules": "false",
    "fetch.unpackLimit": "1",  # one file for all, so that a limit of a file's size is a limit of everything
    "core.bigFileThreshold": "1m",
    "gc.auto": "0",
    "http.followRedirects": "false",
    "init.defaultBranch": "none",
    "protocol.version": "2",
    "submodule.recurse": "false",
    "transfer.bundleURI": "false",
    "uploadpack.packObjectsHook": "",
}
_PROXIES = ("http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY")
_LIMITED = 'ulimit -f "$1" || exit 97; ulimit -v "$2" 2>/dev/null; shift 2; exec "$@"'
"""Bounds the size of a file that git writes (blocks of 512 bytes) and its memory (KiB), the latter where it can."""
_BLOCK, _MEMORY = 512, 1024 * 1024
_MOST_REFS = 16 * 1024 * 1024
_MOST_SAID = 65_536
_REF = re.compile(r"(?P<commit>[0-9a-f]{40}|[0-9a-f]{64})\trefs/(?P<kind>heads|tags)/(?P<name>\S+?)(?:\^\{\})?")
_ANSWERED = re.compile(rb"returned error: (\d{3})")
_SHORT = re.compile(r"[0-9a-f]{7,39}")
_FAILURES: tuple[tuple[tuple[bytes, ...], type[CleanReleaseError], str, str], ...] = (
    (
        (b"301", b"302", b"303", b"307", b"308", b"redirect"),
        TrustError,
        "the server leads to another address, which is not followed",
        "name the address that it ends at, and allow it in the anchor",
    ),
    (
        (b"401", b"403", b"Authentication failed", b"could not read"),
        ProviderError,
        "the server does not let us read the repository",
        "check its name, and put a credential for its host into ~/.netrc",
    ),
    (
        (b"404", b"410", b"not found"),
        NotFoundError,
        "there is no git repository at this address",
        "check the address; where a log-in is needed, put a credential for the host into ~/.netrc",
    ),
    (
        (b"not our ref", b"unadvertised object"),
        NotFoundError,
        "the repository has no such commit, or does not give it away",
        "name a tag or a branch, or push the commit",
    ),
    (
        (b"fsck error",),
        BundleRefusedError,
        "git finds something in the commit that is malformed, or made to harm",
        "run `git fsck` in the repository",
    ),
)
"""By what git says, or the status it was answered: what went wrong, in words of ours, and what to do."""


class GitBundles:
    """Asks git repositories, through the git of this machine."""

    def __init__(self, *, limits: FetchLimits = FETCH_LIMITS) -> None:
        self._limits = limits

    def fetch(self, address: GitAddress, *, source: str, locked: LockedBundle | None = None) -> FetchedBundle:
        """The folder or the archive at the revision, which a tag or a commit names as it was locked.

        Raises:
            NotFoundError: no such revision, folder or archive; the hint names the nearest.
            TrustError: a tag is another commit than it was when it was locked.
            BundleRefusedError: it holds a link or a submodule, or too much.
            ProviderError: there is no git, or the repository gave no answer.
        """
        with TemporaryDirectory(prefix="clean-release-git-") as folder:
            asking = _Asking(address, Path(folder), source=source, limits=self._limits)
            commit = asking.commit(locked.commit if locked else "")
            tree = asking.tree(commit)
            if not address.is_archive:
                files = tree.files(address.inside, limits=self._limits.bundle)
                return FetchedBundle(source=source, name=address.name, files=files, commit=commit)
            most = self._limits.bundle.compressed
            archive = tree.file(address.inside, most=most)
            if archive is None:
                raise tree.nothing_at(address.inside)
            envelope = tree.file(address.inside + ENVELOPE_SUFFIX, most=HAND_WRITTEN.bytes) or b""
        return FetchedBundle(source=source, name=address.name, archive=archive, envelope=envelope, commit=commit)


class _Asking:
    """One repository that is asked, within one allowance of time."""

    def __init__(self, address: GitAddress, folder: Path, *, source: str, limits: FetchLimits) -> None:
        self._address = address
        self._folder = folder
        self._where = Place(source=source)
        self._limits = limits
        self._end = time.monotonic() + limits.seconds
        git, shell = shutil.which("git"), shutil.which("sh")
        if git is None or shell is None:
            raise ProviderError("there is no git on PATH", hint="install git 2.29 or later", where=self._where)
        self._git, self._shell = git, shell

    def commit(self, locked: str) -> str:
        """The commit that the revision names; of a branch, the one that was locked, if any."""
        wanted = self._address.revision
        if self._address.is_commit:
            return wanted
        said = self._run("ls-remote", "--heads", "--tags", "--", self._address.url, most=_MOST_REFS)
        found: dict[str, dict[str, str]] = {"heads": {}, "tags": {}}
        for line in said.decode("utf-8", "replace").splitlines():
            if one := _REF.fullmatch(line):
                found[one["kind"]][one["name"]] = one["commit"]  # what an annotated tag names comes after the tag
        tag, branch = found["tags"].get(wanted), found["heads"].get(wanted)
        if tag and branch:
            raise BundleRefusedError(
                f"{wanted} is a tag and a branch", hint=f"name the commit: @{tag}", where=self._where
            )
        if tag and locked not in ("", tag):
            raise TrustError(
                f"the tag {wanted} is {tag} now, locked is {locked}",
                hint="ask who moved it; `clean-release lock --upgrade` takes the new commit, to be reviewed",
                where=self._where,
            )
        if found_one := tag or (locked or branch if branch else None):
            return found_one
        raise self._no_revision(wanted, [*found["tags"], *found["heads"]])

    def tree(self, commit: str) -> GitTree:
        """The tree of a commit, which alone is fetched."""
        form = "sha1" if len(commit) == len("0" * 40) else "sha256"
        self._run("init", "--quiet", "--bare", "--template=", f"--object-format={form}", str(self._folder / "git"))
        self._run(
            "fetch", "--quiet", "--depth=1", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head",
            "--no-auto-maintenance", "--", self._address.url, commit,
        )  # fmt: skip
        return GitTree(commit, ask=self._ask, where=self._where)

    def _ask(self, *arguments: str, most: int, given: bytes = b"") -> bytes:
        """What git says about what was fetched."""
        return self._run(*arguments, most=most, given=given, with_errors=False)

    def _run(self, *arguments: str, most: int = _MOST_SAID, given: bytes = b"", with_errors: bool = True) -> bytes:
        blocks, memory = str(self._limits.pack // _BLOCK), str(_MEMORY)
        child = Child(
            command=(self._shell, "-c", _LIMITED, "sh", blocks, memory, self._git, *arguments),
            folder=self._folder,
            environment=self._environment(),
            seconds=self._end - time.monotonic(),
            most_bytes=most,
            with_errors=with_errors,
            given=given,
        )
        try:
            return output_of(child)
        except ChildFailedError as error:
            raise self._failure(str(error), error.said, arguments) from None

    def _environment(self) -> dict[str, str]:
        scheme = self._address.url.partition(":")[0]
        silence = str(max(1, int(self._limits.silence)))
        settings = {**_SETTINGS, "http.lowSpeedLimit": "1", "http.lowSpeedTime": silence}
        if credential := authorization_for(self._address.url):
            parts = split_address(self._address.url)
            settings[f"http.{parts.scheme}://{parts.netloc}/.extraHeader"] = f"Authorization: {credential}"
        if certificates := os.environ.get("SSL_CERT_FILE", ""):
            settings["http.sslCAInfo"] = certificates
        return {
            **git_environment(settings),
            **{name: os.environ[name] for name in _PROXIES if name in os.environ},
            "GIT_ALLOW_PROTOCOL": scheme,
            "GIT_DIR": str(self._folder / "git"),
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_ASKPASS": "true",
        }

    def _failure(self, why: str, said: bytes, arguments: Sequence[str]) -> CleanReleaseError:
        """What went wrong, in words of ours: what git says could quote the other side."""
        if self._is_full():
            return BundleRefusedError(
                f"the commit takes more than {self._limits.pack} bytes, at most that many are read",
                hint="keep policies in a repository of their own",
                where=self._where,
            )
        answered = _ANSWERED.search(said)
        status = answered[1] if answered else b""
        for signs, kind, message, hint in _FAILURES:
            if status in signs or any(sign in said for sign in signs if not sign.isdigit()):
                return kind(message, hint=hint, where=self._where)
        return ProviderError(
            f"the bundle could not be fetched: git {arguments[0]}: {why}",
            hint="nothing was written; try again, or look at the address, the revision and the network",
            where=self._where,
        )

    def _is_full(self) -> bool:
        """Whether what came was cut off at the limit of a file's size."""
        packs = (self._folder / "git" / "objects" / "pack").glob("*pack*")
        return any(one.stat().st_size + _BLOCK > self._limits.pack for one in packs)

    def _no_revision(self, wanted: str, known: Sequence[str]) -> CleanReleaseError:
        close = get_close_matches(wanted, known, n=1)
        if not close and _SHORT.fullmatch(wanted):
            hint = "write a commit in full, 40 digits"
        else:
            hint = f"did you mean {close[0]}?" if close and close[0].isprintable() else "name a tag or a branch"
        return NotFoundError(f"the repository has no tag and no branch {wanted}", hint=hint, where=self._where)
