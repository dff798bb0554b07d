# METADATA
# title: Only jobs of a release environment may mint an identity token
# description: Whoever can mint the token can publish.
# custom:
#   catalogue: WF-05
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ci_workflows, "repository.ci_workflows[].parsed"]
#   message: "{subject} may mint an identity token"
#   fix: {click: "Mend {subject}", command: ""}
package rules.workflow.id_token_only_release

import data.lib.wf
import data.project

id(j) := sprintf("%s#%s", [j.path, j.id])

subjects contains id(j) if some j in wf.jobs

holds[id(j)] := true in {j in wf.minters == false, j.environment in project.environments} if some j in wf.jobs
