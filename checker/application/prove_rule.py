"""Prove a rule: try to make it break its laws, over given documents, their edits, and holes in all of them.

No proof in the mathematician's sense: what is tried are edits of one fact the rule reads, a number of walks of several,
what one document knows put into another, and holes in the documents that fail. Up to `most` of each is everything there
is; beyond that chance chooses, the same way every time. A rule that survives without ever failing, or without what it
reads ever deciding, has shown nothing; that is "not proven", and not a pass.
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from checker.application.guard import ReadGuard
from checker.domain.hole import Observed, holes_in, is_read_through, observed, seen_by
from checker.domain.json_place import Pointer, value_at, with_value
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.outcome import Outcome, Ruling
from checker.domain.proof import Change, CounterExample, Law, LawProof, RuleProof, Standing
from checker.domain.rule import Rule
from checker.formats.fact_edits import FactEdit, fact_edits

Judge = Callable[[dict[str, Json]], Ruling]
"""What one rule decides of one document, as a gate would have it."""

DERIVED = frozenset({"repository.effective_protection", "repository.release_refs"})
"""Lists that the host makes of other sections."""
_LONGEST_WALK = 3
_SHARE_OF_A_WARNING = 3
"""What is only a warning may cost this part of what gates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofBase:
    """A document to begin from, and the rule as it judges there: project facts differ between documents.

    No two bases of a proof have one name.
    """

    name: str
    document: dict[str, Json] = field(repr=False)
    judge: Judge = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofPlan:
    """What is tried: at most `most` edits, and as many holes, and `walks` of several edits; the same ones every time.

    `accepts` says whether a document is one that rules may be given.
    """

    rule: Rule
    bases: Sequence[ProofBase]
    schema: dict[str, Json] = field(repr=False)
    accepts: Callable[[dict[str, Json]], bool] = field(repr=False)
    walks: int
    most: int = 300

    @property
    def paths(self) -> tuple[str, ...]:
        """Every observation the rule says it reads."""
        return tuple(dict.fromkeys((*self.rule.applies_reads, *self.rule.reads, *self.rule.handles)))

    @property
    def facts(self) -> tuple[str, ...]:
        """Those of them whose values may be others: which refs there are is for the host to say."""
        return tuple(path for path in self.paths if path not in DERIVED)

    @property
    def chance(self) -> random.Random:
        """What chooses where there is too much; it begins anew for each rule."""
        return random.Random(self.rule.code)  # noqa: S311 - to be repeated, not to be secret


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """One document that was judged: its base, the edits that made it, and the ruling."""

    base: ProofBase
    edits: tuple[FactEdit, ...]
    document: dict[str, Json] = field(repr=False)
    ruling: Ruling


def prove_rule(plan: ProofPlan) -> RuleProof:
    """What became of the four laws."""
    tried = _documents(plan)
    failing = [one for one in tried if one.ruling.outcome is Outcome.FAILED]
    passing = [one for one in tried if one.ruling.outcome is Outcome.PASSED]
    laws = (
        _holed(Law.HOLES_OPEN_NOTHING, failing, lambda ruling: ruling.opens, most=plan.most),
        _decided(tried),
        _reads(plan.rule, tried),
        _holed(
            Law.HOLES_FAIL_NOTHING,
            passing,
            lambda ruling: ruling.outcome is Outcome.FAILED,
            most=plan.most // _SHARE_OF_A_WARNING,
        ),
    )
    return RuleProof(code=plan.rule.code, documents=len(tried), laws=laws)


def _documents(plan: ProofPlan) -> list[_Tried]:
    """The bases, edits of one fact the rule reads, walks of several, and what else may show that a read decides.

    What the rule does not read is left out: it makes no difference, and judging takes its time.
    """
    whole = {base.name: base for base in plan.bases}
    bases = [replace(base, document=seen_by(base.document, plan.paths)) for base in plan.bases]
    edits = [
        (base, edit) for base in bases for edit in fact_edits(base.document, plan.schema) if edit.owner in plan.facts
    ]
    chance = plan.chance
    chance.shuffle(edits)
    tried = [one for base in bases if (one := _try(plan, whole[base.name], base, ()))]
    tried += [one for base, edit in edits[: plan.most] if (one := _try(plan, whole[base.name], base, (edit,)))]
    walks = [_walk(chance, edits) for _ in range(plan.walks if edits else 0)]
    tried += [one for base, some in walks if (one := _try(plan, whole[base.name], base, some))]
    rest = (*edits[plan.most :], *_exchanges(plan, bases))
    # one change makes a document fail far more often than it makes one pass
    passing = {one.base.name for one in tried if not one.edits and one.ruling.outcome is Outcome.PASSED}
    rest = tuple(sorted(rest, key=lambda one: one[0].name not in passing))
    for path in _undecisive(plan.rule, tried):
        own = [(base, edit) for base, edit in rest if is_read_through(edit.owner, path)]
        for base, edit in own[: plan.most]:
            one = _try(plan, whole[base.name], base, (edit,))
            tried += [one] if one else []
            if one and path not in _undecisive(plan.rule, tried):
                break
    return tried


def _try(plan: ProofPlan, whole: ProofBase, base: ProofBase, edits: tuple[FactEdit, ...]) -> _Tried | None:
    """What the rule decides of the edited document; None where no host would give it to a rule."""
    if edits and not plan.accepts(_edited(whole.document, edits)):
        return None
    document = _edited(base.document, edits)
    return _Tried(base=base, edits=edits, document=document, ruling=base.judge(document))


