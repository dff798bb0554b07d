"""Whether a lock file is in step with what it locks: `uv.lock`, `Cargo.lock` and `package-lock.json`.

Only what the manifest itself says is compared: its version, and the dependencies it names. Whether the locked versions
are good ones is another question. A lock of another tool is not compared, and that is said.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from checker.domain.limits import MACHINE_WRITTEN
from checker.errors import InputRefusedError, Place
from checker.formats.strict_json import read_json
from checker.formats.version_sources import table_of, toml_of

_MOST = 100
_NODE_TABLES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_REPLACED = frozenset({"editable", "virtual", "directory", "path", "git", "url"})
"""Where uv takes a package from instead of an index; it then locks no specifier."""
_CARGO_TABLES = ("dependencies", "dev-dependencies", "build-dependencies")


def locked_file_of(lock: str) -> str:
    """The name of the file that a lock of this name locks; empty where it is not compared with any."""
    found = _LOCKS.get(lock.rpartition("/")[2])
    return f"{lock[: lock.rfind('/') + 1]}{found[0]}" if found else ""


def lock_differences(lock: bytes, locked: bytes, *, name: str) -> tuple[str, ...]:
    """In what a lock is not in step with the file it locks; nothing where it is.

    Raises:
        InputRefusedError: one of them cannot be read, or is of a form that is not compared.
    """
    compare = _LOCKS[name.rpartition("/")[2]][1]
    try:
        return tuple(compare(lock.decode(), locked.decode(), name))[:_MOST]
    except UnicodeDecodeError:
        raise _unread(name, "the lock or what it locks is not UTF-8") from None


def _unread(name: str, why: str) -> InputRefusedError:
    hint = "renew the lock with the tool that writes it"
    return InputRefusedError(why, hint=hint, where=Place(source=name))


def _uv(lock: str, locked: str, name: str) -> Iterator[str]:
    project = table_of(toml_of(locked, "pyproject.toml"), "project")
    document = toml_of(lock, name)
    wanted = _plain(str(project.get("name", "")))
    own = [one for one in _tables(document.get("package")) if _is_own(one) and _plain(str(one.get("name"))) == wanted]
    if len(own) != 1:
        yield f"it locks {len(own)} packages called {wanted} of this folder, expected one"
        return
    yield from _differs("version", own[0].get("version"), project.get("version"), only_if_both=True)
    yield from _differs("requires-python", document.get("requires-python"), project.get("requires-python"))
    groups = table_of(project, "optional-dependencies").values()
    stated = [*_words(project.get("dependencies")), *(word for group in groups for word in _words(group))]
    listed = _tables(table_of(own[0], "metadata").get("requires-dist"))
    locked_ones = {f"{_plain(str(one.get('name')))}{_ordered(str(one.get('specifier', '')))}" for one in listed}
    replaced = {_plain(str(one.get("name"))) for one in listed if _REPLACED & one.keys()}
    yield from _compared(locked_ones, _requirements(stated, name, replaced))


def _is_own(package: Mapping[str, Any]) -> bool:
    source = table_of(package, "source")
    return "." in (source.get("editable"), source.get("virtual"), source.get("directory"))


def _requirements(stated: list[str], name: str, replaced: set[str]) -> set[str]:
    """What is stated, as uv locks it: of a package that comes from somewhere else only the name."""
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - only for Python's lock

    try:
        found = [Requirement(word) for word in stated]
    except InvalidRequirement:
        raise _unread(name, "pyproject.toml names a dependency that cannot be read") from None
    wanted = ((_plain(one.name), _ordered(str(one.specifier))) for one in found)
    return {package if package in replaced else f"{package}{specifier}" for package, specifier in wanted}


def _ordered(specifier: str) -> str:
    return ",".join(sorted(part.strip() for part in specifier.split(",") if part.strip()))


def _cargo(lock: str, locked: str, name: str) -> Iterator[str]:
    document = toml_of(locked, "Cargo.toml")
    package = table_of(document, "package")
    if not isinstance(package.get("name"), str):
        raise _unread(name, "Cargo.toml is of a workspace without a package of its own, which is not compared")
    packages = _tables(toml_of(lock, name).get("package"))
    own = [one for one in packages if one.get("name") == package["name"] and "source" not in one]
    if len(own) != 1:
        yield f"it locks {len(own)} packages called {package['name']} of this folder, expected one"
        return
    stated = package.get("version") if isinstance(package.get("version"), str) else None
    yield from _differs("version", own[0].get("version"), stated, only_if_both=True)
    targets = [table for table in table_of(document, "target").values() if isinstance(table, Mapping)]
    named = {
        str(table_of(table, kind, key).get("package", key))
        for table in (document, *targets)
        for kind in _CARGO_TABLES
        for key in table_of(table, kind)
    }
    yield from _compared({word.split(" ")[0] for word in _words(own[0].get("dependencies"))}, named)


def _npm(lock: str, locked: str, name: str) -> Iterator[str]:
    manifest = _json(locked, "package.json")
    packages = _json(lock, name).get("packages")
    if not isinstance(packages, Mapping):
        raise _unread(name, "the lock has no packages, as those of npm before version 7 have none")
    own = table_of(packages, "")
    for key in ("name", "version"):
        yield from _differs(key, own.get(key), manifest.get(key))
    for kind in _NODE_TABLES:
        locked_set, stated = (
            {f"{package} {wanted}" for package, wanted in table_of(one, kind).items()} for one in (own, manifest)
        )
        yield from _compared(locked_set, stated)


def _differs(what: str, locked: object, stated: object, *, only_if_both: bool = False) -> Iterator[str]:
    if locked == stated or (only_if_both and None in (locked, stated)):
        return
    yield f"{what} is locked as {_word(locked)}, stated as {_word(stated)}"


def _word(value: object) -> str:
    return str(value)[:100] if isinstance(value, str) else "nothing"


def _compared(locked: set[str], stated: set[str]) -> Iterator[str]:
    yield from (f"it lacks {one[:200]}" for one in sorted(stated - locked))
    yield from (f"it still has {one[:200]}" for one in sorted(locked - stated))


def _tables(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _words(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def _plain(name: str) -> str:
    """A Python package's name as the index compares it (PyPA: name normalization)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _json(text: str, source: str) -> Mapping[str, Any]:
    document = read_json(text.encode(), source=source, limits=MACHINE_WRITTEN)
    return document if isinstance(document, Mapping) else {}


_LOCKS: Mapping[str, tuple[str, Callable[[str, str, str], Iterator[str]]]] = {
    "uv.lock": ("pyproject.toml", _uv),
    "Cargo.lock": ("Cargo.toml", _cargo),
    "package-lock.json": ("package.json", _npm),
}
