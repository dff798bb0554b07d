"""Proving rules: which documents a proof begins from, several rules at once, and what was proven before.

Rules do not read other rules, so each is proven by itself, in as many processes as were asked for. A whole proof is
kept under the digest of everything that made it; a rule that is broken or not proven is tried again every time.
"""

import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context

from checker.adapters.engine_embedded.policy_tests import EmbeddedTester
from checker.adapters.proof_cache import ProofCache
from checker.application.documents_of_tests import RulesWithTests, documents_of_tests
from checker.application.list_rules import OpenedBundle, find_rules, list_rules
from checker.application.prove_rule import ProofBase, ProofPlan, prove_rule
from checker.application.try_rule import judge_of
from checker.bootstrap.policy_sources import POLICIES, PolicySources
from checker.bootstrap.services import INPUT_SCHEMA, TOOL, ProjectServices
from checker.domain.json_shape import object_of
from checker.domain.json_value import Json
from checker.domain.listed_targets import unlisted_in
from checker.domain.proof import RuleProof
from checker.domain.rule import Rule
from checker.errors import UsageError
from checker.formats.bundle_tree import tree_digest
from checker.formats.canonical import canonical_digest
from checker.formats.host_modules import project_facts
from checker.formats.published import document_schema, schema_bytes
from checker.formats.strict_json import read_json
from embedded_opa import DEFAULT_BUILTINS

PROVER = 1
"""Goes up with every change of what is tried: what was proven before is then tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofsAsked:
    """What is to be proven: a rule by code or catalogue id (empty: every rule), from which documents, how thoroughly.

    `documents` are what `policy try` takes, a project's own where none is named; the documents of the rules' own tests
    are always among the bases. Without `bundle` it is the project's, or the folder `policies` where there is none.
    `walks` is how many documents with several edits are tried, `most` how many with one, and how many holes.
    """

    name: str = ""
    documents: tuple[str, ...] = ()
    bundle: str = ""
    walks: int = 50
    most: int = 300
    jobs: int = 1
    fresh: bool = False


def prove(services: ProjectServices, asked: ProofsAsked) -> Iterator[RuleProof]:
    """The proofs, sorted by the code of the rule, each as soon as it and those before it are done.

    Raises:
        UsageError: there is nothing to begin from, neither a document nor a test.
    """
    if services.load_if_there():
        asked = replace(asked, documents=asked.documents or (str(services.directory),))
    elif (services.directory / POLICIES).is_dir():
        asked = replace(asked, bundle=asked.bundle or str(services.directory / POLICIES))
    opened = PolicySources(facade=services).opened(asked.bundle, only=asked.name)
    rules = list_rules(opened)
    codes = [rule.code for rule in (find_rules(asked.name, rules) if asked.name else rules)]
    jobs = min(asked.jobs, len(codes))
    if jobs == 1:
        prover = RuleProver(services, asked)
        yield from map(prover.prove, codes)
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_begin, initargs=(services, asked)) as pool:
        yield from pool.map(_prove, codes)


class RuleProver:
    """Proves the rules of the bundles that were asked for, one at a time."""

    def __init__(self, services: ProjectServices, asked: ProofsAsked) -> None:
        self._sources = PolicySources(facade=services)
        self._asked = asked
        self._given = [(name, self._sources.trial_input(name)[1]) for name in asked.documents]
        self._schema = object_of(read_json(schema_bytes(INPUT_SCHEMA), source=INPUT_SCHEMA), "the schema")
        self._cache = ProofCache.of_user()

    def prove(self, code: str) -> RuleProof:
        """The proof of one rule, which may have been made before.

        Raises:
            UsageError: neither a document was given nor do its tests build one.
            NotFoundError, BundleRefusedError: the rule or its tests cannot be used.
        """
        opened, rule = self._sources.one(code, self._asked.bundle)
        key = self._key(opened, rule)
        if not self._asked.fresh and (documents := self._cache.find(key)):
            return RuleProof.whole(code, documents=documents)
        bases = [*self._bases(opened, rule)]
        if not bases:
            raise UsageError(
                f"there is no document to prove {code} from", hint="write its test, or name a document with --input"
            )
        plan = ProofPlan(
            rule=rule,
            bases=bases,
            schema=self._schema,
            accepts=_accepts,
            walks=self._asked.walks,
            most=self._asked.most,
        )
        proof = prove_rule(plan)
        if proof.holds_every_law:
            self._cache.keep(key, documents=proof.documents)
        return proof

    def _bases(self, opened: OpenedBundle, rule: Rule) -> Iterator[ProofBase]:
        for name, given in self._given:
            trial = self._sources.trial(opened, rule, given=given)
            yield ProofBase(name=name, document=given.document, judge=judge_of(trial))
        tests = RulesWithTests(opened=opened, builtins=sorted(DEFAULT_BUILTINS), schema=self._schema, accepts=_accepts)
        for one in documents_of_tests(tests, tester=EmbeddedTester()).get(rule.code, ()):
            given = self._sources.given_input(one.document)
            trial = self._sources.trial(opened, rule, given=given, parameters=one.parameters, facts=one.facts)
            yield ProofBase(name=one.name, document=one.document, judge=judge_of(trial))

    def _key(self, opened: OpenedBundle, rule: Rule) -> str:
        """The digest of everything that makes the proof of a rule."""
        place = f"rules/{rule.code.replace('.', '/')}/"
        files = [file for file in opened.bundle.files if not file.path.startswith("rules/") or place in file.path]
        made_of: Json = {
            "tool": f"{TOOL} {opened.engine.version} {PROVER}",
            "rule": str(tree_digest(files)),
            "schema": str(canonical_digest(self._schema)),
            "documents": [[name, given.document, project_facts(given.release)] for name, given in self._given],
            "walks": self._asked.walks,
            "most": self._asked.most,
        }
        return str(canonical_digest(made_of))


def _accepts(document: dict[str, Json]) -> bool:
    """Whether the host gives such a document to rules."""
    return document_schema(INPUT_SCHEMA).accepts(document) and unlisted_in(document) == ("", "")


_PROVERS: list[RuleProver] = []
"""The prover of a child process, which lives as long as the process does."""


def _begin(services: ProjectServices, asked: ProofsAsked) -> None:
    """In a child process: open everything once; an interrupt is for the parent to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _PROVERS.append(RuleProver(services, asked))


def _prove(code: str) -> RuleProof:
    return _PROVERS[0].prove(code)
