#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The converting patches have coccicheck's header, parse, share their common blocks to the letter,
# and the series names each of them; a bad list is refused in one line.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"
dir=$src/cocci/convert

# Do all files that have the block have it alike?
alike() { # FIRST LAST
	rm -f "$tmp/block"
	for f in "$dir"/*.cocci; do
		sed -n "\|^$1|,\|^$2|p" "$f" >"$tmp/this"
		[ -s "$tmp/this" ] || continue
		[ -e "$tmp/block" ] || cp "$tmp/this" "$tmp/block"
		cmp -s "$tmp/this" "$tmp/block" || { echo "$f: $1" >>"$tmp/differ"; return 1; }
	done
	[ -s "$tmp/block" ]
}

echo 1..12
bad=0
: >"$tmp/tags"
for f in "$dir"/*.cocci; do
	for tag in 'SPDX-License-Identifier: ' '// Confidence: ' '// Copyright: ' '// Options: ' '// Requires: ' \
		'virtual context' 'virtual org' 'virtual patch' 'virtual report' 'virtual guided'; do
		grep -q "$tag" "$f" || { echo "$f lacks $tag" >>"$tmp/tags"; bad=1; }
	done
	for word in Options: Requires:; do # coccicheck greps for these anywhere in the file
		[ "$(grep -c "$word" "$f")" -eq 1 ] || { echo "$f: $word" >>"$tmp/tags"; bad=1; }
	done
	spatch -D patch --parse-cocci "$f" >"$tmp/out" 2>&1 || { echo "$f does not parse" >>"$tmp/tags"; bad=1; }
	! grep -i 'warning: rule' "$tmp/out" >>"$tmp/tags" || bad=1
done
report $bad "every patch parses and has coccicheck's header" "$tmp/tags"

(cd "$dir" && ls -- *.cocci | sort) >"$tmp/files"
sort "$dir/series" | diff "$tmp/files" - >"$tmp/diff"
report $? "the series names every patch once" "$tmp/diff"
sed -n 's/^| convert\/\([a-z]*\.cocci\).*/\1/p' "$src/cocci/README.md" | diff "$dir/series" - >"$tmp/diff"
report $? "README.md lists them in that order" "$tmp/diff"

alike '# guided-begin' '# guided-end'
report $? "one way to read the list of positions" "$tmp/differ"
alike '# world-begin' '# world-end' && alike '// world-begin' '// world-end'
report $? "one notion of who holds pages" "$tmp/differ"
alike '# marks-begin' '# marks-end' && alike '// tidy-begin' '// tidy-end' && alike '// count-begin' '// count-end'
report $? "one way to tidy up" "$tmp/differ"

cp "$src/tests/cocci/convert/pin/families.c" "$tmp"
cd "$tmp" || exit 1
guided() {
	spatch -D patch -D guided --very-quiet --cocci-file "$dir/pin.cocci" --no-includes families.c \
		>"$tmp/out" 2>"$tmp/err"
}
unset GUP_POSITIONS
guided
[ $? -ne 0 ] && [ ! -s "$tmp/out" ] && grep -q 'GUP_POSITIONS names no file' "$tmp/err"
report $? "guided without a list is refused" "$tmp/err"
export GUP_POSITIONS="$tmp/list"
printf 'acquire\tfamilies.c\tnine\t6\ttake\n' >list
guided
[ $? -ne 0 ] && [ ! -s "$tmp/out" ] && grep -q 'list:1: wants kind, path, line, column and function' "$tmp/err"
report $? "a bad line is refused, by file and line" "$tmp/err"
printf '# nothing\n\n' >list
guided && [ ! -s "$tmp/out" ]
report $? "an empty list changes nothing" "$tmp/out"
printf 'acquire\tother.c\t9\t6\ttake\nrelease\tfamilies.c\t9\t6\ttake\nacquire\tfamilies.c\t9\t7\ttake\n' >list
guided && [ ! -s "$tmp/out" ] && [ "$(grep -c '^gup-unmatched' err)" -eq 3 ]
report $? "path, kind and column must fit" "$tmp/err"
printf 'acquire\tfamilies.c\t9\t0\ttake\nrelease\t./families.c\t31\t2\tdrop\n' >list
guided && [ "$(grep -c '^-[^-]' out)" -eq 2 ] && grep -q '^+.*unpin_user_page(page); put_page(pages' out
report $? "of two calls in one line only the listed one changes" "$tmp/out"
printf 'release\tfamilies.c\t31\t2\tdrop\twill_pin\n' >list
guided && [ ! -s "$tmp/out" ]
report $? "a release that must ask is none of pin.cocci's" "$tmp/out"
exit $fail