def _walk(chance: random.Random, edits: Sequence[tuple[ProofBase, FactEdit]]) -> tuple[ProofBase, tuple[FactEdit, ...]]:
    """Several edits of one of the bases."""
    base = chance.choice(edits)[0]
    own = [edit for other, edit in edits if other is base]
    return base, tuple(chance.sample(own, min(chance.randint(2, _LONGEST_WALK), len(own))))


def _exchanges(plan: ProofPlan, bases: Sequence[ProofBase]) -> Iterator[tuple[ProofBase, FactEdit]]:
    """What one document knows of a section, put into another that knows otherwise."""
    known = [{at.path: at.pointer for at in observed(base.document) if at.path in plan.paths} for base in plan.bases]
    for base, whole, places in zip(bases, plan.bases, known, strict=True):
        for other, theirs in zip(plan.bases, known, strict=True):
            for path in sorted(places.keys() & theirs.keys()):
                becomes = value_at(other.document, (*theirs[path], "value"))
                pointer = (*places[path], "value")
                if becomes != value_at(whole.document, pointer):
                    yield base, FactEdit(pointer=pointer, owner=path, becomes=becomes)


def _edited(document: dict[str, Json], edits: Sequence[FactEdit]) -> dict[str, Json]:
    """The document with these facts changed, the deeper ones first: what is emptied has nothing below it."""
    for edit in sorted(edits, key=lambda edit: -len(edit.pointer)):
        document = object_of(with_value(document, edit.pointer, edit.becomes), "the document")
    return document


def _holed(law: Law, tried: Sequence[_Tried], is_broken: Callable[[Ruling], bool], *, most: int) -> LawProof:
    """Whether a hole does what the law forbids; the base documents come first, then those with the fewest edits."""
    fewest_edits_first = sorted(tried, key=lambda one: len(one.edits))
    holes = ((one, at, document) for one in fewest_edits_first for at, document in holes_in(one.document))
    for one, at, document in islice(holes, most):
        after = one.base.judge(document)
        if is_broken(after):
            return LawProof(law=law, standing=Standing.BROKEN, example=_smallest(one, at, after, is_broken))
    missing = () if tried else ("no document failed" if law is Law.HOLES_OPEN_NOTHING else "no document passed",)
    return LawProof(law=law, standing=Standing.NOT_PROVEN if missing else Standing.HOLDS, missing=missing)


def _smallest(one: _Tried, at: Observed, after: Ruling, is_broken: Callable[[Ruling], bool]) -> CounterExample:
    """The same with every edit left out that is not needed."""
    for edit in one.edits:
        edits = tuple(other for other in one.edits if other is not edit)
        document = _edited(one.base.document, edits)
        fewer = replace(one, edits=edits, document=document, ruling=one.base.judge(document))
        still = _holed_at(fewer, at, is_broken) if fewer.ruling.outcome is one.ruling.outcome else None
        if still is not None:
            return _smallest(fewer, at, still, is_broken)
    return _example(one, hole=at.path, after=after)


def _holed_at(one: _Tried, at: Observed, is_broken: Callable[[Ruling], bool]) -> Ruling | None:
    """What a hole in this place does that is forbidden, if it does."""
    rulings = (one.base.judge(document) for place, document in holes_in(one.document) if place == at)
    return next((ruling for ruling in rulings if is_broken(ruling)), None)


def _decided(tried: Sequence[_Tried]) -> LawProof:
    """Whether each document that is known was decided."""
    for one in sorted(tried, key=lambda one: len(one.edits)):
        if one.ruling.outcome is Outcome.NOT_EVALUATED and not _may_be_open(one):
            example = _example(one, hole="", after=one.ruling)
            return LawProof(law=Law.FACTS_DECIDE, standing=Standing.BROKEN, example=example)
    return LawProof(law=Law.FACTS_DECIDE, standing=Standing.HOLDS)


def _may_be_open(one: _Tried) -> bool:
    """Whether nothing was to be judged, or something the rule asks for was not read."""
    ruling, rule = one.ruling, one.ruling.rule
    unread = ReadGuard(one.document).unread((*rule.applies_reads, *rule.reads, *rule.handles))
    return bool(unread) or (not ruling.subjects and ruling.error is None)


def _reads(rule: Rule, tried: Sequence[_Tried]) -> LawProof:
    """Whether the rule fails somewhere, and whether each thing it reads decides somewhere."""
    missing = [f"no change of {path} decided anything" for path in _undecisive(rule, tried)]
    if all(one.ruling.outcome is not Outcome.FAILED for one in tried):
        missing.insert(0, "no document failed")
    standing = Standing.NOT_PROVEN if missing else Standing.HOLDS
    return LawProof(law=Law.READS_MATTER, standing=standing, missing=tuple(missing))


def _undecisive(rule: Rule, tried: Sequence[_Tried]) -> tuple[str, ...]:
    """What the rule reads of which no single change was seen to change what it decides."""
    first = {one.base.name: one.ruling.outcome for one in tried if not one.edits}
    single = [one for one in tried if len(one.edits) == 1]
    decisive = {one.edits[0].owner for one in single if one.ruling.outcome is not first[one.base.name]}
    read = dict.fromkeys((*rule.reads, *rule.handles))
    return tuple(path for path in read if not any(is_read_through(owner, path) for owner in decisive))


def _example(one: _Tried, *, hole: str, after: Ruling) -> CounterExample:
    before = one.ruling.outcome if hole else one.base.judge(one.base.document).outcome
    return CounterExample(
        base=one.base.name,
        changes=tuple(_change(one.base.document, edit.pointer, edit.becomes) for edit in one.edits),
        hole=hole,
        before=before,
        after=after.outcome,
        reason=after.reason,
    )


def _change(document: dict[str, Json], pointer: Pointer, after: Json) -> Change:
    return Change(pointer=pointer, before=value_at(document, pointer), after=after)
