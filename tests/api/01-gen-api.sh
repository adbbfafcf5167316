#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The generator takes the table as it is and refuses every kind of bad row, naming file, line
# and function.
set -u
src=${GUPCHECK_SRC:?}
gen=$src/scripts/gen-api
table=$src/analyzer/api/gup_api.tbl
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0 fail=0

report() { # STATUS TEXT
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		fail=1
	fi
}

refuses() { # TITLE WORDS-IN-THE-MESSAGE ROW
	name=$(echo "${3%% *}" | sed 's/\*/\\*/')
	{ cat "$table"; echo "$3"; } >"$tmp/t.tbl"
	line=$(wc -l <"$tmp/t.tbl")
	"$gen" --c "$tmp/t.tbl" >"$tmp/out" 2>"$tmp/err"
	rc=$?
	[ $rc -eq 2 ] && [ ! -s "$tmp/out" ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] &&
		grep -q "^gen-api: $tmp/t.tbl:$line: $name: .*$2" "$tmp/err"
	good=$?
	report $good "refuses $1"
	[ $good -eq 0 ] || sed "s/^/# status $rc: /" "$tmp/err"
}

echo 1..33
"$gen" --c "$table" >"$tmp/rows" 2>"$tmp/err" && [ ! -s "$tmp/err" ] &&
	[ "$(grep -c '\.name = ' "$tmp/rows")" -eq \
	  $(($(grep -c '^[A-Za-z_]' "$table") + $(grep '^	' "$src/analyzer/api/inert.tbl" | wc -w))) ]
report $? "every row of the tables becomes a C row"
"$gen" --c "$table" | cmp -s - "$tmp/rows"
report $? "the same table gives the same bytes"

#        title                         message                 name role kind shape pages count flags dirty carrier held user until
refuses 'a duplicate' 'duplicate, first in line' \
	'put_page release get page page 1 - - - - - -'
refuses 'a release without a kind' 'role release wants kind' \
	'drop_x release - page page 1 - - - - - -'
refuses 'a release with an access kind' 'role release wants kind' \
	'drop_x release dma page page 1 - - - - - -'
refuses 'an acquire without a shape' 'wants a shape' \
	'take_x acquire get - pages 1 - - - count user -'
refuses 'an acquire without held' 'wants a result that means held' \
	'take_x acquire get array pages 1 - - - - user -'
refuses 'an unknown role' "unknown role 'grab'" \
	'take_x grab get array pages 1 - - - count user -'
refuses 'an unknown kind' "unknown kind 'nail'" \
	'take_x acquire nail array pages 1 - - - count user -'
refuses 'an unknown shape' "unknown shape 'blob'" \
	'take_x acquire get blob pages 1 - - - count user -'
refuses 'an unknown held' "unknown held 'maybe'" \
	'take_x acquire get array pages 1 - - - maybe user -'
refuses 'a column too few' '11 columns instead of 12' \
	'take_x acquire get array pages 1 - - - count user'
refuses 'a number for a parameter' 'a position is written #3' \
	'take_x acquire get array 3 1 - - - count user -'
refuses 'a position that is not last' 'a position stands last' \
	'take_x acquire get array #0/pages 1 - - - count user -'
refuses 'a name that is no identifier' 'no C identifier' \
	'take-x acquire get array pages 1 - - - count user -'
refuses 'a kind where the role has none' 'role free wants kind -' \
	'free_x free pin - ptr - - - - - - -'
refuses 'a bad version' 'until must be - or a version' \
	'take_x acquire get array pages 1 - - - count user soon'
refuses 'an extra word that nobody knows' "unknown word 'colour=red'" \
	'put_x put - page page 1 - - sg always - - colour=red'
refuses 'an extra word said twice' 'is said twice' \
	'put_x put - page page 1 - - sg always - - ref=own ref=own'
refuses 'an extra word at the wrong role' 'role put has no sleeps' \
	'put_x put - page page 1 - - sg always - - sleeps=always'
refuses 'writes without a pointer' 'exactly when the kind is writes or links' \
	'fill_x inert writes - - - - - - - - -'
refuses 'a try without a result' 'kind trylock wants a result' \
	'try_x lock trylock - - - - - lock - - -'
refuses 'the end of a device access without direction' 'dma-end wants a direction' \
	'unmap_x access dma-end other sg - - - - - - -'
refuses 'a family of names that does something' 'may stand for many names' \
	'lock_* lock lock - - - - - lock - - -'

refuses_inert() { # TITLE WORDS-IN-THE-MESSAGE LINES
	mkdir -p "$tmp/inert"
	cp "$table" "$tmp/inert/t.tbl"
	{ cat "$src/analyzer/api/inert.tbl"; printf "$3\n"; } >"$tmp/inert/inert.tbl"
	line=$(wc -l <"$tmp/inert/inert.tbl")
	"$gen" --c "$tmp/inert/t.tbl" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 2 ] && [ ! -s "$tmp/out" ] && grep -q "^gen-api: $tmp/inert/inert.tbl:$line: .*$2" "$tmp/err"
	good=$?
	report $good "refuses $1"
	[ $good -eq 0 ] || sed "s/^/# /" "$tmp/err"
}

refuses_inert 'an inert name that is there already' 'mutex_lock: duplicate, first in line' \
	'nothing:\n\tmutex_lock'
refuses_inert 'an inert name that the other table has' 'put_page: duplicate, first in t.tbl' \
	'nothing:\n\tput_page'
refuses_inert 'an inert call that does something unheard of' "quiet_x: bad word 'sings=song'" \
	'sings=song:\n\tquiet_x'
refuses_inert 'a line above the names that has no colon' 'a colon stands at the end' 'nothing'
refuses_inert 'a family of names that writes' 'many names' 'writes=to:\n\tquiet_*'

refuses_record() { # TITLE WORDS-IN-THE-MESSAGE ROW
	{ cat "$src/analyzer/api/records.tbl"; echo "$3"; } >"$tmp/r.tbl"
	line=$(wc -l <"$tmp/r.tbl")
	"$gen" --records "$tmp/r.tbl" >"$tmp/out" 2>"$tmp/err"
	[ $? -eq 2 ] && [ ! -s "$tmp/out" ] && grep -q "^gen-api: $tmp/r.tbl:$line: ${3%% *}: .*$2" "$tmp/err"
	good=$?
	report $good "refuses $1"
	[ $good -eq 0 ] || sed "s/^/# /" "$tmp/err"
}

refuses_record 'a record that is there already' 'duplicate' 'bio bi_end_io softirq'
refuses_record 'a carrier with a field' 'a carrier has no field' 'box lid carrier'
refuses_record 'a context without a field' 'a context has one' 'box - softirq'
refuses_record 'a context that nobody knows' "unknown kind 'nmi'" 'box lid nmi'
exit $fail
