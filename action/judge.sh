#!/bin/sh
# Judge with what no pull request can change: the anchor by its digest, project file and lock from the base commit.
#
# It works in a new folder outside of the workspace, with an environment of its own, and needs no network and no token.
# Reads ENVIRONMENT, ANCHOR, ANCHOR_DIGEST, PROJECT, MANIFEST, ARTIFACTS, AUDITS, BASE_COMMIT and what a runner sets;
# writes annotations, the step summary, and `outcome`, `report`, `digest`. Whatever ends it early is `refused`.
set -eu
umask 077
PATH=/usr/local/bin:/usr/bin:/bin
export PATH
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
. "$here/places.sh"

: "${GITHUB_OUTPUT:?}" "${GITHUB_STEP_SUMMARY:?}"
outcome=refused report='' digest=''

# finish: the last thing written is the outcome, so that whatever fails before leaves none that says passed.
finish() {
	code=$?
	trap - EXIT
	if [ "$outcome" = refused ]; then
		code=3 report='' digest=''
		printf '# Clean Release: refused\n\nNothing was judged, so no gate opens; the log of the job says why.\n' \
			>>"$GITHUB_STEP_SUMMARY" || true
	fi
	printf 'report=%s\ndigest=%s\noutcome=%s\n' "$report" "$digest" "$outcome" >>"$GITHUB_OUTPUT"
	exit "$code"
}
trap finish EXIT
trap 'exit 3' HUP INT TERM

# from_repository ARGUMENTS: git on the objects of the workspace alone; its hooks, replacements and remotes do not count.
from_repository() {
	env -i PATH="$PATH" HOME="$work/home" LC_ALL=C GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 \
		GIT_NO_REPLACE_OBJECTS=1 GIT_NO_LAZY_FETCH=1 GIT_ALLOW_PROTOCOL=none GIT_TERMINAL_PROMPT=0 \
		git --git-dir="$workspace/.git" -c core.fsmonitor=false -c core.hooksPath=/dev/null "$@" 2>/dev/null
}

take_anchor() {
	refuse_inside "$ANCHOR" anchor
	wanted=${ANCHOR_DIGEST#sha256:}
	is_hex "$wanted" 64 ||
		refuse "anchor-digest is no SHA-256: $(shown "$ANCHOR_DIGEST")" "give the 64 hex digits of sha256sum"
	[ -f "$ANCHOR" ] || refuse "the anchor is no plain file: $(shown "$ANCHOR")" "name the file itself"
	case $ANCHOR in *.json) anchor=$work/anchor.json ;; *) anchor=$work/anchor.yaml ;; esac
	# The copy is compared and used, so that nothing can change in between.
	cat -- "$ANCHOR" >"$anchor"
	seen=$(sha256sum <"$anchor" | cut -c 1-64)
	[ "$seen" = "$wanted" ] || refuse "the anchor has the digest $seen, anchor-digest says $wanted" \
		"read what changed in the anchor before you change the digest"
}

# find_commit: set `commit`, which project file and lock are taken from.
find_commit() {
	case ${GITHUB_EVENT_NAME:-} in
	'') refuse "GITHUB_EVENT_NAME is empty, so the base commit is unknown" "run this as a step of a job" ;;
	pull_request* | merge_group) commit=${BASE_COMMIT:-} ;;
	*) commit=${GITHUB_SHA:-} ;;
	esac
	is_hex "$commit" 40 || is_hex "$commit" 64 ||
		refuse "the event names no commit to take the project file from: $(shown "$commit")" \
			"use an event that has one, for example pull_request or push"
	[ "$(from_repository cat-file -t "$commit")" = commit ] ||
		refuse "the commit $commit is not in the workspace" "check out with fetch-depth 0"
}

