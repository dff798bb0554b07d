"""Release-policy and supply-chain audits, two JSON documents that scripts around `gh` write, read as `audit/v1`.

Both carry `generated_at`, `repo` and `branch`. A release-policy audit holds one branch's protection and the names of
the workflows; a supply-chain audit holds release runs, environments, the names of repository secrets and the branch's
protection. What such a document does not hold was not requested: every other section says which permission would
settle it. Recommendations in them are wishes, not facts, and are left out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from checker.domain.audit import AuditKind
from checker.domain.json_shape import field_of, object_of, objects_of, texts_of, whole_of
from checker.domain.json_value import Json
from checker.domain.moment import normalise_moment, parse_moment
from checker.domain.observation import Observation, Status, collected, incomplete, unread
from checker.domain.release_refs import HEADS
from checker.domain.section import HISTORY, REPOSITORY, completed
from checker.errors import CleanReleaseError, InputRefusedError, Place
from checker.formats.audit_document import GITHUB, AuditDraft, Collector, Evidence, SubjectDraft
from checker.formats.canonical import canonical_digest
from checker.formats.github.classic_rule import classic_rule, no_classic_rule
from checker.formats.github.environment import NEEDS_PATTERNS, EnvironmentParts, environment
from checker.formats.github.fields import required_flag, required_text
from checker.formats.github.free_text import without_addresses

PROFILE = "seed-audits"
NOT_PROTECTED = "Branch not protected"
_POLICY_PARTS = {"protection": "api_response", "branch_protection": "response"}
_MARKS = frozenset({*_POLICY_PARTS, "release_runs"})
_KNOWN = {AuditKind.REPOSITORY: REPOSITORY, AuditKind.HISTORY: HISTORY}
_NEEDS_NAMES = {"organization": "Secrets: read", "dependabot": "Dependabot secrets: read"}


_Sections: TypeAlias = dict[str, dict[str, Json]]
_Reader: TypeAlias = Callable[[dict[str, Json]], _Sections]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one document says for one kind of audit; `at` is when it was read."""

    slug: str
    kind: AuditKind
    source: str
    at: str
    sections: _Sections


def is_seed_audit(value: Json) -> bool:
    """Whether a document has the form of one of the two audits."""
    return isinstance(value, dict) and {"generated_at", "repo"} <= value.keys() and not _MARKS.isdisjoint(value)


def read_seed_audits(documents: Sequence[tuple[str, Json]], *, version: str) -> tuple[dict[str, Json], ...]:
    """The `audit/v1` documents these audits come to: one of the repository, and one of its history if runs are there.

    Several documents of one repository are read together, and are as old as the oldest of them.

    Args:
        documents: each with the name of its file.
        version: the version of this tool, for the record.

    Raises:
        InputRefusedError: a document of another form, or two that contradict each other.
    """
    parts: dict[tuple[str, AuditKind], list[_Part]] = {}
    for source, value in sorted(documents, key=lambda item: item[0]):
        try:
            for part in _parts(source, object_of(value, "the document")):
                parts.setdefault((part.slug.lower(), part.kind), []).append(part)
        except CleanReleaseError as error:
            raise InputRefusedError(error.message, hint=error.hint, where=Place(source=source)) from error
    order = sorted(parts, key=lambda key: (key[0], list(AuditKind).index(key[1])))
    return tuple(_draft(parts[key], version).to_json() for key in order)


def _parts(source: str, body: dict[str, Json]) -> list[_Part]:
    slug = required_text(body, "repo")
    at = normalise_moment(required_text(body, "generated_at"))
    settings: _Sections = {}
    for key in sorted(_POLICY_PARTS.keys() & body.keys()):
        settings = _agreed(settings, _protection(body, key), names=(f"{key} of {source}", source))
    readers: dict[str, _Reader] = {
        "workflows": _workflows,
        "environments": _environments,
        "secrets": _secret_names,
    }
    for key in sorted(readers.keys() & body.keys()):
        settings |= readers[key](object_of(body[key], key))
    found = [_Part(slug=slug, kind=AuditKind.REPOSITORY, source=source, at=at, sections=settings)]
    if "release_runs" in body:
        runs = _release_runs(object_of(body["release_runs"], "release_runs"))
        found.append(_Part(slug=slug, kind=AuditKind.HISTORY, source=source, at=at, sections=runs))
    return found


def _draft(parts: list[_Part], version: str) -> AuditDraft:
    """One audit of several documents, as old as the oldest; each section rests on every document that holds it."""
    sections: _Sections = {}
    evidence: list[Evidence] = []
    rests_on: dict[str, list[Json]] = {}
    for number, part in enumerate(parts, start=1):
        sections = _agreed(sections, part.sections, names=(part.source, parts[0].source))
        digest = canonical_digest(part.sections).removeprefix("sha256:")
        evidence.append(Evidence(id=f"e{number}", method="FILE", url=part.source, http=0, at=part.at, sha256=digest))
        for name in part.sections:
            rests_on.setdefault(name, []).append(f"e{number}")
    kind = parts[0].kind
    cited: dict[str, Json] = {name: {**section, "evidence": rests_on[name]} for name, section in sections.items()}
    return AuditDraft(
        kind=kind,
        host=GITHUB,
        collected_at=min((part.at for part in parts), key=parse_moment),
        collector=Collector(version=version, profile=PROFILE),
        subject=SubjectDraft(slug=parts[0].slug),
        sections=completed(cited, _KNOWN[kind]),
        evidence=evidence,
    )


