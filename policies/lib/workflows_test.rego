package lib.workflows_test

import data.lib.testing
import data.lib.workflows

released(changes) := result if {
	route := testing.route("release.yml: publish", changes)
	result := workflows.release with input as testing.workflows([], [route])
		with data.project as testing.publishing
}

environment(kind, name) := {"environment": {"kind": kind, "name": name, "line": 4}}

secrets(changes) := {"secrets": object.union({"names": [], "all": false, "inherited": false}, changes)}

test_whatever_could_publish_is_a_release_job if {
	every changes in [
		{"uploads": true},
		environment("named", "PyPI"),
		environment("expression", "${{ inputs.stage }}"),
		secrets({"names": ["OTHER", "PYPI_API_TOKEN"]}),
		secrets({"all": true}),
		object.union(secrets({"inherited": true}), {"is_remote": true}),
		{"id_token": "write", "is_remote": true},
		{"id_token": "unknown", "is_remote": true},
	] {
		object.keys(released(changes)) == {"release.yml: publish"}
	}
}

test_what_could_not_is_none if {
	every changes in [
		{},
		environment("named", "docs"),
		environment("none", ""),
		secrets({"names": ["OTHER"]}),
		secrets({"inherited": true}),
		{"id_token": "write"},
		{"is_remote": true},
		{"id_token": "read", "is_remote": true},
	] {
		released(changes) == {}
	}
}

test_both_files_of_a_way_are_release_files if {
	route := testing.route("a.yml: go > b.yml: up", {"uploads": true, "entry": "a.yml", "file": "b.yml"})
	files := workflows.files with input as testing.workflows([], [route, testing.route("c.yml: x", {"file": "c.yml"})])
		with data.project as testing.publishing
	files == {"a.yml", "b.yml"}
}
