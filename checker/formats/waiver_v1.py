"""`waiver/v1`: one accepted violation, as the canonical bytes that two persons sign.

It travels in a DSSE envelope. Both signatures are over the same bytes, so nothing of it can differ between the two.
"""

from dataclasses import fields
from datetime import timedelta
from typing import TYPE_CHECKING

from checker.domain.limits import HAND_WRITTEN
from checker.domain.moment import parse_moment
from checker.domain.namespace import Namespace
from checker.domain.waiver import LONGEST_DAYS, Waiver
from checker.errors import InputRefusedError, Place
from checker.formats.payload_type import payload_type
from checker.formats.statement import read_statement, statement_bytes

if TYPE_CHECKING:
    from checker.domain.json_value import Json

SCHEMA = "clean-release/waiver/v1"
NAME = "waiver"
WAIVER_PAYLOAD = payload_type(NAME)
"""The type of what is signed, so that no signature for something else counts here."""


def waiver_bytes(waiver: Waiver) -> bytes:
    """The canonical bytes of a waiver that its own reader accepts.

    Raises:
        InputRefusedError: the reader would refuse it: no reason, no owner, an end that does not exist or is too far.
    """
    document: dict[str, Json] = {
        "schema": SCHEMA,
        **{field.name: getattr(waiver, field.name) for field in fields(waiver)},
        "namespace": str(waiver.namespace),
    }
    data = statement_bytes(document, name=NAME)
    parse_waiver(data, source=f"the new waiver of {waiver.rule}")
    return data


def parse_waiver(data: bytes, *, source: str) -> Waiver:
    """A waiver from the bytes that were signed.

    Raises:
        InputRefusedError: malformed, not canonical, against its schema, or with a time that does not exist, an end that
            is not after its beginning, or one too far from it.
    """
    document = read_statement(data, name=NAME, source=source, limits=HAND_WRITTEN)
    where = Place(source=source)
    named = {field.name: document[field.name] for field in fields(Waiver)}
    waiver = Waiver(**{**named, "namespace": Namespace(document["namespace"])})
    lives = parse_moment(waiver.expires_at) - parse_moment(waiver.issued_at)
    if lives <= timedelta(0):
        raise InputRefusedError(
            f"the waiver ends at {waiver.expires_at}, expected a moment after its beginning, {waiver.issued_at}",
            hint=f"name a later day, at most {LONGEST_DAYS} days from its beginning",
            where=where,
        )
    if lives > timedelta(days=LONGEST_DAYS):
        raise InputRefusedError(
            f"the waiver is from {waiver.issued_at} to {waiver.expires_at}, expected an end within {LONGEST_DAYS} days",
            hint="accept it for a shorter time; what is accepted for longer belongs into the policy",
            where=where,
        )
    if not waiver.reason.strip() or not waiver.owner.strip():
        raise InputRefusedError(
            "the waiver has no reason or no owner", hint="say why it is accepted, and who mends it", where=where
        )
    return waiver
