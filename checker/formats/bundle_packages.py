"""What a bundle contributes: the package of each module, and its data, all inside the roots it declares.

A second module of the same package silently adds to it, so a key or a bundle that may speak for some packages must not
be able to smuggle in another. The package is read here from the text, before any trust is given; the engine's
inspection says it again when the modules are compiled.
"""

import re
from collections.abc import Iterable, Iterator

from checker.domain.json_value import Json
from checker.domain.limits import MACHINE_WRITTEN
from checker.domain.snapshot import BundleFile
from checker.errors import BundleRefusedError, Place
from checker.formats.bundle_manifest import is_inside
from checker.formats.strict_json import read_json

_PACKAGE = re.compile(
    r"package[ \t]+"
    r"(?P<first>[A-Za-z_][A-Za-z0-9_]*)"
    r"(?P<rest>(?:\.[A-Za-z_][A-Za-z0-9_]*|\[\"[A-Za-z0-9_-]+\"\])*)"
    r"[ \t]*(?:#.*)?",
    re.ASCII,
)
_STEP = re.compile(r"\.([A-Za-z0-9_]+)|\[\"([A-Za-z0-9_-]+)\"\]", re.ASCII)
DATA = "data.json"
_DEPTH_OF_ROOTS = 2
_HOST_ONLY = frozenset({"parameters", "project", "system"})
"""`project` and `parameters` are the host's constants; OPA gives `system` a meaning of its own."""


def is_module(file: BundleFile) -> bool:
    """Whether a file is compiled in a gate: Rego, and not a test."""
    return file.path.endswith(".rego") and not file.path.endswith("_test.rego")


def package_of(file: BundleFile, *, source: str) -> tuple[str, ...]:
    """The package a module declares, as steps.

    Raises:
        BundleRefusedError: the module is not UTF-8, or its first statement is not a plain `package`.
    """
    return package_and_line(file, source=source)[0]


def package_and_line(file: BundleFile, *, source: str) -> tuple[tuple[str, ...], int]:
    """The package a module declares, as steps, and the line that says so, from 1.

    Raises:
        BundleRefusedError: see `package_of`.
    """
    where = Place(source=f"{source}: {file.path}")
    try:
        text = file.data.decode()
    except UnicodeDecodeError:
        raise BundleRefusedError("the module is not UTF-8", where=where) from None
    for number, line in enumerate(text.split("\n"), start=1):
        statement = line.rstrip("\r").strip(" \t")
        if not statement or statement.startswith("#"):
            continue
        match = _PACKAGE.fullmatch(statement)
        if match is None:
            raise BundleRefusedError(
                f"the module begins with {statement[:60]!a}, expected `package` and a name on one line",
                where=Place(source=where.source, line=number, column=1),
            )
        rest = (dotted or quoted for dotted, quoted in _STEP.findall(match["rest"]))
        return (match["first"], *rest), number
    raise BundleRefusedError("the module is empty, expected a package", where=where)


def bundle_data(files: Iterable[BundleFile], *, source: str) -> dict[str, Json]:
    """The data of a bundle: every `data.json`, placed at the path of its folder.

    Raises:
        InputRefusedError: one is not strict JSON.
        BundleRefusedError: the one at the root is not an object, or two say something about the same path.
    """
    merged: dict[str, Json] = {}
    for file in sorted(files, key=lambda file: (file.path.count("/"), file.path)):
        folder, _, name = file.path.rpartition("/")
        if name != DATA:
            continue
        where = Place(source=f"{source}: {file.path}")
        value = read_json(file.data, source=where.source, limits=MACHINE_WRITTEN)
        if not folder:
            if not isinstance(value, dict):
                raise BundleRefusedError("the data at the root is not an object", where=where)
            merged = value
            continue
        _place(merged, tuple(folder.split("/")), value, where)
    return merged


def refuse_outside(
    roots: tuple[str, ...], *, packages: Iterable[tuple[str, ...]], data: dict[str, Json], source: str
) -> None:
    """Make sure that packages and data lie inside the roots, and nothing where only the host writes.

    Raises:
        BundleRefusedError: naming the first that does not.
    """
    for path in (*packages, *_data_paths(data, roots)):
        if path[0] in _HOST_ONLY:
            raise BundleRefusedError(f"{'.'.join(path)!a} belongs to the host alone", where=Place(source=source))
        if not any(is_inside(path, root) for root in roots):
            raise BundleRefusedError(
                f"{'.'.join(path)!a} lies outside the roots {', '.join(ascii(root) for root in roots)}",
                hint="declare its root in the manifest, or leave it out",
                where=Place(source=source),
            )


def derived_roots(packages: Iterable[tuple[str, ...]], data: dict[str, Json]) -> tuple[str, ...]:
    """The roots a bundle needs: the first two steps of each package and data path, without those inside another.

    Two steps, so that two bundles may both bring groups below `rules` and libraries below `lib`.
    """
    paths = {path[:_DEPTH_OF_ROOTS] for path in packages}
    for key, value in data.items():
        paths |= {(key, inner) for inner in value} if isinstance(value, dict) and value else {(key,)}
    return tuple(
        sorted("/".join(path) for path in paths if not any(path[:end] in paths for end in range(1, len(path))))
    )


def _place(merged: dict[str, Json], steps: tuple[str, ...], value: Json, where: Place) -> None:
    here = merged
    for step in steps[:-1]:
        below = here.setdefault(step, {})
        if not isinstance(below, dict):
            raise BundleRefusedError(f"its folder is data already: {'/'.join(steps)}", where=where)
        here = below
    if steps[-1] in here:
        raise BundleRefusedError(f"its folder is data already: {'/'.join(steps)}", where=where)
    here[steps[-1]] = value


def _data_paths(
    data: dict[str, Json], roots: tuple[str, ...], above: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """The path of every piece of data, going down only where a root begins further down."""
    for key, value in data.items():
        path = (*above, key)
        leads_to_a_root = any(root.split("/")[: len(path)] == list(path) and root != "/".join(path) for root in roots)
        if leads_to_a_root and isinstance(value, dict):
            yield from _data_paths(value, roots, path)
        else:
            yield path