def _agreed(known: _Sections, more: _Sections, *, names: tuple[str, str]) -> _Sections:
    """Both together; documents that hold the same section must say the same."""
    for name in sorted(known.keys() & more.keys()):
        if known[name] != more[name]:
            raise InputRefusedError(
                f"{names[0]} and {names[1]} contradict each other about {name}",
                hint="import only the newer one, or collect both again",
            )
    return {**known, **more}


def _protection(body: dict[str, Json], key: str) -> _Sections:
    part, branch = object_of(body[key], key), required_text(body, "branch")
    protected = required_flag(part, "protected")
    answer = object_of(field_of(part, _POLICY_PARTS[key]), _POLICY_PARTS[key])
    rule = _rule(answer, protected=protected)
    listed: Json = [{"ref": HEADS + branch, "protection": rule.to_json()}]
    one: Json = [{"name": branch, "protected": protected}]
    branches = incomplete(one, why="only one branch was read", needs=REPOSITORY["branches"])
    return {
        "classic_protection": collected(listed).to_json(),
        "branches": branches.to_json(),
    }


def _rule(answer: dict[str, Json], *, protected: bool) -> Observation:
    """The rule; without one only the provider's own words say that there is none."""
    if protected:
        return collected(classic_rule(answer))
    message = answer.get("message", "")
    if message == NOT_PROTECTED:
        return collected(no_classic_rule())
    return unread(
        Status.NOT_FOUND,
        why="the document says not protected, but does not carry the provider's answer that says so",
        needs=REPOSITORY["classic_protection"],
    )


def _workflows(part: dict[str, Json]) -> _Sections:
    texts_of(field_of(part, "workflows"), "workflows")
    why = "only the names of workflows were read, not their files"
    section = unread(Status.INCOMPLETE, why=why, needs=REPOSITORY["ci_workflows"])
    return {"ci_workflows": section.to_json()}


def _environments(part: dict[str, Json]) -> _Sections:
    """The environments; the document keeps neither reviewers, timers nor bypass, so nothing is said about them."""

    def unasked(needs: str) -> Observation:
        return unread(Status.NOT_REQUESTED, why="the document does not hold it", needs=needs)

    parts = EnvironmentParts(
        patterns=unasked(NEEDS_PATTERNS),
        custom_rules=unasked("Actions: read"),
        secret_names=unasked("Environments: read"),
        variable_names=unasked("Environments: read"),
        missing=Status.NOT_REQUESTED,
    )
    entries = objects_of(field_of(part, "environments"), "environments")
    total = whole_of(field_of(part, "total_count"), "total_count")
    listed = sorted((environment(entry, parts) for entry in entries), key=lambda entry: str(entry["name"]))
    return {"environments": _complete(list(listed), total, REPOSITORY["environments"]).to_json()}


def _secret_names(part: dict[str, Json]) -> _Sections:
    names = sorted(texts_of(field_of(part, "names"), "names"))
    total = whole_of(field_of(part, "count"), "count")
    listed: list[Json] = [{"name": name, "updated_at": ""} for name in names]
    repository = _complete(listed, total, REPOSITORY["secret_names"])
    scopes: list[Json] = [{"scope": "repository", "names": repository.to_json()}]
    for scope, needs in _NEEDS_NAMES.items():
        names_of_scope = unread(Status.NOT_REQUESTED, why="the document lists repository secrets only", needs=needs)
        scopes.append({"scope": scope, "names": names_of_scope.to_json()})
    return {"secret_names": collected(scopes).to_json()}


def _release_runs(part: dict[str, Json]) -> _Sections:
    runs = [_run(item) for item in objects_of(field_of(part, "runs"), "runs")]
    return {"release_runs": collected(list(runs)).to_json()}


def _run(body: dict[str, Json]) -> dict[str, Json]:
    unasked = unread(Status.NOT_REQUESTED, why="the document does not hold it", needs=HISTORY["release_runs"]).to_json()
    return {
        "id": whole_of(field_of(body, "databaseId"), "databaseId"),
        "name": without_addresses(required_text(body, "displayTitle")),
        "status": required_text(body, "status"),
        "conclusion": required_text(body, "conclusion"),
        "branch": required_text(body, "headBranch"),
        "commit": unasked,
        "event": unasked,
        "created_at": normalise_moment(required_text(body, "createdAt")),
        "updated_at": normalise_moment(required_text(body, "updatedAt")),
    }


def _complete(listed: list[Json], total: int, needs: str) -> Observation:
    if total == len(listed):
        return collected(listed)
    return incomplete(listed, why=f"{len(listed)} of {total} were read", needs=needs)
