"""Where a bundle lies that is not on this machine: `https://HOST/bundle.tar.gz`, or `git+https://HOST/REPO@REV#FOLDER`.

An address is taken apart once, by rules of ours: whatever two programs could read in two ways, such as percent signs,
dot segments, a query, or a revision that looks like an option of git, is no address. A name or a password in one would
end up in locks and reports.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from checker.domain.web_address import is_safe, split_address
from checker.errors import BundleRefusedError

GIT = "git+"
ARCHIVES = (".tar.gz", ".tgz")

_SCHEME = re.compile(r"\A(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):")
_BUILTIN = "builtin"
_WEB = ("https", "http")
_KNOWN = (*_WEB, *(GIT + scheme for scheme in _WEB), _BUILTIN)
_FORMS = "https://HOST/NAME.tar.gz or git+https://HOST/REPOSITORY@REVISION#FOLDER"

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~+=,@-]+)+/?")
_REVISION = re.compile(r"[A-Za-z0-9_+=,][A-Za-z0-9._+=,-]*(?:/[A-Za-z0-9_+=,][A-Za-z0-9._+=,-]*)*")
_FOLDER = re.compile(r"[A-Za-z0-9_+=,-][A-Za-z0-9 ._~+=,@-]*(?:/[A-Za-z0-9_+=,-][A-Za-z0-9 ._~+=,@-]*)*")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAddress:
    """An archive on a web server."""

    url: str

    @property
    def name(self) -> str:
        """What to call the bundle if it does not name itself."""
        return _stem(self.url)


@dataclass(frozen=True, slots=True, kw_only=True)
class GitAddress:
    """A folder or an archive of one revision of a git repository; an empty `inside` is the whole tree."""

    url: str
    revision: str
    inside: str

    @property
    def name(self) -> str:
        """What to call the bundle if it does not name itself."""
        return _stem(self.inside or self.url.removesuffix(".git"))

    @property
    def is_archive(self) -> bool:
        """Whether an archive of the repository is meant, not a folder."""
        return self.inside.endswith(ARCHIVES)

    @property
    def is_commit(self) -> bool:
        """Whether the revision is a commit in full, which nobody can move."""
        return bool(_COMMIT.fullmatch(self.revision))


def remote_address(source: str) -> WebAddress | GitAddress | None:
    """What a source says of another machine; None for a path of this one, and for the bundle the package carries.

    Raises:
        BundleRefusedError: it is an address, and none that is ever asked; the hint names the nearest that would be.
    """
    named = _SCHEME.match(source)
    scheme = named["scheme"] if named else ""
    if source.startswith(("//", "\\")):
        raise _refusal(source, "is a path of another machine", _FORMS)
    if scheme in ("", _BUILTIN):
        return None
    if scheme not in _KNOWN:
        raise _refusal(source, f"begins with {scheme}:, which is no way to fetch a bundle", _nearest(source, scheme))
    url, _, inside = source.removeprefix(GIT).partition("#")
    if not scheme.startswith(GIT):
        if "#" in source:
            raise _refusal(source, "has a part after #, which an archive has not", source.partition("#")[0])
        _refuse_unclear(source, url)
        if not url.endswith(ARCHIVES):
            raise _refusal(source, "does not end in .tar.gz", f"{url.rstrip('/')}.tar.gz, or {GIT}{url}@REVISION")
        return WebAddress(url=url)
    return _git(source, url, inside)


def _git(source: str, url: str, inside: str) -> GitAddress:
    host = url.find("/", url.find("//") + 2)
    at = url.rfind("@")
    repository, revision = (url[:at], url[at + 1 :]) if 0 < host < at else (url, "")
    if not revision:
        _refuse_unclear(source, url)
        raise _refusal(source, "names no revision", f"{GIT}{repository}@TAG, or the commit in full")
    _refuse_unclear(source, repository)
    if not _is_revision(revision):
        raise _refusal(
            source,
            f"names the revision {revision!a}, which is no name of a tag, a branch or a commit",
            f"{GIT}{repository}@{_plain(revision)}",
        )
    if inside and (not _FOLDER.fullmatch(inside) or _has_dots(inside)):
        raise _refusal(source, f"names the folder {inside!a}", f"{GIT}{repository}@{revision}#policies/team")
    return GitAddress(url=repository, revision=revision, inside=inside)


def is_below(url: str, prefixes: Sequence[str]) -> bool:
    """Whether an address (its query aside) is one of these, or lies below one that ends with a slash.

    Scheme, host and port are the same, character for character; `https://a.example` is never below `https://a.ex`.
    """
    plain = url.partition("?")[0].partition("#")[0]
    return not _is_unclear(plain) and any(
        plain == prefix or (prefix.endswith("/") and plain.startswith(prefix)) for prefix in prefixes
    )


def fault_of_prefix(prefix: str) -> str:
    """Why nothing can be allowed by this prefix, as the end of a sentence; empty if it is sound."""
    url = prefix.removeprefix(GIT)
    if not is_safe(url):
        return "is neither https nor http on this machine, or holds a credential"
    return "holds a query, dot segments, percent signs, capitals in its host, or no path" if _is_unclear(url) else ""


def _refuse_unclear(source: str, url: str) -> None:
    if not is_safe(url):
        raise _refusal(
            source,
            "is neither https nor http on this machine, or holds a credential",
            "an address that begins with https:// and holds no name and no password; credentials are in ~/.netrc",
        )
    if _is_unclear(url):
        raise _refusal(source, "holds a query, dot segments, percent signs, capitals in its host, or no path", _FORMS)


def _is_unclear(url: str) -> bool:
    parts = split_address(url)
    host = parts.netloc.rpartition(":")[0] if parts.port is not None else parts.netloc
    is_plain = _HOST.fullmatch(host) and (_PATH.fullmatch(parts.path) or parts.path == "/")
    return not is_plain or bool(parts.query or parts.fragment or url.endswith(("?", "#"))) or _has_dots(parts.path)


def _has_dots(path: str) -> bool:
    return any(part in (".", "..") for part in path.split("/"))


def _is_revision(text: str) -> bool:
    """Whether git could mean a tag, a branch or a commit by it, and nothing else (git-check-ref-format)."""
    steps = text.split("/")
    return bool(_REVISION.fullmatch(text)) and not (
        ".." in text or text.endswith(".") or any(step.endswith(".lock") for step in steps)
    )


def _plain(revision: str) -> str:
    """The nearest that could be a revision."""
    kept = re.sub(r"[^A-Za-z0-9._+=,/-]", "", revision).strip("-./")
    return kept if _is_revision(kept) else "TAG"


def _nearest(source: str, scheme: str) -> str:
    rest = source[len(scheme) + 1 :]
    if scheme.startswith(GIT) or scheme in ("git", "ssh", "ext"):
        return f"{GIT}https://HOST/REPOSITORY@REVISION#FOLDER"
    close = get_close_matches(scheme.lower(), _KNOWN, n=1)
    if close and rest.startswith("//"):
        return f"{close[0]}:{rest}"
    return f"a path of this machine, {_FORMS}"


def _stem(text: str) -> str:
    last = text.rstrip("/").rpartition("/")[2]
    return next((last.removesuffix(suffix) for suffix in ARCHIVES if last.endswith(suffix)), last)


def _refusal(source: str, seen: str, nearest: str) -> BundleRefusedError:
    return BundleRefusedError(f"{source!a} {seen}", hint=f"write {nearest}")
