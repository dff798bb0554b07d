"""Versioned wire formats: bytes to domain objects and back, and their digests."""
