"""Names of packages as registries compare them."""

import re

_RUN = re.compile(r"[-_.]+")


def normal_python_name(name: str) -> str:
    """The one spelling of a Python project's name (PEP 503): lower case, with single hyphens."""
    return _RUN.sub("-", name).lower()


def normal_name(name: str, *, registry: str) -> str:
    """A name as this registry compares it with others; npm compares letter for letter, Rust as one of `-` and `_`."""
    if registry in {"pypi", "testpypi"}:
        return normal_python_name(name)
    return name.lower().replace("_", "-") if registry == "crates" else name


_NAMES = {
    "pypi": re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,198}[A-Za-z0-9])?", re.ASCII),
    "crates": re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII),
    "npm": re.compile(r"(?:@[a-z0-9~-][a-z0-9._~-]{0,100}/)?[A-Za-z0-9~-][A-Za-z0-9._~-]{0,213}", re.ASCII),
}
_NAMES["homebrew"] = re.compile(r"[a-z0-9][a-z0-9+._@-]{0,99}", re.ASCII)
_NAMES["testpypi"] = _NAMES["pypi"]


def is_package_name(name: str, *, registry: str) -> bool:
    """Whether a name has the form this registry demands, so that nothing else becomes part of an address."""
    form = _NAMES.get(registry)
    return form is not None and form.fullmatch(name) is not None
