"""Judged candidates for tests: a store, a report that lets them go, and persons with keys."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from checker.application.approve_release import ApprovalAsked, approve_release
from checker.application.open_lifecycle import Acting, OpenedLifecycle
from checker.application.prove_identity import prove_identity
from checker.application.seal_trail import identity_of, sealing
from checker.domain.candidate import ManifestBuilt
from checker.domain.digest import Digest, digest_of
from checker.domain.document_kind import DocumentKind
from checker.domain.identity import ASSERTED
from checker.domain.json_value import Json
from checker.domain.report import Gating, JudgedSource
from checker.domain.trust import Anchor
from checker.formats.canonical import canonical_bytes
from checker.formats.report_v1 import report_bytes
from checker.ports.store import Document, Seal
from tests.candidate_builders import NAME, acting, built, judged
from tests.fakes.memory_keys import MemorySigner
from tests.identity_builders import an_anchor
from tests.release_builders import COMMIT, NOW, an_empty_store
from tests.report_builders import a_report

Seals: TypeAlias = Callable[[Digest], Seal]
ASKED = ApprovalAsked(candidate=NAME, report="rpt-001")
EVERYBODY = an_anchor("ann", "bea", "cid", "release-bot", "release-owner")


@dataclass(frozen=True)
class Judged:
    """A candidate with a report that passed, and with what its approvals are made."""

    opened: OpenedLifecycle
    by: Acting
    anchor: Anchor

    def acting(self, actor: str, *, at: str = NOW) -> Acting:
        """Somebody with their key."""
        signer = MemorySigner(actor)
        namespace = self.by.store.namespace
        identity = prove_identity(actor, namespace=namespace, anchor=self.anchor, signer=signer, at=at)
        trail = identity_of(self.by.store, project=self.by.project, anchor=self.anchor)
        return replace(self.by, actor=actor, identity=identity, at=at, seal=sealing(trail, signer=signer, at=at))

    def approved(self, actor: str = "release-owner", *, at: str = NOW, **asked: Any) -> "Judged":  # noqa: ANN401 - any
        """The same, approved by somebody with their key."""
        opened = approve_release(
            self.opened,
            replace(ASKED, **asked),
            anchor=self.anchor,
            signer=MemorySigner(actor),
            by=self.acting(actor, at=at),
        )
        return replace(self, opened=opened)


def commits(**changes: Any) -> dict[str, Json]:  # noqa: ANN401 - any part of it
    """The section `reviews`: one commit by 17, merged by 18."""
    pull: dict[str, Json] = {"number": 1, "author_id": 17, "merged_by_id": 18, "merged_at": NOW, "reviews": []}
    one: dict[str, Json] = {"commit": COMMIT, "author_ids": [17], "has_unknown_author": False, "pulls": [pull]}
    value: dict[str, Json] = {"base": "v1.1.0", "commit": COMMIT, "commits": [{**one, **changes}]}
    return {"status": "collected", "value": value, "evidence": []}


def a_judged_candidate(
    *,
    anchor: Anchor = EVERYBODY,
    importer: str = "release-bot",
    seal: Callable[[Seals], Seals | None] = lambda honest: honest,
    reviews: Json = None,
    files: int = 1,
    by: Acting | None = None,
    **changes: Any,  # noqa: ANN401 - any part of the report
) -> Judged:
    """A candidate whose current run passed at noon; `importer` is asserted where the anchor does not know them.

    `seal` changes how the importer signs what they do, for whoever claims to be them.
    """
    store = by.store if by else an_empty_store()
    setattr(store, "is_ephemeral", False)  # noqa: B010 - the port only reads it
    by = replace(by or acting(), store=store, actor=importer, identity=ASSERTED)
    if importer in {one.actor for one in anchor.identities}:
        proven = prove_identity(
            importer, namespace=store.namespace, anchor=anchor, signer=MemorySigner(importer), at=NOW
        )
        trail = identity_of(store, project=by.project, anchor=anchor)
        by = replace(by, identity=proven, seal=seal(sealing(trail, signer=MemorySigner(importer), at=by.at)))
    opened = built(by, files=files)
    digest = stored_report(opened, by=by, anchor=anchor, reviews=commits() if reviews is None else reviews, **changes)
    return Judged(opened=judged(by, report=digest, opened=opened), by=by, anchor=anchor)


def stored_report(
    opened: OpenedLifecycle,
    *,
    by: Acting,
    anchor: Anchor,
    reviews: Json,
    **changes: Any,  # noqa: ANN401 - any part of the report
) -> Any:  # noqa: ANN401 - a digest
    """A report that lets the newest manifest go, stored with what it judged; its digest."""
    _, manifest = list(opened.candidate(NAME).having(ManifestBuilt))[-1]
    repository: dict[str, Json] = {} if reviews == "none" else {"reviews": reviews}
    judged_input = canonical_bytes({"repository": repository})
    source = JudgedSource(
        host="github.com", slug="octo/widget", repository_id=42, owner_id=7, commit=COMMIT, ref="refs/tags/v1.2.0-rc1"
    )
    parts: dict[str, Any] = {
        "namespace": by.store.namespace,
        "gating": Gating(gating=True),
        "project": "widget",
        "source": source,
        "manifest_digest": manifest.document,
        "anchor": str(anchor.digest),
        "evaluated_at": NOW,
        "input_digest": digest_of(judged_input),
        **changes,
    }
    rulings, parts["anchor"] = parts.pop("rulings", ()), parts.pop("made_under", parts["anchor"])
    data = report_bytes(a_report(*rulings, **parts))
    kept = Document(kind=DocumentKind.INPUT, digest=digest_of(judged_input), data=judged_input)
    by.store.put_report(digest=digest_of(data), data=data, inputs=(kept,))
    return digest_of(data)
