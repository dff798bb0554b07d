# Builders for the documents of rule tests. The name of this file keeps it out of every bundle.
package lib.testing

collected(value) := {"status": "collected", "evidence": [], "value": value}

fact(value) := {"status": "collected", "evidence": [], "because": ["ruleset 1"], "value": value}

unread := {"status": "denied", "evidence": []}

incomplete := {"status": "incomplete", "evidence": []}

absent := {"status": "not_found", "evidence": []}

# changed: `base` with whole entries replaced; `object.union` alone would merge an observation into the one it replaces.
changed(base, changes) := object.union(object.remove(base, object.keys(changes)), changes)

facts := [
	"protected",
	"force_push_blocked",
	"deletion_blocked",
	"creation_restricted",
	"update_restricted",
	"pull_request_required",
	"stale_reviews_dismissed",
	"code_owner_review",
	"last_push_approval",
	"reviews_bind_everyone",
	"conversation_resolution",
	"signatures_required",
	"linear_history",
	"admins_included",
	"checks_required",
	"checks_strict",
	"dismissal_restricted",
	"force_push_binds_everyone",
	"locked",
	"fork_syncing_blocked",
	"scans_required",
	"queue_checks_each",
	"message_pattern",
	"author_pattern",
	"committer_pattern",
]

# protected_ref: a release ref on which everything is enforced, except as `changes` says.
protected_ref(ref, kind, changes) := changed(
	object.union(
		{name: fact(true) | some name in facts},
		{
			"ref": ref,
			"kind": kind,
			"default": ref == "refs/heads/main",
			"approvals_at_least": [{"count": n, "met": fact(true)} | some n in numbers.range(1, 6)],
			"required_checks": fact([]),
			"named_checks": [],
			"named_deployments": [],
		},
	),
	changes,
)

branch(ref, changes) := protected_ref(ref, "branch", changes)

tag(ref, changes) := protected_ref(ref, "tag", changes)

protection(refs) := {"repository": {
	"repository": collected({"default_branch": "main"}),
	"effective_protection": collected(refs),
}}

# branches: a document whose branches differ in one fact: `{ref: observation}`.
branches(name, observations) := protection([branch(ref, {name: o}) | some ref, o in observations])

repository(section, value) := {"repository": {section: collected(value)}}

# sections: a document with these sections of the repository, each of them collected.
sections(values) := {"repository": {name: collected(value) | some name, value in values}}

owned_by(kind) := repository("owner", {"kind": kind})

# unreadable: the document, in which the observation at a JSON pointer was denied to whoever read it.
unreadable(document, pointer) := json.patch(document, [{"op": "replace", "path": pointer, "value": unread}])

unread_section(section) := {"repository": {section: unread}}

# environment: a release environment guarded in every way, except as `changes` says.
environment(name, changes) := changed(
	{
		"name": name,
		"reviewers": collected({"principals": [{"kind": "User", "id": "1"}], "prevent_self_review": true}),
		"admins_bypass": collected(false),
		"wait_minutes": collected(0),
		"custom_rules": collected([]),
		"deploy_refs": collected({
			"mode": "custom",
			"patterns": [{"kind": "tag", "pattern": "v*", "only_release_refs": true}],
		}),
		"secret_names": collected([]),
		"variable_names": collected([]),
	},
	changes,
)

# ruleset: an active ruleset that covers main and that nobody may bypass, except as `changes` says.
ruleset(id, changes) := changed(
	{
		"id": id,
		"name": sprintf("ruleset %s", [id]),
		"source": "ruleset",
		"level": "repository",
		"target": "branch",
		"enforcement": "active",
		"definition": collected({"matches": ["refs/heads/main"], "punctured": []}),
		"bypass": collected([]),
	},
	changes,
)

# publishing: what a project declares that publishes to PyPI from tags.
publishing := {"environments": ["pypi"], "publish_tokens": ["PYPI_API_TOKEN"], "release_tags": ["v*"]}

# workflow_file: a file and what detectors found in it: `{detector: observation}`.
workflow_file(path, findings) := {
	"path": path,
	"sha256": "",
	"facts": collected({}),
	"findings": [{"detector": detector, "found": found} | some detector, found in findings],
}

finding(changes) := changed(
	{"line": 5, "job": "build", "severity": "high", "confidence": "high", "persona": "regular"},
	changes,
)

# route: a job that only reads, and that nothing marks as one that publishes, except as `changes` says.
route(id, changes) := changed(
	{
		"id": id,
		"entry": ".github/workflows/release.yml",
		"file": ".github/workflows/release.yml",
		"job": "publish",
		"line": 9,
		"triggers": [],
		"ref_prefixes": [],
		"verified_by": [],
		"environment": {"kind": "none", "name": "", "line": 0},
		"permissions": {"source": "job", "line": 10, "otherwise": "none", "scopes": []},
		"id_token": "none",
		"secrets": {"names": [], "all": false, "inherited": false},
		"has_concurrency": false,
		"is_remote": false,
		"uploads": false,
		"project_code": [],
	},
	changes,
)

workflows(files, routes) := workflows_of(files, collected(routes))

workflows_of(files, routes) := {"workspace": {"workflows": collected({"files": files, "routes": routes, "scanner": unread})}}

# publisher: a declared trusted publisher with which everything is in order, except as `changes` says.
publisher(id, changes) := changed(
	{
		"id": id,
		"registry": "pypi",
		"project": "acme",
		"workflow": ".github/workflows/release.yml",
		"environment": "pypi",
		"any_environment": false,
		"same_repository": collected(true),
		"file_released": collected(true),
		"file_on_default": collected(true),
		"publishes_there": collected(true),
		"token_only_there": collected(true),
		"from_any_ref": collected(false),
	},
	changes,
)

# piece: evidence that a trusted key signed at noon on 2026-02-01, about the file and the bytes of its name.
piece(id, changes) := changed(
	{
		"id": id,
		"document": "d",
		"declared": true,
		"artifact": "a.whl",
		"sha256": "aa",
		"verified": true,
		"signer": {"kind": "key", "id": "k", "name": "build", "issuer": ""},
		"made_at": collected("2026-02-01T12:00:00Z"),
	},
	changes,
)

# built: the manifest of two files, built at a tag.
built := collected({
	"version": "1.0",
	"source": {"host": "git.example", "repository": "acme/widget", "commit": "c1", "ref": "refs/tags/v1.0"},
	"artifacts": [
		{"name": "a.whl", "kind": "wheel", "sha256": "aa", "size": 1},
		{"name": "a.tar.gz", "kind": "sdist", "sha256": "bb", "size": 1},
	],
})
