"""Bundles from this machine: folders, archives, and the one the package carries."""
