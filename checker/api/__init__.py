"""REST: every route parses, calls the facade that the command line calls, and answers with the same documents."""
