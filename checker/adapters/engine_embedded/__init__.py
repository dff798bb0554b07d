"""OPA inside this process, or in a child process for bundles nobody vouches for."""
