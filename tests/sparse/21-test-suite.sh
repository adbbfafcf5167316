#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# sparse's own test suite, by the script that comes with its source: through gup-sparse it says what it
# says through sparse.
. "$(dirname "$0")/../plan/lib.sh"
new=$(dirname "$gup")/gup-sparse
old=$src/build/sparse-plain
source=$(cd "$src/build/gen/sparse" && pwd -P) || exit 1

# suite NAME PROGRAM [OPTION]: a copy of the suite beside programs as the script expects them
suite() {
	mkdir "$tmp/$1" && cp -r "$source/validation" "$tmp/$1/" || return 1
	printf '#!/bin/sh\nexec %s %s "$@"\n' "$2" "${3-}" >"$tmp/$1/sparse"
	chmod +x "$tmp/$1/sparse"
	for program in $programs; do
		ln -s "$tmp/$program" "$tmp/$1/$program"
	done
	"$tmp/$1/validation/test-suite" >"$tmp/$1.out" 2>&1
	echo $? >"$tmp/$1.rc"
}

# What most tests of the suite run besides sparse; nothing of ours is in it.
programs='test-linearize test-parsing test-show-type'
for program in $programs; do
	gcc -w -O1 -I"$source" "$source/$program.c" "$source/libsparse.a" -lm -o "$tmp/$program" || exit 1
done
suite plain "$old" &
suite new "$new" -Wgup-all &
wait

grep -q '^OK: out of [0-9]\{3,\} tests, [0-9]* passed' "$tmp/plain.out" && [ "$(cat "$tmp/plain.rc")" -eq 0 ]
report $? "the suite passes through sparse: $(grep '^[A-Z]*: out of' "$tmp/plain.out")" "$tmp/plain.out"
diff "$tmp/plain.out" "$tmp/new.out" >"$tmp/diff" && cmp -s "$tmp/plain.rc" "$tmp/new.rc"
report $? "and the same through gup-sparse: $(grep '^[A-Z]*: out of' "$tmp/new.out")" "$tmp/diff"
finish
