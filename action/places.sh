# What both scripts know: how something is refused, and what lies outside of the workspace.
# A pull request can change everything in the workspace, so nothing that judges may come from there.

newline='
'

# refuse MESSAGE HINT: say why nothing is judged, and end. Neither may hold foreign text that `shown` has not made safe.
refuse() {
	printf '::error title=clean-release refused::%s\n' "$1"
	printf 'hint: %s\n' "$2"
	exit 3
}

# shown VALUE: at most 80 characters of foreign text, none of which means anything to a runner, a shell or a terminal.
shown() {
	printf '%s' "$1" | LC_ALL=C tr -c 'A-Za-z0-9._/@-' '?' | cut -c 1-80
}

# is_hex VALUE LENGTH: whether it is that many lower-case hex digits, and nothing else.
is_hex() {
	case $1 in *[!0-9a-f]*) return 1 ;; esac
	[ "${#1}" -eq "$2" ]
}

# lower VALUE: its letters small, as the provider compares names.
lower() {
	printf '%s' "$1" | LC_ALL=C tr A-Z a-z
}

# outside PATH: those of its folders that are absolute and not in the workspace.
outside() {
	rest=$1:
	while [ -n "$rest" ]; do
		folder=${rest%%:*} rest=${rest#*:}
		case $folder in /*) folder=$(realpath -q -- "$folder") || continue ;; *) continue ;; esac
		case $folder/ in "$workspace"/*) ;; *) printf '%s:' "$folder" ;; esac
	done
}

# find_places: set `workspace` and `temporary`, links followed.
find_places() {
	[ -d "${GITHUB_WORKSPACE:-}" ] || refuse "GITHUB_WORKSPACE names no folder" "check the repository out first"
	[ -d "${RUNNER_TEMP:-}" ] || refuse "RUNNER_TEMP names no folder" "run this as a step of a job"
	workspace=$(realpath -- "$GITHUB_WORKSPACE")
	temporary=$(realpath -- "$RUNNER_TEMP")
	refuse_inside "$temporary" RUNNER_TEMP
}

# refuse_inside PATH NAME: refuse what is no absolute path, or lies in the workspace, as written or with links followed.
refuse_inside() {
	case $1 in
	*"$newline"*) refuse "$2 holds a line end, expected one path: $(shown "$1")" "give one absolute path" ;;
	/*) ;;
	*) refuse "$2 is no absolute path: $(shown "$1")" "give one outside of the workspace" ;;
	esac
	folder=$(realpath -- "$(dirname -- "$1")") || refuse "$2 is not there: $(shown "$1")" "check the path"
	target=$(realpath -- "$1") || refuse "$2 is not there: $(shown "$1")" "check the path"
	for place in "$1/" "$folder/" "$target/"; do
		case $place in
		"$workspace"/* | "$GITHUB_WORKSPACE"/*)
			refuse "$2 lies in the workspace, which a pull request can change: $(shown "$1")" \
				"keep it outside, for example in the folder that RUNNER_TEMP names"
			;;
		esac
	done
}
