"""The ports made real; only `bootstrap` builds them."""
