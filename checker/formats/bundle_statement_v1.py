"""What is signed about a bundle: an in-toto statement over its digests, with its name, revision and roots.

The tree digest names every file; the archive's digest is there when an archive was signed. `issued` is when the signer
says it was signed: it must lie in the key's validity, and it never proves the time by itself. Source:
github.com/in-toto/attestation, spec/v1/statement.md.
"""

from dataclasses import dataclass

from checker.domain.digest import Digest, is_digest
from checker.domain.json_value import Json
from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.snapshot import Bundle
from checker.errors import InputRefusedError, Place
from checker.formats.canonical import canonical_bytes
from checker.formats.in_toto_types import STATEMENT
from checker.formats.strict_json import read_json

PREDICATE = "urn:clean-release:bundle:v1"
TREE = "cleanReleaseTree"

_PREFIX = "sha256:"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleStatement:
    """What a signer says about a bundle. `archive_sha256` (64 hex) is empty when a folder was signed."""

    name: str
    revision: int
    roots: tuple[str, ...]
    archive_sha256: str
    tree_digest: Digest
    issued: str

    def fault_with(self, bundle: Bundle) -> str:
        """What the statement says otherwise than the bundle is, or an empty string when they agree."""
        if self.tree_digest != bundle.tree_digest:
            return f"signed is the tree {self.tree_digest}, the bundle is {bundle.tree_digest}"
        if self.archive_sha256 and bundle.archive_sha256 not in ("", self.archive_sha256):
            return f"signed is the archive {self.archive_sha256}, this one is {bundle.archive_sha256}"
        if (self.name, self.revision, self.roots) != (bundle.name, bundle.revision, bundle.roots):
            return f"signed is {self.name} revision {self.revision}, the bundle says {bundle.name} {bundle.revision}"
        return ""


def statement_about(bundle: Bundle, *, issued: str) -> BundleStatement:
    """The statement that is true of a bundle."""
    return BundleStatement(
        name=bundle.name,
        revision=bundle.revision,
        roots=bundle.roots,
        archive_sha256=bundle.archive_sha256,
        tree_digest=bundle.tree_digest,
        issued=issued,
    )


def render_statement(statement: BundleStatement) -> bytes:
    """The canonical bytes of a statement: what is put into an envelope."""
    digests = {TREE: statement.tree_digest.removeprefix(_PREFIX)}
    if statement.archive_sha256:
        digests["sha256"] = statement.archive_sha256
    return canonical_bytes(
        {
            "_type": STATEMENT,
            "subject": [{"name": statement.name, "digest": digests}],
            "predicateType": PREDICATE,
            "predicate": {
                "issued": statement.issued,
                "revision": statement.revision,
                "roots": list(statement.roots),
            },
        }
    )


def parse_statement(payload: bytes, *, source: str) -> BundleStatement:
    """The statement in bytes whose signatures have been verified.

    Raises:
        InputRefusedError: it is not a statement about a bundle, or has fields that are not known.
    """
    where = Place(source=source)
    document = _fields(
        read_json(payload, source=source, limits=HAND_WRITTEN), "_type subject predicateType predicate", where
    )
    if (document["_type"], document["predicateType"]) != (STATEMENT, PREDICATE):
        raise InputRefusedError(f"the signed statement is not one of type {PREDICATE}", where=where)
    subjects = document["subject"]
    if not isinstance(subjects, list) or len(subjects) != 1:
        raise InputRefusedError("the signed statement is not about exactly one bundle", where=where)
    subject = _fields(subjects[0], "name digest", where)
    digests = subject["digest"]
    has_archive = isinstance(digests, dict) and "sha256" in digests
    named = _fields(digests, f"{TREE} sha256" if has_archive else TREE, where)
    predicate = _fields(document["predicate"], "issued revision roots", where)
    roots, issued = predicate["roots"], _text(predicate["issued"], where)
    parse_moment(issued)
    if not isinstance(roots, list) or not roots:
        raise _mistyped(where)
    return BundleStatement(
        name=_text(subject["name"], where),
        revision=_revision(predicate["revision"], where),
        roots=tuple(_text(root, where) for root in roots),
        archive_sha256=_hex(named["sha256"], where) if has_archive else "",
        tree_digest=Digest(_PREFIX + _hex(named[TREE], where)),
        issued=issued,
    )


def _text(value: Json, where: Place) -> str:
    if not isinstance(value, str):
        raise _mistyped(where)
    return value


def _hex(value: Json, where: Place) -> str:
    text = _text(value, where)
    if not is_digest(_PREFIX + text):
        raise _mistyped(where)
    return text


def _revision(value: Json, where: Place) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise _mistyped(where)
    return value


def _mistyped(where: Place) -> InputRefusedError:
    return InputRefusedError("the signed statement holds a value that is not what its field holds", where=where)


def _fields(value: Json, names: str, where: Place) -> dict[str, Json]:
    expected = names.split()
    if not isinstance(value, dict) or set(value) != set(expected):
        raise InputRefusedError(f"the signed statement has other fields than {', '.join(expected)}", where=where)
    return value
