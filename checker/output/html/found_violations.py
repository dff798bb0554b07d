"""The violations of a rule on a page: few of them in full, many of them as a table that says once what they share.

A page has room for so much. What does not fit is first shown by its subject alone, then counted; the page says which,
and how to see the rest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from checker.domain.outcome import Ruling, Violation
from checker.formats.canonical import canonical_bytes
from checker.output.html.pages import in_text
from checker.output.report_counts import named
from checker.output.report_words import abridged

FEW = 10
"""Up to so many violations of a rule are shown one by one."""
SUBJECT = "{subject}"
"""What stands for the subject of a line where many lines share a sentence."""
_FIELDS = ("message", "evidence", "click", "command")
_MARKUP = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownViolation:
    """A violation with all there is to know of it; in a table, `{subject}` stands for the subject in its sentences."""

    subject: str
    message: str
    evidence: str
    click: str
    command: str
    is_waived: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table: a subject, and what is its own in each column; nothing of it where the page was full."""

    subject: str
    cells: tuple[str, ...]
    is_waived: bool
    is_brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationTable:
    """Violations that are mended alike: `shared` holds in every line (empty where it does not), `columns` differ."""

    shared: dict[str, str]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def body(self) -> Markup:
        """The lines as rows of a table.

        NOTE: not in the template, where 2,000 lines of three cells take as long as all the rest of the page; what is
        foreign goes through the same escape.
        """
        rows = (
            "".join(
                (
                    '<tr><th scope="row">',
                    in_text(row.subject),
                    " (waived)" if row.is_waived else "",
                    *(f"<td>{in_text(cell)}" for cell in row.cells),
                )
            )
            for row in self.rows
        )
        return Markup("\n".join(rows))  # noqa: S704 - every piece was escaped

    @property  # noqa: V106 - a template reads it
    def says_something(self) -> bool:
        """Whether there is anything that all lines share."""
        return any(self.shared.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundViolations:
    """What a page shows of a rule's violations: `cards` one by one, or `tables`; `brief` and `left_out` are counts."""

    count: int
    cards: tuple[ShownViolation, ...] = ()
    tables: tuple[ViolationTable, ...] = ()
    brief: int = 0
    left_out: int = 0


class Room:
    """How much a page still holds: bytes of details, and bytes of names once there is no room for details."""

    def __init__(self, *, details: int = 200_000, names: int = 600_000) -> None:
        self._details = details
        self._names = names

    def takes_details(self, *texts: str) -> bool:
        """Whether all of it may be shown; once something may not, nothing that comes later may."""
        self._details -= sum(map(len, texts)) + _MARKUP
        return self._details >= 0

    def takes_name(self, subject: str) -> bool:
        """Whether a subject alone may be shown."""
        self._names -= len(subject) + _MARKUP
        return self._names >= 0


def found_violations(ruling: Ruling, room: Room) -> FoundViolations:
    """The violations of a ruling, as many as there is room for."""
    count = len(ruling.violations)
    if count <= FEW:
        cards = tuple(
            _shown(one, is_waived=one.fingerprint in ruling.waived, subject=one.subject) for one in ruling.violations
        )
        if all(room.takes_details(*(getattr(card, field) for field in ("subject", *_FIELDS))) for card in cards):
            return FoundViolations(count=count, cards=cards)
    waived = frozenset(ruling.waived)
    shown = [_shown(one, is_waived=one.fingerprint in waived) for one in ruling.violations]
    tables = tuple(_table(group, room) for group in _mended_alike(shown))
    rows = [row for table in tables for row in table.rows]
    brief = sum(row.is_brief for row in rows)
    return FoundViolations(count=count, tables=tables, brief=brief, left_out=count - len(rows))


def _shown(violation: Violation, *, is_waived: bool, subject: str = SUBJECT) -> ShownViolation:
    message = named(subject=violation.subject, message=violation.message)
    fix, name = violation.fix, violation.subject
    return ShownViolation(
        subject=abridged(name),
        message=_put(message, name, subject).removeprefix(f"{SUBJECT}: "),
        evidence=" ".join(abridged(canonical_bytes(fact).decode()) for fact in violation.evidence),
        click=_put(fix.click, name, subject),
        command=_put(fix.command, name, subject),
        is_waived=is_waived,
    )


def _put(text: str, name: str, subject: str) -> str:
    """The text with something else for the name, where that stands as a word of its own.

    NOTE: a regular expression for each of 2,000 subjects takes longer than all the rest of the page.
    """
    if not name or name == subject or name not in text:
        return text
    first, *pieces = text.split(name)
    joined = first
    for piece in pieces:
        is_word = not joined[-1:].isalnum() and not piece[:1].isalnum()
        joined += (subject if is_word else name) + piece
    return joined


def _mended_alike(shown: Sequence[ShownViolation]) -> Iterable[Sequence[ShownViolation]]:
    """A group for each way of mending, unless there are too many ways."""
    groups: dict[tuple[str, str], list[ShownViolation]] = {}
    for one in shown:
        groups.setdefault((one.click, one.command), []).append(one)
    return groups.values() if len(groups) <= FEW else (shown,)


def _table(group: Sequence[ShownViolation], room: Room) -> ViolationTable:
    """A table that says once what all of its lines share."""
    values = {field: [getattr(one, field) for one in group] for field in _FIELDS}
    shared = {field: texts[0] for field, texts in values.items() if len(set(texts)) == 1}
    columns = tuple(field for field in _FIELDS if field not in shared)
    is_brief = not room.takes_details(*shared.values())
    cells = zip(*(values[field] for field in columns), strict=True) if columns else ((),) * len(group)
    rows = (_row(one, None if is_brief else own, room) for one, own in zip(group, cells, strict=True))
    return ViolationTable(
        shared=dict.fromkeys(_FIELDS, "") | ({} if is_brief else shared),
        columns=columns,
        rows=tuple(row for row in rows if row),
    )


def _row(one: ShownViolation, cells: tuple[str, ...] | None, room: Room) -> Row | None:
    """The line with what is its own, its subject alone, or nothing."""
    if cells is not None and room.takes_details(one.subject, *cells):
        return Row(subject=one.subject, cells=cells, is_waived=one.is_waived)
    if room.takes_name(one.subject):
        return Row(subject=one.subject, cells=(), is_waived=one.is_waived, is_brief=True)
    return None
