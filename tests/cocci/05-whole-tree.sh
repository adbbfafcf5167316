#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Over both kernel trees, outside tools/ and Documentation/, Coccinelle's list of acquire calls
# equals an independent count in the text; so does that of the releases of user pages.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"

echo 1..6
for v in 6.12 6.1; do
	tree=$cache/trees/linux-source-$v
	"$src/tests/cocci/count_calls.py" acquire,user-release "$table" "$tree" >"$tmp/text"
	cut -f1 "$tmp/text" | sort -u >"$tmp/list"
	"${GUPCHECK:?}" inventory --tree "$tree" --files "$tmp/list" -o "$tmp/out.tsv" -j 2 2>"$tmp/err"
	report $? "linux $v: $(wc -l <"$tmp/list") files, all read" "$tmp/err"
	{ names acquire; awk '!/^#/ && $2 == "release" && $11 == "user" { print $1 }' "$table"; } |
		sort >"$tmp/names"
	for role in acquire release; do
		awk -F'\t' -v OFS='\t' -v role=$role 'NR == FNR { known[$1]; next }
			$1 != "!" && $7 == role && $6 in known { print $1, $2, $6 }' \
			"$tmp/names" "$tmp/out.tsv" | sort >"$tmp/got"
		names $role | sort >"$tmp/role"
		awk -F'\t' 'NR == FNR { known[$1]; next } $3 in known' "$tmp/role" "$tmp/text" |
			sort >"$tmp/want"
		diff "$tmp/want" "$tmp/got" >"$tmp/diff" && [ -s "$tmp/want" ]
		report $? "linux $v: $(wc -l <"$tmp/want") calls with role $role, no difference" "$tmp/diff"
	done
done
exit $fail
