"""Forms of secrets, by a library and by what it does not know."""
