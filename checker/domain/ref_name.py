"""Names of tags and branches, as a person types them: plain ones, that mean nothing else to git."""

import re

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+/-]{0,199}")
_NO_NAME = re.compile(r"\.\.|//|\.lock(/|\Z)|[./]\Z|/\.")


def is_ref_name(text: str) -> bool:
    """Whether git takes this for the name of a ref and for nothing else: no option, no range, no path."""
    return _NAME.fullmatch(text) is not None and _NO_NAME.search(text) is None
