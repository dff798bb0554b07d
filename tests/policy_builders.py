"""Folders of policies as their authors write them, small enough for a test to hold whole."""

from checker.adapters.engine_embedded.engine import EmbeddedEngine
from checker.application.list_rules import OpenedBundle, RuleReader
from checker.domain.digest import Digest
from checker.domain.snapshot import BundleFile
from checker.formats.published import schema_bytes
from checker.ports.bundles import FetchedBundle
from embedded_opa import DEFAULT_BUILTINS
from tests.fakes.memory_bundles import MemoryBundles

BUILTINS = tuple(sorted(DEFAULT_BUILTINS))
ENGINE = EmbeddedEngine()

METADATA = """\
# METADATA
# title: Release branches are guarded
# description: A branch anyone may push to releases anything.
# custom:
#   catalogue: {catalogue}
#   severity: high
#   enforcement: block
#   collections: [{collection}]
#   reads: [{reads}]
#   handles: ["repository.effective_protection[].protected"]
#   message: "{{subject}} is not guarded"
#   fix: {{command: "", click: "Guard {{subject}}"}}
#   parameters: [{parameters}]
"""
BODY = """\
subjects contains p.ref if some p in input.repository.effective_protection.value

holds[p.ref] := p.protected.value if some p in input.repository.effective_protection.value
"""
MINIMUM = "{name: minimum, schema: {type: integer, minimum: 1}, default: 2, weaker: lower}"


def a_policy(
    code: str = "branch.guarded",
    *,
    body: str = BODY,
    catalogue: str = "BR-99",
    collection: str = "release-gate",
    reads: str = "repository.effective_protection",
    parameters: str = "",
) -> dict[str, str]:
    """A rule about release branches, in its place."""
    head = METADATA.format(catalogue=catalogue, collection=collection, reads=reads, parameters=parameters)
    name = code.rpartition(".")[2]
    return {f"rules/{code.replace('.', '/')}/{name}.rego": f"{head}package rules.{code}\n\n{body}"}


def a_folder(*policies: dict[str, str], source: str = "mine") -> FetchedBundle:
    """A folder of these files."""
    files = {path: text for policy in policies for path, text in policy.items()}
    return FetchedBundle(
        source=source,
        name=source,
        files=tuple(BundleFile(path=path, data=text.encode()) for path, text in sorted(files.items())),
    )


def a_reader(*folders: FetchedBundle, pins: dict[str, Digest] | None = None) -> RuleReader:
    """A reader of these folders, every engine in this process."""
    return RuleReader(
        bundles=MemoryBundles(*folders),
        trusted_engine=ENGINE,
        untrusted_engine=EmbeddedEngine,
        input_schema=schema_bytes("input_v1"),
        builtins=BUILTINS,
        pins=pins or {},
    )


def opened(*policies: dict[str, str]) -> OpenedBundle:
    """A folder of these files laid open."""
    return a_reader(a_folder(*policies)).open("mine")
