#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Miniature drivers in the manner of real ones, before they were converted: what the program makes of
# each, and what the semantic patches make of it alone.  Beside drivers/NAME.c stands NAME.want, what
# comes out with the fixes, and NAME.alone, if the patches do that; drivers/left says of the others why.
. "$(dirname "$0")/lib.sh"

TMPDIR=$tmp
export TMPDIR
drivers=$src/tests/convert/drivers
tree=$tmp/tree
convert_tree "$tree"
rm -r "$tree/drivers/misc"
mkdir "$tree/drivers/mini"
cp "$drivers"/*.c "$drivers/kernel.h" "$tree/drivers/mini"
scan "$tree"
convert --why
cp "$tmp/out" "$tmp/why"
convert --apply
cat "$tmp/why" "$tmp/err" >"$tmp/said"
for f in "$drivers"/*.c; do
	name=$(basename "$f" .c)
	want=$drivers/$name.want
	[ -f "$want" ] || want=$f
	diff "$want" "$tree/drivers/mini/$name.c" >"$tmp/diff"
	report $? "$name: $([ "$want" = "$f" ] && echo 'is left as it is' || echo 'is converted')" "$tmp/diff"
	if [ "$want" = "$f" ]; then
		reason=$(sed -n "s/^$name: //p" "$drivers/left")
		[ -n "$reason" ] && grep "/$name\.c:" "$tmp/said" | grep -q -F -e "$reason"
		report $? "$name: and that is why: $reason" "$tmp/said"
	fi
done

# Alone: spatch as coccicheck runs it, one file at a time.
mkdir "$tmp/alone"
cp "$drivers"/*.c "$tmp/alone"
cd "$tmp/alone" || exit 1
# shellcheck disable=SC2016
find . -name '*.c' | xargs -P 2 -I{} sh -c '
	for patch in $(grep -v mark "$1/series"); do
		spatch -D patch --very-quiet --in-place --cocci-file "$1/$patch" $(sed -n "s|^// Options:||p" "$1/$patch") "$2" >/dev/null 2>>"$2.err"
	done' sh "$src/cocci/convert" {}
for f in "$drivers"/*.c; do
	name=$(basename "$f" .c)
	want=$drivers/$name.alone
	[ -f "$want" ] || want=$f
	diff "$want" "$name.c" >"$tmp/diff" && [ ! -s "./$name.c.err" ]
	report $? "$name: alone $([ "$want" = "$f" ] && echo 'it is left' || echo 'it is converted')" "$tmp/diff"
done
finish
