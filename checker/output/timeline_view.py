"""What happened, and whether it is as it was recorded, for people and for machines."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from checker.application.carry_trail import ForeignTrail
from checker.application.read_timeline import Timeline, TimelineItem
from checker.application.verify_trail import VerifiedTrail
from checker.domain.json_value import Json
from checker.output.lifecycle_view import told
from checker.output.terminal import Terminal
from checker.ports.store import TrailFinding

_SHORT = len("sha256:") + 12


def timeline_document(timeline: Timeline, finding: TrailFinding) -> dict[str, Json]:
    """What happened as one document."""
    return {
        "schema": "clean-release/timeline/v1",
        **_finding(finding),
        "left_out": timeline.left_out,
        "entries": [_item(item) for item in timeline.items],
    }


def foreign_document(found: Sequence[tuple[ForeignTrail, Timeline]]) -> dict[str, Json]:
    """What happened elsewhere as one document."""
    return {
        "schema": "clean-release/foreign-timelines/v1",
        "trails": [
            {
                **_foreign(trail),
                "left_out": timeline.left_out,
                "entries": [_item(item) for item in timeline.items],
            }
            for trail, timeline in found
        ],
    }


def verified_document(verified: VerifiedTrail) -> dict[str, Json]:
    """What was found as one document."""
    against = verified.against
    return {
        "schema": "clean-release/verified-trail/v1",
        **_finding(verified.finding),
        "alarm": str(verified.alarm),
        "origin": verified.trail.origin,
        "checkpoints": {"inside": verified.seals, "unproven": verified.unproven},
        "against": {"size": against.checkpoint.size, "at": against.checkpoint.at, "key": against.key}
        if against
        else {},
    }


def exported_document(path: Path, *, size: int, head: str) -> dict[str, Json]:
    """What was written as one document."""
    return {"schema": "clean-release/written-trail/v1", "written": str(path), "size": size, "head": head}


def imported_document(trail: ForeignTrail, *, is_new: bool) -> dict[str, Json]:
    """What was kept as one document."""
    return {"schema": "clean-release/imported-trail/v1", **_foreign(trail), "new": is_new}


def render_timeline(timeline: Timeline, finding: TrailFinding, *, shown: Terminal) -> str:
    """What happened, oldest first, then how far the trail holds."""
    return _lines([*_entries(timeline, shown), _held(finding, shown)])


def render_foreign(found: Sequence[tuple[ForeignTrail, Timeline]], *, shown: Terminal) -> str:
    """What happened elsewhere, trail by trail."""
    lines = [] if found else ["no trail was imported; `clean-release trail import` keeps one"]
    for trail, timeline in found:
        lines += [_vouched(trail, shown), *(f"  {line}" for line in _entries(timeline, shown))]
    return _lines(lines)


def render_verified(verified: VerifiedTrail, *, shown: Terminal) -> str:
    """What was found, the alarm first."""
    lines = [f"ALARM: {verified.alarm}"] if verified.alarm else []
    lines.append(_held(verified.finding, shown))
    if verified.seals:
        proven = verified.seals - verified.unproven
        lines.append(f"checkpoints inside: {verified.seals}, of which your anchor vouches for {proven}")
    if verified.against:
        held = verified.against
        lines.append(
            shown.safe(f"held against entry {held.checkpoint.size}, signed at {held.checkpoint.at} by {held.key}")
        )
    else:
        lines.append("no checkpoint was given: a tail that was cut off would not show")
    return _lines(lines)


def render_exported(path: Path, *, size: int, shown: Terminal) -> str:
    """What was written."""
    return _lines([f"wrote {shown.safe(str(path))}, up to entry {size}"])


def render_imported(trail: ForeignTrail, *, is_new: bool, shown: Terminal) -> str:
    """What was kept."""
    return _lines([_vouched(trail, shown), "" if is_new else "nothing of it is new"])


def _entries(timeline: Timeline, shown: Terminal) -> Iterator[str]:
    if timeline.left_out:
        yield f"({timeline.left_out} older entries; --limit 0 shows all)"
    yield from (_line(item, shown) for item in timeline.items)


def _line(item: TimelineItem, shown: Terminal) -> str:
    head = f"{item.seq}  {item.at}  {item.action}"
    if item.event is None:
        return shown.safe(f"{head}  {item.type} {item.digest}")
    event, proof = item.event, item.event.identity
    who = f"{event.actor} ({proof.method}{f' {proof.subject[:_SHORT]}' if proof.is_proven else ''})"
    return shown.safe(
        f"{head}  {event.candidate or '(no candidate)'}  {who}: {told(event.happened)}  {item.digest[:_SHORT]}"
    )


def _held(finding: TrailFinding, shown: Terminal) -> str:
    head = finding.head
    if finding.holds:
        return f"the trail holds: {head.seq} entries, head {head.hash}"
    where = f"entry {finding.first_bad}" if finding.first_bad else "around the rows"
    return shown.safe(f"the trail does not hold, {where}: {finding.problem}; nothing behind entry {head.seq} is shown")


def _vouched(trail: ForeignTrail, shown: Terminal) -> str:
    first, last = trail.rows[0].seq, trail.head.seq
    return shown.safe(
        f"trail {trail.trail.origin[:_SHORT]}: entries {first} to {last}, signed at {trail.at} by {trail.key}"
    )


def _finding(finding: TrailFinding) -> dict[str, Json]:
    return {
        "holds": finding.holds,
        "first_bad": finding.first_bad,
        "problem": finding.problem,
        "head": {"seq": finding.head.seq, "hash": finding.head.hash},
    }


def _foreign(trail: ForeignTrail) -> dict[str, Json]:
    return {
        "origin": trail.trail.origin,
        "first": trail.rows[0].seq,
        "head": {"seq": trail.head.seq, "hash": trail.head.hash},
        "signed": {"at": trail.at, "key": trail.key},
    }


def _item(item: TimelineItem) -> dict[str, Json]:
    event = item.event
    proof = event.identity if event else None
    return {
        "seq": item.seq,
        "at": item.at,
        "action": item.action,
        "type": item.type,
        "digest": item.digest,
        "candidate": event.candidate if event else "",
        "run": item.run,
        "actor": event.actor if event else "",
        "identity": {
            "method": str(proof.method) if proof else "",
            "issuer": proof.issuer if proof else "",
            "subject": proof.subject if proof else "",
        },
        "told": told(event.happened) if event else "",
    }


def _lines(lines: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in lines if line)
