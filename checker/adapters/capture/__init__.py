"""Captures on disk: folders of answers that somebody saved."""

from checker.adapters.capture.folder import CaptureLimits, read_capture

__all__ = ["CaptureLimits", "read_capture"]
