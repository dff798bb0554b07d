"""Draft an anchor: a personal one that trusts the shipped bundle and binds no repository yet."""

PERSONAL_ANCHOR = """\
# What you trust, kept outside of every checkout: a pull request cannot change it.
schema: clean-release/anchor/v1
bundles:
  - bundle: release-policy
    method: pinned        # trusted by the digest this installation records
# A verdict gates only for repositories bound by their ids:
#   gh api repos/OWNER/REPOSITORY --jq '.id, .owner.id'
repositories: []
required_collections: [minimal]   # a project may select more, never less
may_not_apply: [manifest.artifacts_imported]   # applies once artifacts are imported for a candidate
"""
