"""A release gate that proves its verdict."""
