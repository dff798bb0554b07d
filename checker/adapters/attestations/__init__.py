"""Statements that a workflow of a repository signed with its identity, as bundles of sigstore."""
