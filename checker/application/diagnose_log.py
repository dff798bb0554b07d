"""Diagnose a log: every known failure in it, what it usually comes from, and what mends it exactly.

Refusals of trusted publishing are explained from the claims in the log; everything else from the known symptoms. A log
in which nothing is known is not healthy, it is unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from checker.application.explain_publish import Explanation, explain_publish
from checker.domain.publisher import Publisher
from checker.domain.symptom import Diagnosis, Symptom
from checker.errors import InputRefusedError, Place
from checker.formats.log_symptoms import symptoms_in
from checker.formats.publish_log import read_publish_log
from checker.ports.secret_forms import SecretForms


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosedLog:
    """What a log shows: refusals of trusted publishing, and symptoms; `is_known` if nothing of it stays unexplained."""

    explained: tuple[Explanation, ...]
    symptoms: tuple[Diagnosis, ...]

    @property
    def is_known(self) -> bool:
        """Whether everything that was seen has a cause."""
        return all(one.is_known for one in self.explained)


def diagnose_log(
    data: bytes, *, source: str, symptoms: Sequence[Symptom], publishers: Sequence[Publisher], secrets: SecretForms
) -> DiagnosedLog:
    """What the log shows.

    Args:
        data: the log as it was downloaded or copied.
        source: what it is called.
        symptoms: what is known.
        publishers: the trusted publishers the project declares.
        secrets: the forms that are masked in everything that is taken from the log.

    Raises:
        InputRefusedError: it is too large, or nothing in it is known.
    """
    log = read_publish_log(data, source=source, secrets=secrets.find)
    found = tuple(symptoms_in(data.decode("utf-8", "replace"), symptoms, secrets=secrets.find))
    explained = explain_publish(log, publishers, source=source) if log.problems or log.claims else ()
    lines = {one.line for one in found}
    kept = tuple(one for one in explained if one.is_known or one.line not in lines)
    if not kept and not found:
        raise InputRefusedError(
            "nothing in the log is a known failure",
            hint="give the log of the job that failed: gh run view RUN --log-failed",
            where=Place(source=source),
        )
    return DiagnosedLog(explained=kept, symptoms=found)
