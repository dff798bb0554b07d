"""A rule explained: what it judges and why, what it must be able to see, how to mend what it finds."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from checker.application.explain_rule import RuleExplanation
from checker.domain.json_value import Json
from checker.domain.rule import Contract, Parameter, Rule, Weaker
from checker.formats.canonical import canonical_bytes
from checker.output.terminal import Terminal, Tone

SCHEMA = "clean-release/rule-explanation/v1"
WEAKER = {
    Weaker.LOWER: "a lower value is weaker",
    Weaker.HIGHER: "a higher value is weaker",
    Weaker.FEWER: "fewer entries are weaker",
    Weaker.MORE: "more entries are weaker",
    Weaker.ANY: "any change is weaker",
    Weaker.NEVER: "no change is weaker",
}
_INDENT = 2


def render_explanations(explained: Sequence[RuleExplanation], *, shown: Terminal) -> str:
    """Every rule, one after the other."""
    return "\n".join("\n".join(_Page(one, shown).lines()) + "\n" for one in explained)


class _Page:
    """One rule on one terminal."""

    def __init__(self, explained: RuleExplanation, shown: Terminal) -> None:
        self.explained = explained
        self.rule = explained.rule
        self.shown = shown

    def lines(self) -> Iterator[str]:
        """The whole page."""
        rule, safe = self.rule, self.shown.safe
        about = " ".join(safe(word) for word in (rule.catalogue, rule.severity, rule.enforcement) if word)
        yield f"{self.shown.toned(safe(rule.code), Tone.STRONG)} ({about}) from {safe(rule.origin)}"
        yield from self.shown.sentence(safe(rule.title), indent=0)
        yield from self._part("Why", [rule.description])
        yield from self._readings()
        yield from self._part("Whether it applies", [_applies(rule)] if rule.has_applies else [])
        yield from self._part("Passes with nothing to judge", [rule.allow_empty] if rule.allow_empty else [])
        yield from self._part("Parameters", [parameter_line(one) for one in rule.parameters])
        yield from self._part("Takes effect", [rule.effective_on] if rule.effective_on else [])
        yield from self._fix()
        yield from self._part("Controls", [", ".join(rule.controls)] if rule.controls else [])
        yield from self._part("Collections", [", ".join(rule.collections)] if rule.collections else [])
        yield from self._part("Read more", rule.references)

    def _readings(self) -> Iterator[str]:
        if self.rule.contract is Contract.CONFTEST:
            yield from self._part("Reads", ["nobody knows what: a foreign policy does not say, and passes by silence"])
        for title, required in (("Must be read", True), ("Decides single subjects", False)):
            readings = [one for one in self.explained.readings if one.required is required]
            if readings:
                yield self._title(title)
            for permission, group in groupby(readings, key=lambda one: one.permission):
                for one in group:
                    yield from self.shown.sentence(self.shown.safe(one.path), indent=_INDENT)
                yield from self.shown.sentence(f"needs {self.shown.safe(permission)}", indent=2 * _INDENT)

    def _fix(self) -> Iterator[str]:
        fix = self.rule.fix
        yield from self._part("Fix", [fix.click] if fix.click else [])
        if fix.command:
            yield self._title("Run")
            yield f"{' ' * _INDENT}{self.shown.safe(fix.command)}"

    def _part(self, title: str, said: Sequence[str]) -> Iterator[str]:
        if said:
            yield self._title(title)
        for sentence in said:
            yield from self.shown.sentence(self.shown.safe(sentence), indent=_INDENT)

    def _title(self, title: str) -> str:
        return f"\n{self.shown.toned(title, Tone.STRONG)}"


def parameter_line(parameter: Parameter) -> str:
    """A parameter's name, default and weaker direction, and the schema of its values."""
    default, schema = (canonical_bytes(value).decode() for value in (parameter.default, parameter.schema))
    return f"{parameter.name}: {default} unless given; {WEAKER[parameter.weaker]}; {schema}"


def explanations_document(explained: Sequence[RuleExplanation]) -> dict[str, Json]:
    """The explanations as one document."""
    return {"schema": SCHEMA, "rules": [_document(one) for one in explained]}


def _applies(rule: Rule) -> str:
    reads = ", ".join(rule.applies_reads)
    return f"it follows from {reads}" if reads else "it follows from what is judged, and what for"


def _document(explained: RuleExplanation) -> dict[str, Json]:
    rule = explained.rule
    parameters: list[Json] = [
        {"name": one.name, "schema": dict(one.schema), "default": one.default, "weaker": str(one.weaker)}
        for one in rule.parameters
    ]
    readings: list[Json] = [
        {"observation": one.path, "permission": one.permission, "required": one.required} for one in explained.readings
    ]
    return {
        "code": rule.code,
        "catalogue": rule.catalogue,
        "bundle": rule.origin,
        "contract": str(rule.contract),
        "severity": str(rule.severity),
        "enforcement": str(rule.enforcement),
        "title": rule.title,
        "description": rule.description,
        "reads": readings,
        "may_not_apply": rule.has_applies,
        "allow_empty": rule.allow_empty,
        "parameters": parameters,
        "effective_on": rule.effective_on,
        "fix": {"click": rule.fix.click, "command": rule.fix.command},
        "controls": list[Json](rule.controls),
        "collections": list[Json](rule.collections),
        "references": list[Json](rule.references),
    }
