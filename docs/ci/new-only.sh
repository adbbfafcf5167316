#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What a series of patches brings, and nothing else, as the kernel's test robots tell it:
#
#   new-only.sh REPOSITORY BASE HEAD [STATE]
#
# Scans both commits in a work tree of its own, prints what is new and fixed in the form of a mail, and exits
# with 1 if something is new; prints nothing if neither is.  STATE is a folder that is kept between calls: what did not change is not read
# again.  SCAN_OPTIONS are for gupcheck scan (as "--arch arm64").
set -u
if [ $# -lt 3 ]; then
	echo "usage: new-only.sh REPOSITORY BASE HEAD [STATE]" >&2
	exit 2
fi
repo=$1
base=$(git -C "$repo" rev-parse --verify -q "$2^{commit}") && head=$(git -C "$repo" rev-parse --verify -q "$3^{commit}") || {
	echo "new-only.sh: $repo has no commit $2 or no commit $3" >&2
	exit 2
}
state=${4:-$(mktemp -d)}
[ $# -ge 4 ] || trap 'git -C "$repo" worktree remove --force "$state/tree" 2>/dev/null; rm -rf "$state"' EXIT
mkdir -p "$state" || exit 2

# One tree, moved from commit to commit: files that both have keep their facts.
if [ -e "$state/tree/.git" ]; then
	git -C "$state/tree" checkout -q --detach --force "$base" || exit 2
else
	git -C "$repo" worktree add -q --detach "$state/tree" "$base" || exit 2
fi
rm -f "$state/gup.db"
for commit in "$base" "$head"; do
	git -C "$state/tree" checkout -q --detach --force "$commit" || exit 2
	# shellcheck disable=SC2086
	gupcheck scan --state "$state/scan" --db "$state/gup.db" ${SCAN_OPTIONS-} "$state/tree" >&2 ||
		[ $? -eq 1 ] || exit 2
done
# both commits have the same: there is one run
[ "$(sqlite3 "$state/gup.db" "SELECT count(*) FROM runs")" -gt 1 ] || exit 0
body=$(gupcheck diff --db "$state/gup.db" --format mail --fail-on new)
status=$?
case $body in
*': 0 new and 0 fixed '*) ;;
*) printf '%s\n' "$body" ;;
esac
exit $status