# refuse_edited_workflow: a proposal that edits the workflow which runs this would say itself how it is judged.
refuse_edited_workflow() {
	case $GITHUB_EVENT_NAME in
	pull_request_target) return 0 ;; # runs the workflow of the base
	pull_request* | merge_group) ;;
	*) return 0 ;;
	esac
	workflow=${GITHUB_WORKFLOW_REF:-}
	workflow=${workflow%%@*}
	path=.github/${workflow#*/.github/}
	case $workflow in */*/.github/workflows/*) ;; *)
		refuse "GITHUB_WORKFLOW_REF names no workflow: $(shown "$workflow")" "run this as a step of a job"
		;;
	esac
	# A workflow of another repository, which a ruleset requires, is beyond the proposal.
	[ "$(lower "${workflow%%/.github/*}")" = "$(lower "${GITHUB_REPOSITORY:-}")" ] || return 0
	reviewed=$(from_repository ls-tree --full-tree "$commit" -- "$path")
	case $reviewed in
	*' blob '*) [ "$(from_repository ls-tree --full-tree "$GITHUB_SHA" -- "$path")" = "$reviewed" ] && return 0 ;;
	esac
	refuse "this change edits the workflow that judges it: $(shown "$path")" \
		"have it judged by a required workflow of the organization, or on pull_request_target"
}

# take_file NAME: copy a plain file of the project from that commit, if it is there.
take_file() {
	entry=$(from_repository ls-tree --full-tree "$commit" -- "$folder_in_tree$1")
	case $entry in
	'') return 1 ;;
	'100644 blob '* | '100755 blob '*) ;;
	*) refuse "$1 is no plain file in the commit $commit" "commit the file itself, not a link" ;;
	esac
	from_repository cat-file blob "$commit:$folder_in_tree$1" >"$work/project/$1" ||
		refuse "$1 cannot be read in the commit $commit" "check out with fetch-depth 0"
	[ "${GITHUB_SHA:-$commit}" = "$commit" ] && return 0
	[ "$(from_repository ls-tree --full-tree "$GITHUB_SHA" -- "$folder_in_tree$1")" = "$entry" ] && return 0
	said="this change edits $1; judged is what the base commit $commit has"
	printf '::warning title=clean-release::%s\n' "$said"
	printf -- '- **%s**\n' "$said" >>"$work/edits"
}

take_project() {
	case /$PROJECT/ in
	/./) folder_in_tree='' ;;
	//* | */../* | */./* | *[!A-Za-z0-9._/-]*)
		refuse "project is no folder of the repository: $(shown "$PROJECT")" \
			"give a relative path of letters, digits and . _ / -"
		;;
	*) folder_in_tree=${PROJECT%/}/ ;;
	esac
	mkdir "$work/project"
	take_file clean-release.yaml ||
		refuse "there is no clean-release.yaml in the commit $commit" "have it reviewed and merged first"
	take_file clean-release.lock || true
}

# place_of NAME VALUE: set `place`, absolute, so that no value can be taken for an option.
place_of() {
	case $2 in
	*"$newline"*) refuse "$1 holds a line end, expected one path: $(shown "$2")" "give one path" ;;
	/*) place=$2 ;;
	*) place=$workspace/$2 ;;
	esac
}

judge() {
	set -- --anchor "$anchor" --format github --output "json=$work/report.json" --output "markdown=$work/summary.md"
	if [ -n "${MANIFEST:-}" ]; then place_of manifest "$MANIFEST" && set -- "$@" --manifest "$place"; fi
	if [ -n "${ARTIFACTS:-}" ]; then place_of artifacts "$ARTIFACTS" && set -- "$@" --artifacts "$place"; fi
	while IFS= read -r audit; do
		if [ -n "$audit" ]; then place_of audits "$audit" && set -- "$@" --audit "$place"; fi
	done <<-END
		${AUDITS:-}
	END
	isolated -m checker check "$work/project" "$@" >"$work/said" 2>"$work/complaint"
}

# isolated ARGUMENTS: Python of the environment, which knows nothing of the job.
isolated() {
	env -i PATH="$PATH" HOME="$work/home" TMPDIR="$work/home" LC_ALL=C.UTF-8 \
		"$ENVIRONMENT/bin/python" -I -X utf8 "$@"
}

# agrees OUTCOME: whether the report itself says so, under that name, of a release that is real.
agrees() {
	isolated -c '
import json, sys

path, digest, outcome = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    document = json.load(file)
report = document["report"]
opens = report["verdict"] == "passed" and report["gating"]["gating"]
sys.exit((document["digest"], report["namespace"], opens) != (digest, "real", outcome == "passed"))
' "$work/report.json" "$digest" "$1" 2>>"$work/complaint"
}

# add_summary: append the summary, in whole lines. A runner shows nothing of a file that is longer than a mebibyte.
add_summary() {
	{ head -n 1 "$work/summary.md" && cat "$work/edits" && tail -n +2 "$work/summary.md"; } >"$work/all"
	: >>"$GITHUB_STEP_SUMMARY"
	room=$((1048576 - $(wc -c <"$GITHUB_STEP_SUMMARY")))
	if [ "$(wc -c <"$work/all")" -le "$room" ]; then
		cat "$work/all" >>"$GITHUB_STEP_SUMMARY"
	elif [ "$room" -gt 1024 ]; then
		head -c "$((room - 256))" "$work/all" | sed '$d' >>"$GITHUB_STEP_SUMMARY"
		printf '\n**More did not fit; the report has all of it.**\n\nReport `%s`\n' "$digest" >>"$GITHUB_STEP_SUMMARY"
	else
		printf '::notice title=clean-release::%s\n' "earlier steps left no room in the step summary"
	fi
}

# tell: the annotations, and then what else was said, which may quote foreign text: no line of it may be a command.
tell() {
	if [ -n "$digest" ]; then cat "$work/said"; fi
	if [ -s "$work/complaint" ]; then
		token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
		printf '::stop-commands::%s\n' "$token"
		LC_ALL=C sed 's/##\[/## [/g' "$work/complaint"
		printf '\n::%s::\n' "$token"
	fi
}

find_places
refuse_inside "$here" "the action"
refuse_inside "${ENVIRONMENT:-}" environment
work=$(mktemp -d "$temporary/clean-release.XXXXXX")
mkdir "$work/home"
: >"$work/edits"
cd "$work"
take_anchor
find_commit
refuse_edited_workflow
take_project
code=0
judge || code=$?
digest=$(sed -n '$s/^report \(sha256:[0-9a-f]\{64\}\)$/\1/p' "$work/said")
tell
if [ -z "$digest" ] || [ ! -s "$work/report.json" ]; then
	refuse "nothing was judged" "the lines above say why"
fi
case $code in
0) ended=passed ;;
1) ended=blocked ;;
3) ended=undecided ;;
*) refuse "clean-release ended with the unknown code $code" "the lines above say why" ;;
esac
agrees "$ended" || refuse "the report does not say $ended of a real release" "a project of the namespace demo gates nothing"
add_summary
report=$work/report.json outcome=$ended
exit "$code"
