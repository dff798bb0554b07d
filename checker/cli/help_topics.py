"""The texts of `clean-release help TOPIC`."""

from pathlib import Path

TOPICS = Path(__file__).parent / "topics"
"""One text file per topic; docs/reference/help-topics.md is made of them."""


def topics() -> dict[str, str]:
    """Every topic with its text, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(TOPICS.glob("*.txt"))}
