#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# On our miniatures the semantic patches report the wanted calls and nothing else, in every mode.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"

run() { # PATCH MODE FILE; spatch as coccicheck runs it
	spatch -D "$2" --very-quiet --cocci-file "$src/cocci/find/$1.cocci" \
		--no-includes --include-headers --no-saved-typedefs "$3" 2>&1
}

# The report lines that the wants stand for.
lines() { # PATCH FILE
	case $1 in
	acquire) role=acquire verb='acquires page references' ;;
	release) role=release verb='drops page references' ;;
	esac
	names $role >"$tmp/names"
	wanted "$2" | awk -F'\t' -v verb="$verb" 'NR == FNR { known[$1]; next }
		$4 in known {
			own = $6 ? ", but the file has its own static " $4 "()" : ""
			printf "%s:%d:%d-%d: %s: %s() in %s()%s\n", $1, $2, $3, $3 + length($4),
				verb, $4, $5, own
		}' "$tmp/names" - | sort
}

echo 1..24
cp "$src"/tests/cocci/examples/*.[ch] "$tmp"
cd "$tmp" || exit 1
for f in calls.c macros.c own.c inline.h; do
	for patch in acquire release; do
		lines $patch $f >want
		run $patch report $f | sort >got
		diff want got >diff.out
		report $? "$f: $patch, report: $(wc -l <want) calls" diff.out

		# org: the same positions and texts inside coccinelle's link
		sed 's/^\([^:]*\):\([0-9]*\):\([0-9]*\)-\([0-9]*\): \(.*\)$/* TODO [[view:\1::face=ovl-face1::linb=\2::colb=\3::cole=\4][\5]]/' \
			want | sort >want.org
		run $patch org $f | sort >got
		diff want.org got >diff.out
		report $? "$f: $patch, org" diff.out

		# context: a diff that marks the lines where the calls are
		run $patch context $f >got
		cut -d: -f2 want | sort -u >want.lines
		awk '/^@@/ { split(substr($2, 2), a, ","); at = a[1]; next }
			/^---/ || /^\+\+\+/ || /^diff/ { next }
			/^-/ { print at }
			{ at++ }' got | sort -u >got.lines
		comm -23 want.lines got.lines >missing
		[ ! -s missing ] && ! grep -q '^+[^+]' got
		report $? "$f: $patch, context marks them" missing
	done
done
exit $fail
