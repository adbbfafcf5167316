#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gup-sparse as a drop-in for sparse: options, exit status, faults of ours, baseline.
. "$(dirname "$0")/../plan/lib.sh"
new=$(dirname "$gup")/gup-sparse
old=$src/build/sparse-plain
cd "$src" || exit 1
bad=analyzer/rules/mixed-release/bad-get-unpin.c
ok=analyzer/rules/mixed-release/ok-pin-unpin.c
[ -f "$ok" ] || ok=$(find analyzer/rules/mixed-release -name 'ok-*.c' | sort | head -1)

# Both programs on the same arguments: files old.*, new.* with output, errors and status.
both() {
	"$old" "$@" >"$tmp/old.out" 2>"$tmp/old.err" </dev/null
	echo $? >"$tmp/old.rc"
	"$new" "$@" >"$tmp/new.out" 2>"$tmp/new.err" </dev/null
	echo $? >"$tmp/new.rc"
}
same() {
	cmp -s "$tmp/old.out" "$tmp/new.out" && cmp -s "$tmp/old.rc" "$tmp/new.rc" &&
		cmp -s "$tmp/old.err" "$tmp/new.err"
}
findings() { # RULE: how many lines of new.err report it
	grep -c ": warning: .* \[$1\]$" "$tmp/new.err"
}
run() { # ARGUMENT...: ours alone
	"$new" -Itests -Wno-decl "$@" >"$tmp/new.out" 2>"$tmp/new.err"
}

both -Itests $bad
grep -v -e '\[mixed-release\]$' -e ': note: ' "$tmp/new.err" | cmp -s - "$tmp/old.err" &&
	[ "$(findings mixed-release)" -eq 1 ] && cmp -s "$tmp/old.rc" "$tmp/new.rc" && [ "$(cat "$tmp/new.rc")" -eq 0 ]
report $? "a finding stands behind what sparse says, exit status 0" "$tmp/new.err"
grep -q "^$bad:[0-9]*:[0-9]*: warning: " "$tmp/new.err" && grep -q "^$bad:[0-9]*:[0-9]*: note: " "$tmp/new.err"
report $? "warnings and notes name the file as sparse does" "$tmp/new.err"
both -Itests "$ok" && same
report $? "right code: what sparse says, to the byte" "$tmp/new.err"

run -Wno-gup $bad && [ ! -s "$tmp/new.err" ]
report $? "-Wno-gup" "$tmp/new.err"
run -Wno-gup-mixed-release $bad && [ ! -s "$tmp/new.err" ]
report $? "-Wno-gup-mixed-release" "$tmp/new.err"
run -Wno-gup -Wgup-mixed-release $bad && [ "$(findings mixed-release)" -eq 1 ]
report $? "-Wno-gup -Wgup-mixed-release: one rule alone" "$tmp/new.err"
run -Wgup-all -Wgup $bad && [ "$(findings mixed-release)" -eq 1 ]
report $? "-Wgup: the default again" "$tmp/new.err"
leak=analyzer/rules/leak-on-error/bad-retry.c
run $leak && [ "$(findings leak-on-error)" -eq 0 ] && run -Wgup-leak-on-error $leak && [ "$(findings leak-on-error)" -eq 1 ]
report $? "a rule that is not sure by itself has to be asked for" "$tmp/new.err"
run --gup-no-notes $bad && [ "$(findings mixed-release)" -eq 1 ] && ! grep -q ': note: ' "$tmp/new.err"
report $? "--gup-no-notes" "$tmp/new.err"
run -Wgup-no-such-rule $bad
[ $? -eq 0 ] && grep -q "^gup-sparse: .*there is no rule 'no-such-rule'" "$tmp/new.err"
report $? "an unknown rule is told, and breaks nothing" "$tmp/new.err"
run -fsome-flag-of-a-compiler -Wsome-warning -mno-such-machine $bad
[ $? -eq 0 ] && [ "$(findings mixed-release)" -eq 1 ]
report $? "compiler flags that sparse does not know" "$tmp/new.err"

both -Wsparse-error -Itests $bad
[ "$(cat "$tmp/new.rc")" = 1 ] && cmp -s "$tmp/old.rc" "$tmp/new.rc" && [ "$(findings mixed-release)" -eq 1 ]
report $? "-Wsparse-error: sparse's status, our finding all the same" "$tmp/new.err"
both -Wsparse-error -Wno-decl -Itests $bad
[ "$(cat "$tmp/new.rc")" = 0 ] && [ "$(findings mixed-release)" -eq 1 ]
report $? "-Wsparse-error: a finding of ours is no error" "$tmp/new.err"
for args in "--version" "-E -Itests $bad" "$tmp/none.c" "" "-Itests -" "-dM -E $ok -Itests"; do
	# shellcheck disable=SC2086
	both $args
	same || break
