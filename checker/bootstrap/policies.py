"""The policies facade: look at rules, test them, try one, begin a new one."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checker.bootstrap.policy_sources import POLICIES, PolicySources
from checker.bootstrap.services import INPUT_SCHEMA, ProjectServices
from checker.errors import CleanReleaseError, InputRefusedError, NotFoundError, Place, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from checker.application.check_rules import Breach
    from checker.application.explain_rule import RuleExplanation
    from checker.application.format_policies import Reformatted
    from checker.application.run_policy_tests import PolicyTests
    from checker.application.try_rule import TriedRule
    from checker.bootstrap.proving import ProofsAsked
    from checker.domain.coverage import Coverage
    from checker.domain.json_value import Json
    from checker.domain.proof import RuleProof
    from checker.domain.rule import Rule
    from checker.domain.rule_change import RuleChange

RULES = "rules"
_STEPS_BELOW_RULES = 3
_BETWEEN_LOOKS = 0.5


@dataclass(frozen=True, kw_only=True)
class Policies:
    """Rules and those who write them.

    A bundle that is named here is looked for from where the user stands; without one it is the project's bundles, or
    the shipped one where there is no project.
    """

    facade: ProjectServices

    @property
    def _sources(self) -> PolicySources:
        return PolicySources(facade=self.facade)

    def rules(self, *, bundle: str = "", collection: str = "") -> "tuple[Rule, ...]":
        """What there is to select from, sorted by code.

        Raises:
            NotFoundError, BundleRefusedError: see `RuleReader.open`.
            SelectionError: there is no such collection.
        """
        from checker.application.list_rules import in_order  # noqa: PLC0415 - a command pays only for what it uses

        return in_order(self._sources.offered(bundle), collection=collection)

    def explain(self, name: str, *, bundle: str = "") -> "tuple[RuleExplanation, ...]":
        """The rule of a code, or every rule of a catalogue id, explained.

        Raises:
            NotFoundError: there is none; the hint names the nearest.
        """
        from checker.application.explain_rule import explain_rule  # noqa: PLC0415 - as above
        from checker.application.list_rules import find_rules, list_rules  # noqa: PLC0415 - as above

        return tuple(explain_rule(rule) for rule in find_rules(name, list_rules(self._sources.opened(bundle))))

    def compare(self, before: str, after: str, *, weaker: bool = False) -> "tuple[RuleChange, ...]":
        """How the rules of two bundles differ; with `weaker`, only where the second asks for less.

        Raises:
            NotFoundError, BundleRefusedError: see `RuleReader.open`.
        """
        from checker.application.compare_rules import compare_rules  # noqa: PLC0415 - as above
        from checker.domain.rule_change import ASKS_FOR_LESS  # noqa: PLC0415 - as above

        reader = self._sources.reader(Path())
        changes = compare_rules(reader.open(before), reader.open(after))
        return tuple(change for change in changes if not weaker or change.direction in ASKS_FOR_LESS)

    def coverage(self, *, bundle: str = "") -> "Coverage":
        """Which controls of the baseline and which rows of the catalogue the rules decide.

        Raises:
            NotFoundError, BundleRefusedError: see `RuleReader.open`.
        """
        from checker.application.list_rules import in_order  # noqa: PLC0415 - as above
        from checker.domain.coverage import coverage_of  # noqa: PLC0415 - as above
        from checker.formats.rule_catalogue import baseline, catalogue_rows  # noqa: PLC0415 - as above

        name, controls = baseline()
        rules = in_order(self._sources.offered(bundle))
        return coverage_of(rules, controls=controls, rows=catalogue_rows(), baseline=name)

    def lint(self, path: str = "") -> "tuple[Breach, ...]":
        """Where the rules of a folder of policies, or of a part of one, break the contract.

        Raises:
            NotFoundError, BundleRefusedError: nothing is there, it is unsafe, or it does not compile.
        """
        from checker.application.lint_rules import lint_rules  # noqa: PLC0415 - as above

        root, within = folder_of_policies(Path(path) if path else self._own_policies())
        opened = self._sources.reader(Path()).open(str(root))
        return lint_rules(opened, within=within, checks=self.facade.rule_checks())

    def format(self, path: str = "", *, write: bool) -> "tuple[Reformatted, ...]":
        """The modules that are laid out otherwise than in the one format; with `write`, put into it.

        Raises:
            NotFoundError, BundleRefusedError: nothing is there, it is unsafe, or one does not parse; none is written.
            InputRefusedError: a file cannot be written; those before it are.
        """
        from checker.adapters.bundles.local_bundles import LocalBundles  # noqa: PLC0415 - as above
        from checker.adapters.engine_embedded.formatter import EmbeddedFormatter  # noqa: PLC0415 - as above
        from checker.adapters.project_files import replace_file  # noqa: PLC0415 - as above
        from checker.application.format_policies import format_policies  # noqa: PLC0415 - as above

        place = Path(path) if path else self._own_policies()
        root, within = (place.parent, place.name) if place.suffix == ".rego" else folder_of_policies(place)
        files = LocalBundles(base=Path()).fetch(str(root)).files
        found = format_policies(files, within=within, source=str(place), formatter=EmbeddedFormatter())
        for one in found if write else ():
            replace_file(root / one.path, one.after.encode())
        return found

    def test(self, path: str = "", *, run: str = "", coverage: bool = True) -> "PolicyTests":
        """What the tests of a folder of policies, or of a part of one, found.

        Args:
            path: a folder that holds `rules/`, or a place below it; empty means `policies/` if it is there, or here.
            run: a regular expression over full test names.
            coverage: whether to count the rows the tests reach.

        Raises:
            NotFoundError: nothing is there, or no policy.
            UsageError: an archive was named, which holds no tests, or `run` is no regular expression.
        """
        from checker.adapters.bundles.local_bundles import LocalBundles  # noqa: PLC0415 - as above
        from checker.adapters.engine_embedded.policy_tests import EmbeddedTester  # noqa: PLC0415 - as above
        from checker.application.run_policy_tests import PolicyTestRun, run_policy_tests  # noqa: PLC0415 - as above
        from checker.formats.published import schema_bytes  # noqa: PLC0415 - as above
        from embedded_opa import DEFAULT_BUILTINS  # noqa: PLC0415 - as above

        root, within = folder_of_policies(Path(path) if path else self._own_policies())
        fetched = LocalBundles(base=Path()).fetch(str(root))
        if fetched.archive is not None:
            raise UsageError("an archive holds no tests", hint="name the folder the bundle was built from")
        asked = PolicyTestRun(
            files=fetched.files,
            source=str(root),
            builtins=sorted(DEFAULT_BUILTINS),
            input_schema=schema_bytes(INPUT_SCHEMA),
            within=within,
            run=run,
            coverage=coverage,
        )
        return run_policy_tests(asked, tester=EmbeddedTester())

    def changes(self, path: str = "") -> "Iterator[None]":
        """Now, and whenever a file of the folder that `test` would test is another; without end.

        Raises:
            NotFoundError: nothing is there, or no policy.
        """
        from checker.adapters.bundles.local_bundles import LocalBundles  # noqa: PLC0415 - as above
        from checker.adapters.clock import SystemSleeper  # noqa: PLC0415 - as above

        sleeper = SystemSleeper()
        root, _ = folder_of_policies(Path(path) if path else self._own_policies())
        seen: object = None
        while True:
            try:
                found: object = LocalBundles(base=Path()).fetch(str(root)).files
            except CleanReleaseError as error:
                if seen is None:
                    raise
                found = str(error)  # being written just now; testing it says what is the matter
            if found != seen:
                seen = found
                yield
            sleeper.sleep(_BETWEEN_LOOKS)

    def begin(self, code: str, *, into: Path) -> "tuple[Path, ...]":
        """Write a new rule with a failing test; returns the paths of the files.

        Raises:
            UsageError: the code is not one.
            ConflictError: there is something at its place; nothing was changed.
        """
        from checker.adapters.new_files import write_new_folder  # noqa: PLC0415 - as above
        from checker.application.new_rule import new_rule  # noqa: PLC0415 - as above

        rule = new_rule(code)
        names = {file.path.rpartition("/")[2]: file.text for file in rule.files}
        written = write_new_folder(into, rule.folder, names)
        return tuple(written / name for name in names)

    def try_rule(self, name: str, *, document: str, bundle: str = "", parameters: str = "") -> "TriedRule":
        """What one rule decides of one document.

        Args:
            name: the rule's code or catalogue id.
            document: a rules' input, an audit or a manifest; or a project's folder, then everything its file names.
            bundle: where the rule is.
            parameters: a file with the rule's parameters by name; what it leaves out is the project's, then the
            default.

        Raises:
            NotFoundError: there is no such rule or file.
            InputRefusedError, BundleRefusedError, SelectionError, TrustError: what was refused; nothing was tried.
        """
        from checker.application.try_rule import try_rule  # noqa: PLC0415 - as above

        opened, rule = self._sources.one(name, bundle)
        project, given = self._sources.trial_input(document)
        own = project.selection.parameters.get(rule.code, {}) if project else {}
        changed = {**own, **(_parameters(parameters) if parameters else {})}
        return try_rule(self._sources.trial(opened, rule, given=given, parameters=changed))

    def prove(self, asked: "ProofsAsked") -> "Iterator[RuleProof]":
        """The proofs of one rule, or of every rule there is, sorted by code, each as soon as it is done.

        Raises:
            NotFoundError, InputRefusedError, BundleRefusedError, SelectionError, TrustError: nothing is proven then.
        """
        from checker.bootstrap.proving import prove  # noqa: PLC0415 - as above

        return prove(self.facade, asked)

    def _own_policies(self) -> Path:
        here = self.facade.directory
        if (here / POLICIES).is_dir():
            return here / POLICIES
        if (here / RULES).is_dir():
            return here
        raise NotFoundError(
            f"there is neither a folder {POLICIES} nor a folder {RULES} in {here}",
            hint="name the folder of your policies, or write a first rule with clean-release policy new GROUP.RULE",
        )


def folder_of_policies(path: Path) -> tuple[Path, str]:
    """The folder of policies a path names or lies in, and the place below it that is meant (empty for all of it).

    Raises:
        NotFoundError: nothing is there.
    """
    # Not `resolve()`: a link must be seen as a link, and be refused by whoever reads it.
    whole = Path(os.path.abspath(path))  # noqa: PTH100 - as above
    if not whole.exists():
        raise NotFoundError("there is nothing here", hint="name a folder of policies", where=Place(source=str(path)))
    place = whole if whole.is_dir() else whole.parent
    is_archive = whole.is_file() and whole.suffix != ".rego"
    if is_archive or (whole / RULES).is_dir():
        return path, ""
    for above in [place, *place.parents][:_STEPS_BELOW_RULES]:
        if above.name == RULES:
            return above.parent, f"{place.relative_to(above.parent).as_posix()}/"
    return path, ""


def _parameters(name: str) -> "Mapping[str, Json]":
    from checker.adapters.project_files import read_plain_file  # noqa: PLC0415 - as above
    from checker.domain.limits import HAND_WRITTEN  # noqa: PLC0415 - as above
    from checker.formats.strict_yaml import read_yaml  # noqa: PLC0415 - as above

    data = read_plain_file(Path(name), most_bytes=HAND_WRITTEN.bytes)
    value = read_yaml(data, source=name, limits=HAND_WRITTEN)
    if not isinstance(value, dict):
        raise InputRefusedError(
            "the parameters are not an object, expected values by name",
            hint="for example {minimum: 2}",
            where=Place(source=name),
        )
    return value
