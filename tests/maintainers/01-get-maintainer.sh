#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The subsystems of 200 files, spread evenly over each kernel tree, are those that the tree's
# own get_maintainer.pl gives.  The script leaves the order among sections of equal depth to
# perl's hash order, so lists are compared as sets; that ours is sorted by depth, THE REST last,
# is a unit test.
set -u
probe=$(dirname "$GUPCHECK")/probe
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail=0

sample() { # TREE
	(cd "$1" && find . -type f -name '*[.chSay]' ! -path './.git/*' ! -name '*.cmd' |
		sed 's|^\./||' | LC_ALL=C sort) >"$tmp/all"
	step=$(($(wc -l <"$tmp/all") / 200))
	awk -v s="$step" 'NR % s == 0 && n++ < 200' "$tmp/all"
}

theirs() { # TREE, paths on standard input
	(cd "$1" && xargs -P2 -I@ sh -c '
		perl scripts/get_maintainer.pl --no-tree --no-git --no-git-fallback --no-email --no-l \
			--subsystem -f "$1" | LC_ALL=C sort | sed "s|^|$1\t|"' - @)
}

echo 1..2
n=0
for v in 6.12 6.1; do
	n=$((n + 1))
	tree=${GUP_CACHE:-$HOME/.cache/gupcheck}/trees/linux-source-$v
	if [ ! -f "$tree/scripts/get_maintainer.pl" ]; then
		echo "not ok $n - linux $v: there is no tree in '$tree'"
		fail=1
		continue
	fi
	sample "$tree" >"$tmp/paths"
	"$probe" maintainers "$tree" <"$tmp/paths" |
		awk -F'\t' '{ for (i = 2; i <= NF; i++) print $1 "\t" $i }' |
		LC_ALL=C sort >"$tmp/ours"
	theirs "$tree" <"$tmp/paths" | LC_ALL=C sort >"$tmp/theirs"
	files=$(cut -f1 "$tmp/theirs" | sort -u | wc -l)
	if [ "$files" -eq 200 ] && cmp -s "$tmp/ours" "$tmp/theirs"; then
		echo "ok $n - linux $v: $files files, $(wc -l <"$tmp/theirs") subsystem lines agree"
	else
		echo "not ok $n - linux $v: $files files; < ours, > get_maintainer.pl"
		diff "$tmp/ours" "$tmp/theirs" | sed 's/^/# /' | head -40
		fail=1
	fi
done
exit $fail
