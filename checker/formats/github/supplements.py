"""What stands beside a repository's answers: exported rulesets and GraphQL answers.

Neither proves a setting by itself. They are used only where no answer of REST speaks, and then the section says why it
is not read; or where an answer of REST leaves out who may merge past the reviews it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checker.domain.json_value import Json, JsonLike
from checker.domain.observation import Observation
from checker.domain.response import Response
from checker.formats.audit_document import Evidence
from checker.formats.canonical import canonical_digest
from checker.formats.github.audit_drafts import AnswerReading
from checker.formats.github.classic_allowances import lacks_allowances, with_allowances
from checker.formats.github.classic_rules_query import RULES_FIELD
from checker.formats.github.exports import exports_section
from checker.formats.github.graphql_status import classic_rules_status
from checker.formats.github.lists_query import RELEASED
from checker.formats.github.queried_sections import parts_told, queried_sections, sections_told
from checker.formats.github.query_answer import QueryAnswer
from checker.formats.github.settings_query import SAVING
from checker.formats.github.workflow_files_query import WORKFLOW_FILES

_RULES, _CLASSIC = "ref_rules", "classic_protection"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """The rulesets of one file that does not say which request it answers."""

    file: str
    entries: tuple[dict[str, Json], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """Sections with what stands beside them, the evidence of that, and how it was understood."""

    sections: dict[str, Observation]
    evidence: list[Evidence]
    readings: list[AnswerReading]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplements:
    """Everything that stands beside the answers."""

    exported: Sequence[Exported] = ()
    graphql: Sequence[Response] = ()

    def unused(self, sections: dict[str, Observation]) -> list[str]:
        """A warning for each that is not used, because answers already speak of the same."""
        found = []
        if _RULES in sections:
            why = "rulesets without a request are not read beside answers about rulesets"
            found += [f"{one.file}: {why}" for one in self.exported]
        classic = sections.get(_CLASSIC)
        only_rules = [one for one in self.answers(()) if not _tells_more(one)]
        is_told = classic is not None and not lacks_allowances(classic)
        why = "GraphQL is not read beside answers about protection" if is_told else "only one answer of GraphQL is read"
        found += [f"{one.response.file}: {why}" for one in only_rules[0 if is_told else 1 :]]
        for answer in self.answers(()):
            beside = sorted(sections_told(answer) & sections.keys())
            found += [f"{answer.response.file}: GraphQL is not read beside answers about {name}" for name in beside]
        return found

    def added(self, sections: dict[str, Observation], *, slugs: tuple[str, ...]) -> Added:
        """The sections with what these add; `slugs` are the names of the repository."""
        files = [_file(item, number) for number, item in enumerate(self.exported, start=1)]
        posts = self.answers(slugs)
        more: dict[str, Observation] = {}
        readings: list[AnswerReading] = []
        if self.exported:
            entries = tuple(entry for item in self.exported for entry in item.entries)
            more[_RULES] = exports_section(entries, evidence=tuple(item.id for item in files))
        for answer in [one for one in posts if one.holds(RULES_FIELD) or not _tells_more(one)][:1]:
            if (classic := sections.get(_CLASSIC)) is None:
                more[_CLASSIC] = replace(classic_rules_status(answer.first), evidence=(answer.evidence,))
            elif lacks_allowances(classic):
                completed, seen = with_allowances(classic, answer)
                sections = {**sections, _CLASSIC: completed}
                readings.append(answer.reading(_CLASSIC, seen))
        for answer in posts:
            told = queried_sections(answer, parts_told(answer))
            new = {name: seen for name, seen in told.items() if name not in {**more, **sections}}
            more |= new
            readings += [answer.reading(name, seen) for name, seen in new.items()]
        evidence = [*files, *(one.to_evidence() for one in posts)]
        return Added(sections={**more, **sections}, evidence=evidence, readings=readings)

    def answers(self, slugs: tuple[str, ...]) -> list[QueryAnswer]:
        """The answers of GraphQL, first those about classic rules; `slugs` are the names of the repository."""
        found = [
            QueryAnswer(response=item, evidence=f"g{number}", slugs=slugs)
            for number, item in enumerate(self.graphql, start=1)
        ]
        return sorted(found, key=lambda one: not one.holds(RULES_FIELD))


def _tells_more(answer: QueryAnswer) -> bool:
    """Whether an answer speaks of something else than classic rules."""
    return bool(parts_told(answer)) or any(answer.holds(part.field) for part in (WORKFLOW_FILES, RELEASED, *SAVING))


def is_graphql(response: Response) -> bool:
    """Whether a response answers GraphQL, whatever its query was."""
    return response.method == "POST" and response.url.rstrip("/").endswith("graphql")


def _file(item: Exported, number: int) -> Evidence:
    return Evidence(id=f"f{number}", method="FILE", url=item.file, http=0, at="", sha256=_sha256(item.entries))


def _sha256(kept: JsonLike) -> str:
    return canonical_digest(kept).removeprefix("sha256:")
