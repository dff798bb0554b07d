"""Documents of tests: what the tests of rules build and put in place of the input, as documents a proof can begin from.

The tests are run to see it, because what a builder makes nobody can tell from its text. A document that no host would
give to a rule, because a test builds something broken on purpose, is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.application.list_rules import OpenedBundle
from checker.application.run_policy_tests import TEST_FILE, TYPED_ROOTS
from checker.domain.json_value import Json
from checker.errors import BundleRefusedError
from checker.formats.bundle_packages import bundle_data, package_of
from checker.formats.canonical import canonical_bytes
from checker.formats.completed_document import completed_document
from checker.ports.policy_tests import BuiltDocument, PolicyTester, PolicyTestRequest

_PROJECT = "project"
_STEPS_TO_A_RULE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOfTest:
    """A whole document that a test of a rule built, and the project facts and parameters it is judged with.

    `name` is the place in the test and a number, as one line may build several. Facts and parameters are those the test
    names; the others have their defaults.
    """

    name: str
    document: dict[str, Json] = field(repr=False)
    facts: Mapping[str, Json] = field(default_factory=dict)
    parameters: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesWithTests:
    """Whose tests are run: the rules of an opened bundle, and what makes a document whole and judges whether it is."""

    opened: OpenedBundle
    builtins: Sequence[str] = field(repr=False)
    schema: Mapping[str, Json] = field(repr=False)
    accepts: Callable[[dict[str, Json]], bool] = field(repr=False)


def documents_of_tests(asked: RulesWithTests, *, tester: PolicyTester) -> dict[str, tuple[DocumentOfTest, ...]]:
    """The documents of each rule's own tests, by the rule's code; a bundle without tests has none.

    Raises:
        BundleRefusedError: the tests do not compile.
        EngineFailureError: the engine is not usable, or the tests took too long.
    """
    files = asked.opened.bundle.files
    modules = [file for file in files if file.path.endswith(".rego")]
    if not any(file.path.endswith(TEST_FILE) and _code_of(file.path) for file in modules):
        return {}
    source = asked.opened.source
    typed = {file.path: file.data.decode() for file in modules if package_of(file, source=source)[0] in TYPED_ROOTS}
    data = canonical_bytes(bundle_data(files, source=source))
    answer = tester.test(
        PolicyTestRequest(modules=typed, builtins=asked.builtins, data=data, coverage=False, documents=True)
    )
    if answer.findings:
        first = answer.findings[0]
        raise BundleRefusedError(
            f"the tests do not compile: {first.message}",
            hint="clean-release policy test shows every finding",
            where=first.where,
        )
    found: dict[str, list[DocumentOfTest]] = {}
    for built in answer.documents:
        code = _code_of(built.where.source)
        own = found.setdefault(code, [])
        if document := _whole(built, asked, code=code, number=len(own) + 1):
            own.append(document)
    return {code: tuple(documents) for code, documents in found.items() if code and documents}


def _code_of(path: str) -> str:
    """The code of the rule beside whose text a test lies; empty elsewhere."""
    root, *below = path.split("/")
    return ".".join(below[:2]) if root == "rules" and len(below) == _STEPS_TO_A_RULE else ""


def _with_context(document: Json) -> Json:
    """The document with a context that says, as the host would, which documents it was composed of."""
    if not isinstance(document, dict):
        return document
    said = document.get("context")
    present: dict[str, Json] = {
        "registry": {"present": "registry" in document},
        "candidate": {"present": "evidence" in document, "id": ""},
    }
    return {**document, "context": {**present, **said}} if isinstance(said, dict) else {**document, "context": present}


def _whole(built: BuiltDocument, asked: RulesWithTests, *, code: str, number: int) -> DocumentOfTest | None:
    """The document as a host would give it, or None: it would not."""
    document = completed_document(_with_context(built.input), asked.schema)
    facts, parameters = built.data.get(_PROJECT, {}), built.data.get(f"parameters.{code}", {})
    known = {_PROJECT, f"parameters.{code}"}
    if not (isinstance(facts, dict) and isinstance(parameters, dict) and built.data.keys() <= known):
        return None
    if not isinstance(document, dict) or not asked.accepts(document):
        return None
    name = f"document {number} of {built.where.source}, built in line {built.where.line}"
    return DocumentOfTest(name=name, document=document, facts=facts, parameters=parameters)
