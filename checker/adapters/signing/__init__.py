"""Private keys on this machine, and signing with them."""