done
report $? "--version, -E, no file, standard input: as sparse" "$tmp/new.err"
run $bad "$ok" $leak && [ "$(findings mixed-release)" -eq 1 ]
report $? "several files" "$tmp/new.err"

{
	cat $bad
	for i in $(seq 150); do echo "int undeclared_$i;"; done
} >"$tmp/many.c"
both -Itests -I. "$tmp/many.c"
grep -q 'too many warnings' "$tmp/new.err" && [ "$(wc -l <"$tmp/old.err")" -le 101 ] && [ "$(findings mixed-release)" -eq 1 ] &&
	head -n "$(wc -l <"$tmp/old.err")" "$tmp/new.err" | cmp -s - "$tmp/old.err"
report $? "sparse stops at 100 warnings, as it does; ours is behind them" "$tmp/new.err"
both -fmax-warnings=unlimited -Itests -I. "$tmp/many.c"
[ "$(wc -l <"$tmp/old.err")" -ge 150 ] && head -n "$(wc -l <"$tmp/old.err")" "$tmp/new.err" | cmp -s - "$tmp/old.err"
report $? "-fmax-warnings=unlimited is for both" "$tmp/new.err"

for what in abort segv loop memory; do
	GUP_SPARSE_FAULT=$what
	export GUP_SPARSE_FAULT
	both -Itests $bad
	unset GUP_SPARSE_FAULT
	grep -v '^gup-sparse: ' "$tmp/new.err" | cmp -s - "$tmp/old.err" && cmp -s "$tmp/old.rc" "$tmp/new.rc" &&
		[ "$(grep -c "^gup-sparse: $bad: not analysed: ." "$tmp/new.err")" -eq 1 ]
	report $? "an internal fault ($what): one line, sparse's output and status" "$tmp/new.err"
	[ $what != abort ] || cp "$tmp/new.err" "$tmp/abort.err"
done
grep -q "^gup-sparse: $bad: not analysed: internal fault at [^ ]*\.c:[0-9]*: ." "$tmp/abort.err"
report $? "that line names the cause" "$tmp/abort.err"

run --gup-write-baseline="$tmp/base" $bad && [ "$(findings mixed-release)" -eq 1 ] && [ "$(wc -l <"$tmp/base")" -eq 1 ]
report $? "--gup-write-baseline: one line for a finding" "$tmp/base"
run --gup-baseline="$tmp/base" $bad && [ ! -s "$tmp/new.err" ]
report $? "--gup-baseline: what is known is silent" "$tmp/new.err"
{
	echo '/* lines that were put in front change nothing */'
	cat $bad
} >"$tmp/shifted.c"
mkdir -p "$tmp/t/analyzer/rules/mixed-release" && cp "$tmp/shifted.c" "$tmp/t/$bad" && cp -r tests "$tmp/t/tests" &&
	(cd "$tmp/t" && "$new" -Itests -Wno-decl --gup-baseline="$tmp/base" $bad) >"$tmp/new.out" 2>"$tmp/new.err"
[ ! -s "$tmp/new.err" ]
report $? "--gup-baseline: also where lines have moved" "$tmp/new.err"
run --gup-baseline="$tmp/base" analyzer/rules/mixed-release/bad-in-helper.c && [ "$(findings mixed-release)" -eq 1 ]
report $? "--gup-baseline: what is new is told" "$tmp/new.err"
run --gup-baseline="$tmp/none" $bad
[ $? -eq 0 ] && one_line "$tmp/new.err" "$tmp/none" "not analysed"
report $? "a baseline that is not there: one line, exit status 0" "$tmp/new.err"

sed 's|unpin_user_pages(pages, ret);|/* gupcheck: ignore mixed-release: a test */ &|' $bad >"$tmp/t/$bad"
(cd "$tmp/t" && "$new" -Itests -Wno-decl $bad) >"$tmp/new.out" 2>"$tmp/new.err" && [ ! -s "$tmp/new.err" ]
report $? "a comment in the source suppresses a finding" "$tmp/new.err"

CHECK=$new "$src/build/gen/sparse/cgcc" -no-compile -Itests -Wno-decl $bad >"$tmp/new.out" 2>"$tmp/new.err"
[ "$(findings mixed-release)" -eq 1 ]
report $? "behind cgcc" "$tmp/new.err"

# Two definitions of one name would be one function for both.
for lib in link lower rules solve record ir api base front_sparse; do
	nm -g --defined-only "$(dirname "$gup")/lib/$lib.a" 2>/dev/null
done | awk 'NF == 3 { print $3 }' | sort -u >"$tmp/ours"
nm -g --defined-only "$src/build/lib/libsparse.o" | awk 'NF == 3 { print $3 }' | sort -u >"$tmp/theirs"
comm -12 "$tmp/ours" "$tmp/theirs" >"$tmp/twice"
[ -s "$tmp/ours" ] && [ -s "$tmp/theirs" ] && [ ! -s "$tmp/twice" ]
report $? "no name is defined by us and by libsparse" "$tmp/twice"
finish
