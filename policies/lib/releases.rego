# The releases of the manifest's tag, by id; there are several while drafts wait beside a published one.
# Built once, shared by the rules about what is released under that tag.
package lib.releases

candidate[release.id] := release if {
	some release in input.repository.releases.value
	release.of_manifest.value == true
}
