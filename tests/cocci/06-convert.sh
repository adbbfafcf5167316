#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The converting semantic patches on our miniatures, alone in every mode and guided.  Beside
# convert/PATCH/CASE.c stands what comes out: .want (none if nothing changes), .report, and for a
# .list of positions .guided and the entries .unmatched.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"
patches=$src/cocci/convert
cases=$(cd "$src/tests/cocci/convert" && find . -name '*.c' | sed 's|^\./||; s|\.c$||' | sort)

run() { # PATCH MODE FILE [OPTION...]; spatch as coccicheck runs it
	run_file=$patches/$1.cocci run_mode=$2 run_in=$3
	shift 3
	# shellcheck disable=SC2046
	spatch -D "$run_mode" --very-quiet --cocci-file "$run_file" \
		$(sed -n 's|^// Options:||p' "$run_file") "$@" "$run_in"
}

# Makes out.c, what becomes of FILE.
patched() { # PATCH FILE [OPTION...]
	cp "$2" out.c
	from=$2 by=$1
	shift 2
	run "$by" patch "$from" "$@" >diff.out 2>err.out || return 1
	[ ! -s diff.out ] || patch -s out.c <diff.out
}

# shellcheck disable=SC2086
set -- $cases
echo "1..$(($# * 4 + $(cd "$src/tests/cocci/convert" && find . -name '*.list' | wc -l) * 2))"
cp -r "$src/tests/cocci/convert" "$tmp"
for case in $cases; do
	cd "$tmp/convert/${case%/*}" || exit 1
	patch=${case%/*} name=${case#*/}
	want=$name.want
	[ -f "$want" ] || want=$name.c
	patched "$patch" "$name.c" && diff "$want" out.c >diff.out
	report $? "$case: patch" diff.out

	touch "$name.report"
	run "$patch" report "$name.c" --no-show-diff 2>&1 | sort >got
	diff "$name.report" got >diff.out
	report $? "$case: report, $(wc -l <"$name.report") lines" diff.out

	# org: the same positions and texts inside coccinelle's link
	sed 's/^\([^:]*\):\([0-9]*\):\([0-9]*\)-\([0-9]*\): \(.*\)$/* TODO [[view:\1::face=ovl-face1::linb=\2::colb=\3::cole=\4][\5]]/' \
		"$name.report" | sort >want.org
	run "$patch" org "$name.c" --no-show-diff 2>&1 | sort >got
	diff want.org got >diff.out
	report $? "$case: org" diff.out

	# context: a diff that marks the lines where the reports are
	run "$patch" context "$name.c" >got 2>&1
	cut -d: -f2 "$name.report" | sort -u >want.lines
	awk '/^@@/ { split(substr($2, 2), a, ","); at = a[1]; next }
		/^---/ || /^\+\+\+/ || /^diff/ { next }
		/^-/ { print at }
		{ at++ }' got | sort -u >got.lines
	comm -23 want.lines got.lines >missing
	[ ! -s missing ] && ! grep -q '^+[^+]' got
	report $? "$case: context marks them" missing

	[ -f "$name.list" ] || continue
	GUP_POSITIONS=$name.list patched "$patch" "$name.c" -D guided &&
		diff "$name.guided" out.c >diff.out
	report $? "$case: guided" diff.out
	grep '^gup-unmatched' err.out >got
	touch "$name.unmatched"
	diff "$name.unmatched" got >diff.out
	report $? "$case: what the list names in vain is told" diff.out
done
exit $fail
