"""The shape of a store: what the numbered files of `migrations` make."""

from pathlib import Path

from checker.adapters.sqlite_shape import Shape

SHAPE = Shape(folder=Path(__file__).with_name("migrations"), application_id=0x434C5253)
"""A SQLite file that is a store of Clean Release is marked `CLRS`."""
