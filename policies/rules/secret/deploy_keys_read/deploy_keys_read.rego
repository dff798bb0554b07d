# METADATA
# title: No deploy key may write
# description: A deploy key that writes pushes to every branch it is not kept from, belongs to no person, and never expires.
# custom:
#   catalogue: SE-06
#   severity: high
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.deploy_keys]
#   handles: []
#   identity: [key]
#   controls: []
#   references:
#     - https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys
#     - https://docs.github.com/en/rest/deploy-keys/deploy-keys
#   message: "{subject} may write to the repository"
#   fix:
#     command: ""
#     click: "Settings > Deploy keys: delete {subject}, and add it again without write access if something reads by it"
#   allow_empty: Where every deploy key was read and there is none, none may write.
#   parameters: []
package rules.secret.deploy_keys_read

subjects contains sprintf("deploy key %d", [key.id]) if some key in input.repository.deploy_keys.value

holds[sprintf("deploy key %d", [key.id])] := key.read_only if some key in input.repository.deploy_keys.value

detail[subject] := {"evidence": {"key": key.id, "title": key.title, "fingerprint": key.fingerprint}} if {
	some key in input.repository.deploy_keys.value
	subject := sprintf("deploy key %d", [key.id])
	holds[subject] == false
}
