# Builders for documents with releases. The name of this file keeps it out of every bundle.
package lib.testing_releases

import data.lib.testing

# asset: a file of a release with the bytes the manifest declares.
asset(name) := {"name": name, "as_declared": testing.collected(true)}

# release: the published release of the manifest's tag, which nobody can change, except as `changes` says.
release(id, assets, changes) := testing.changed(
	{
		"id": id,
		"tag": "v1",
		"draft": false,
		"immutable": testing.collected(true),
		"of_manifest": testing.collected(true),
		"missing": testing.collected([]),
		"assets": testing.collected(assets),
	},
	changes,
)
