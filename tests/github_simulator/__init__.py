"""A GitHub of our own: a real HTTP server on the loopback, which answers recordings and answers made after schemas."""
