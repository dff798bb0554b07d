package parameters.branch

named_checks := {"checks": {"refs/heads/main": ["build"]}}

checks_bound := {"apps": [15368]}
