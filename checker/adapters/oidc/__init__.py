"""The keys of an issuer of tokens, asked for over the web."""
