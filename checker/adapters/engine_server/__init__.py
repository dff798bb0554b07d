"""OPA behind an address: a server that this run has for itself."""
