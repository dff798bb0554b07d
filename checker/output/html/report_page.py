"""The report as one file for a browser: verdict, why, what to mend, what it rests on, and how to verify all of it.

Made from the stored document and those it names alone, in the words of the text; the same report gives the same bytes.
The file asks nobody for anything: its policy lets it load nothing, and run nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from checker.domain.closure import Closure
from checker.domain.json_shape import list_of, object_of, text_of
from checker.domain.json_value import Json
from checker.domain.namespace import Namespace
from checker.domain.outcome import Outcome, Ruling
from checker.domain.verdict import Verdict
from checker.formats.report_view import ReportView, view_of
from checker.output import terminal
from checker.output.html.closure_picture import Picture, picture_of
from checker.output.html.found_violations import FoundViolations, Room, found_violations
from checker.output.html.pages import filled
from checker.output.html.rests_on import Branch, rests_on, vouched
from checker.output.report_counts import advisory, blocking, counted, further_reasons, gate_of

MARKS = {
    Verdict.PASSED: terminal.PASSED.sign,
    Verdict.BLOCKED: terminal.FAILED.sign,
    Verdict.UNDECIDED: terminal.OPEN.sign,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRuling:
    """A rule with everything there is to know of it; `named` is its number, severity and enforcement."""

    ruling: Ruling
    named: str
    found: FoundViolations


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rules that ended alike: one by one (`full`) or one line each (`brief`); `said` are sentences of no rule."""

    title: str
    anchor: str
    mark: str
    tone: str
    full: tuple[ShownRuling, ...] = ()
    brief: tuple[Ruling, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many lines of its own the group has."""
        return len(self.full) + len(self.brief) + len(self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDigest:
    """A digest, what it names, and who vouches for that."""

    what: str
    digest: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command, and what it proves or shows."""

    line: str
    does: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """What the page of one report shows."""

    view: ReportView
    digest: str
    mark: str
    counted: str
    gate: str
    because: tuple[str, ...]
    urgent: tuple[Group, ...]
    further: tuple[Group, ...]
    branches: tuple[Branch, ...]
    picture: Picture
    digests: tuple[NamedDigest, ...]
    commands: tuple[Command, ...]
    whole: str
    """The command that shows all of the report."""

    @property
    def is_demo(self) -> bool:
        """Whether the verdict opens no real gate."""
        return self.view.namespace is not Namespace.REAL


def render_html(document: Mapping[str, Json], *, digest: str, closure: Closure) -> str:
    """The whole file of a valid `report/v1` document and of what is inside the documents it names."""
    return filled("report.html", page=page_of(document, digest=digest, closure=closure))


def page_of(document: Mapping[str, Json], *, digest: str, closure: Closure) -> ReportPage:
    """What the page of a report shows, alone or within others."""
    view = view_of(document)
    urgent, further = _groups(view)
    branches = rests_on(view, document, closure)
    digests = (NamedDigest(what="Report", digest=digest), *_digests(view, document))
    commands = tuple(_commands(view, digest, has_manifest=any(one.what == "Manifest" for one in digests)))
    return ReportPage(
        view=view,
        digest=digest,
        mark=MARKS[view.verdict],
        counted=counted(view),
        gate=gate_of(view),
        because=(*further_reasons(view), *view.gating.because),
        urgent=urgent,
        further=further,
        branches=branches,
        picture=picture_of(branches, verdict=view.verdict, digest=digest),
        digests=digests,
        commands=commands,
        whole=commands[-1].line,
    )


def _groups(view: ReportView) -> tuple[tuple[Group, ...], tuple[Group, ...]]:
    """What stands before that which could not be read, and what stands behind it; a group that is empty is left out."""
    room = Room()
    failed = view.with_outcome(Outcome.FAILED)

    def full(rulings: Sequence[Ruling]) -> tuple[ShownRuling, ...]:
        return tuple(_ruling(ruling, room) for ruling in rulings)

    urgent = (
        _group("Failed", terminal.FAILED, "bad", full=full(blocking(failed))),
        _group("Not evaluated", terminal.OPEN, "open", full=full(view.with_outcome(Outcome.NOT_EVALUATED))),
    )
    further = (
        _group("Warnings", terminal.WARNED, "open", full=full(advisory(failed)), said=view.warnings),
        _group("Waived", terminal.ASIDE, "open", full=full(view.with_outcome(Outcome.WAIVED))),
        _group("Passed", terminal.PASSED, "good", brief=view.with_outcome(Outcome.PASSED)),
        _group("Not applicable", terminal.ASIDE, "faint", brief=view.with_outcome(Outcome.NOT_APPLICABLE)),
    )
    return tuple(one for one in urgent if one.count), tuple(one for one in further if one.count)


def _group(
    title: str,
    mark: terminal.Mark,
    tone: str,
    *,
    full: tuple[ShownRuling, ...] = (),
    brief: tuple[Ruling, ...] = (),
    said: tuple[str, ...] = (),
) -> Group:
    anchor = title.lower().replace(" ", "-")
    return Group(title=title, anchor=anchor, mark=mark.sign, tone=tone, full=full, brief=brief, said=said)


def _ruling(ruling: Ruling, room: Room) -> ShownRuling:
    rule = ruling.rule
    named = " ".join(word for word in (rule.catalogue, rule.severity, rule.enforcement) if word)
    return ShownRuling(ruling=ruling, named=named, found=found_violations(ruling, room))


def _digests(view: ReportView, document: Mapping[str, Json]) -> Iterator[NamedDigest]:
    """Every digest inside the report, in the order of the picture."""
    yield NamedDigest(what="Snapshot", digest=view.snapshot)
    for bundle in view.trust:
        yield NamedDigest(what="Bundle", digest=bundle.tree_digest, note=bundle.name)
    manifest = text_of(object_of(document["manifest"], "manifest")["digest"], "digest")
    if manifest:
        yield NamedDigest(what="Manifest", digest=manifest, note=f"version {view.manifest_version}")
    for audit in view.audits:
        yield NamedDigest(what="Audit", digest=audit.digest, note=f"{audit.kind}, {vouched(audit)}")
        yield NamedDigest(what="Facts of it", digest=audit.facts_digest, note="what it says, without when and how")
    for proof in view.proofs:
        yield NamedDigest(what="Evidence", digest=proof.digest, note=f"{proof.kind}, {vouched(proof)}")
    for one in list_of(document["evidence"], "evidence"):
        item = object_of(one, "evidence")
        yield NamedDigest(what="Document", digest=text_of(item["digest"], "digest"), note=text_of(item["kind"], "kind"))
    if view.anchor:
        yield NamedDigest(what="Anchor", digest=view.anchor)
    yield NamedDigest(what="Input", digest=text_of(document["input"], "input"), note="what the rules saw")


def _commands(view: ReportView, digest: str, *, has_manifest: bool) -> Iterator[Command]:
    """How whoever has the project's folder verifies the report; the last one shows all of it."""
    where = " --namespace demo" if view.namespace is not Namespace.REAL else ""
    verify = f"clean-release report verify {digest}{where}"
    yield Command(line=verify, does="judges again from the stored documents and compares field by field")
    if has_manifest:
        yield Command(line=f"{verify} --artifact FILE", does="holds a file to what was judged, and demands a pass")
    yield Command(
        line=f"clean-release report replay {digest}{where}", does="builds the report again, and compares the bytes"
    )
    yield Command(line=f"clean-release snapshot show {view.snapshot}{where}", does="shows the rules that judged")
    yield Command(line=f"clean-release trail verify{where}", does="proves that nothing kept here was changed since")
    yield Command(line=f"clean-release report show {digest}{where} --format json", does="shows all of the report")
