package parameters.environment

reviewers := {"minimum": 2}
