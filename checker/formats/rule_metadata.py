"""METADATA of a rule, as the engine read it, into a typed `Rule`.

An unknown key is refused: OPA ignores it silently, and a misspelt `enforcment: block` would then be an advisory rule.
"""

import shlex

from checker.domain.json_value import Json
from checker.domain.moment import parse_beginning
from checker.domain.rule import Contract, Enforcement, Fix, Parameter, Rule, Severity, Weaker
from checker.errors import BundleRefusedError, InputRefusedError, Place
from checker.formats.json_schema import DocumentSchema

KEYS = frozenset(
    {
        "catalogue",
        "severity",
        "enforcement",
        "collections",
        "reads",
        "handles",
        "identity",
        "controls",
        "references",
        "message",
        "fix",
        "parameters",
        "effective_on",
        "allow_empty",
    }
)
PARAMETER_KEYS = {"name", "schema", "default", "weaker"}


class _Metadata:
    """Typed access to one rule's METADATA; every breach is one sentence that names the package."""

    def __init__(self, package: str, custom: dict[str, Json], where: Place) -> None:
        self.package = package
        self.custom = custom
        self.where = where

    def refuse(self, what: str) -> BundleRefusedError:
        """The error for a breach."""
        hint = "correct the METADATA above the package line; docs/reference/rule-checks.md says what it must have"
        return BundleRefusedError(f"METADATA of {self.package} {what}", hint=hint, where=self.where)

    def refuse_unknown_keys(self) -> None:
        """Accept only keys that mean something."""
        if unknown := sorted(self.custom.keys() - KEYS):
            raise self.refuse(f"has the unknown key {unknown[0]}; known are {', '.join(sorted(KEYS))}")

    def word(self, key: str, *, required: bool = False) -> str:
        """A string under `custom`."""
        value = self.custom.get(key, "")
        if not isinstance(value, str):
            raise self.refuse(f"has {key} that is not a string; quote it in YAML")
        if required and not value:
            raise self.refuse(f"lacks {key}")
        return value

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of strings under `custom`."""
        value = self.custom.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.refuse(f"has {key} that is not a list of strings")
        if required and not value:
            raise self.refuse(f"lacks {key}")
        return tuple(str(item) for item in value)


def rule_of(
    *,
    package: str,
    origin: str,
    annotation: dict[str, Json],
    has_applies: bool,
    applies_reads: tuple[str, ...],
    where: str,
) -> Rule:
    """The rule that a package's METADATA declares.

    `annotation` is what the engine or a record gives; its `row` is a line of the source, where there is a source.

    Raises:
        BundleRefusedError: missing, unknown or mistyped keys.
    """
    custom = annotation.get("custom")
    row = annotation.get("row")
    place = Place(source=where, line=row if isinstance(row, int) else 0)
    meta = _Metadata(package, custom if isinstance(custom, dict) else {}, place)
    meta.refuse_unknown_keys()
    code = package.removeprefix("rules.")
    title, description = annotation.get("title"), annotation.get("description")
    if not isinstance(title, str) or not title or not isinstance(description, str) or not description:
        raise meta.refuse("lacks title or description")
    return Rule(
        code=code,
        package=package,
        origin=origin,
        title=title,
        description=description,
        catalogue=meta.word("catalogue", required=True),
        severity=_severity(meta),
        enforcement=_enforcement(meta),
        contract=Contract.RELEASE_POLICY,
        collections=meta.words("collections", required=True),
        reads=meta.words("reads"),
        handles=meta.words("handles"),
        identity=meta.words("identity"),
        controls=meta.words("controls"),
        references=meta.words("references"),
        message=meta.word("message", required=True),
        fix=_fix(meta),
        parameters=_parameters(meta),
        effective_on=_effective_on(meta),
        allow_empty=meta.word("allow_empty"),
        has_applies=has_applies,
        applies_reads=applies_reads,
        metadata={"title": title, "description": description, "custom": meta.custom},
    )


def _severity(meta: _Metadata) -> Severity:
    word = meta.word("severity", required=True)
    try:
        return Severity(word)
    except ValueError as error:
        raise meta.refuse(f"has severity {word}; expected one of {', '.join(Severity)}") from error


def _enforcement(meta: _Metadata) -> Enforcement:
    word = meta.word("enforcement", required=True)
    try:
        return Enforcement(word)
    except ValueError as error:
        raise meta.refuse(f"has enforcement {word}; expected one of {', '.join(Enforcement)}") from error


def _effective_on(meta: _Metadata) -> str:
    word = meta.word("effective_on")
    if word:
        try:
            parse_beginning(word)
        except InputRefusedError as error:
            raise meta.refuse(f"has effective_on {word!a}; expected a quoted RFC 3339 time or date") from error
    return word


def _fix(meta: _Metadata) -> Fix:
    value = meta.custom.get("fix", {})
    if not isinstance(value, dict) or not value.keys() <= {"command", "click"}:
        raise meta.refuse("has fix that is not {command, click}")
    command, click = value.get("command", ""), value.get("click", "")
    if not isinstance(command, str) or not isinstance(click, str) or not (command or click):
        raise meta.refuse("has a fix with neither command nor click")
    try:
        shlex.split(command)
    except ValueError as error:
        raise meta.refuse(f"has a fix whose command is no shell command ({error})") from error
    return Fix(command=command, click=click)


def _parameters(meta: _Metadata) -> tuple[Parameter, ...]:
    value = meta.custom.get("parameters", [])
    if not isinstance(value, list):
        raise meta.refuse("has parameters that is not a list")
    parameters = tuple(_parameter(meta, item) for item in value)
    names = [parameter.name for parameter in parameters]
    for name in names:
        if names.count(name) > 1:
            raise meta.refuse(f"has two parameters named {name}")
    return parameters


def _parameter(meta: _Metadata, item: Json) -> Parameter:
    if not isinstance(item, dict) or item.keys() != PARAMETER_KEYS:
        raise meta.refuse(f"has a parameter without exactly the keys {', '.join(sorted(PARAMETER_KEYS))}")
    name, schema, weaker = item["name"], item["schema"], item["weaker"]
    if not isinstance(name, str) or not name or not isinstance(schema, dict):
        raise meta.refuse("has a parameter without name or schema")
    if weaker not in list(Weaker):
        raise meta.refuse(f"has parameter {name} with weaker {weaker}; expected one of {', '.join(Weaker)}")
    try:
        DocumentSchema(schema, source="its schema").refuse_unless_valid(item["default"], source="its default")
    except InputRefusedError as error:
        raise meta.refuse(f"has parameter {name} whose default and schema do not fit: {error}") from error
    return Parameter(name=name, schema=schema, default=item["default"], weaker=Weaker(str(weaker)))
