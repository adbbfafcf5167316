#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The function lists inside the semantic patches are those of the API table.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"
gen=$src/scripts/gen-api

echo 1..7
"$gen" --check >"$tmp/out" 2>&1
report $? "every list under cocci/ agrees with the table" "$tmp/out"

cp -r "$src/cocci" "$tmp/cocci"
sed -i 's/get_dump_page, //' "$tmp/cocci/find/acquire.cocci"
"$gen" --check --dir "$tmp/cocci" >"$tmp/out" 2>&1
[ $? -eq 1 ] && [ "$(wc -l <"$tmp/out")" -eq 1 ] && grep -q 'acquire.cocci: its lists differ' "$tmp/out"
report $? "a name taken out of a list is noticed, and only that file named" "$tmp/out"

"$gen" --cocci "$tmp/cocci/find/acquire.cocci" && cmp "$tmp/cocci/find/acquire.cocci" \
	"$src/cocci/find/acquire.cocci" >"$tmp/out" 2>&1
report $? "generating it again restores the file" "$tmp/out"

{ cat "$table"; echo 'grab_pages acquire pin array pages nr - - - count user -'; } >"$tmp/t.tbl"
"$gen" --check --table "$tmp/t.tbl" >"$tmp/out" 2>&1
[ $? -eq 1 ] && grep -q 'acquire.cocci' "$tmp/out" && grep -q 'inventory.cocci' "$tmp/out" &&
	! grep -q 'release.cocci' "$tmp/out"
report $? "a row more in the table makes the lists that need it stale" "$tmp/out"

sed -i '0,/gen-api: end/s//gen-api: over/' "$tmp/cocci/find/release.cocci"
"$gen" --check --dir "$tmp/cocci" >"$tmp/out" 2>&1
[ $? -eq 2 ] && grep -q 'release.cocci:[0-9]*: list within a list' "$tmp/out"
report $? "a list without its end is refused" "$tmp/out"

echo '// no list' >"$tmp/none.cocci"
"$gen" --cocci "$tmp/none.cocci" >"$tmp/out" 2>&1
[ $? -eq 2 ] && grep -q 'has no generated list' "$tmp/out"
report $? "a file without any list is refused" "$tmp/out"

bad=0
for f in "$src"/cocci/find/*.cocci; do
	for tag in 'SPDX-License-Identifier: ' '// Confidence: ' '// Copyright: ' '// Options: ' '// Requires: '; do
		grep -q "$tag" "$f" || { echo "$f lacks $tag" >>"$tmp/tags"; bad=1; }
	done
	for word in Options: Requires:; do # coccicheck greps for these anywhere in the file
		[ "$(grep -c "$word" "$f")" -eq 1 ] || { echo "$f: $word" >>"$tmp/tags"; bad=1; }
	done
	spatch -D report --parse-cocci "$f" >"$tmp/out" 2>&1 || { echo "$f does not parse" >>"$tmp/tags"; bad=1; }
done
report $bad "every semantic patch parses and has coccicheck's header" "$tmp/tags"
exit $fail
