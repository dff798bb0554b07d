# METADATA
# title: Registry, release and formula show one version and its bytes
# description: Users who get other bytes by another way cannot tell a mistake from a file that was swapped.
# custom:
#   catalogue: WS-11
#   severity: high
#   enforcement: block
#   collections: [registry, strict, osps-baseline-3]
#   reads: [registry.channels]
#   handles: ["registry.channels[].shows"]
#   identity: [channel]
#   controls: [OSPS-BR-02.02]
#   references:
#     - https://slsa.dev/spec/v1.0/verifying-artifacts
#   message: "{subject} shows another version or other bytes than the manifest"
#   fix:
#     command: ""
#     click: "Take what differs off {subject}, or release the next version; never replace what users may have"
#   parameters: []
package rules.workspace.channels_aligned

applies := input.context.registry.present

subjects contains channel.id if some channel in input.registry.channels.value

holds[channel.id] := channel.shows.value in {"nothing", "this"} if some channel in input.registry.channels.value

detail[channel.id] := {"evidence": {"channel": channel.id, "kind": channel.kind}} if {
	some channel in input.registry.channels.value
	holds[channel.id] == false
}
