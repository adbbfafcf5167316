#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gupcheck inventory: what it finds, and that nothing gets lost when files or spatch are bad.
set -u
. "${GUPCHECK_SRC:?}/tests/cocci/lib.sh"
gup=${GUPCHECK:?}
real=$(command -v spatch)

run() { # OPTION...; sets rc
	"$gup" inventory --tree "$tmp/tree" --files "$tmp/list" -o "$tmp/out.tsv" "$@" \
		>"$tmp/stdout" 2>"$tmp/err"
	rc=$?
	cat "$tmp/stdout" "$tmp/err" >"$tmp/said"
}

# A spatch that fails in its own ways, and else is the real one.
stub() { # SHELL-COMMANDS, with the list of files in $in
	cat >"$tmp/bin/spatch" <<S
#!/bin/sh
in=\$(cat)
$1
printf '%s\n' "\$in" | exec $real "\$@"
S
	chmod +x "$tmp/bin/spatch"
}

echo 1..22
mkdir -p "$tmp/tree/drv" "$tmp/bin"
cp "$src"/tests/cocci/examples/*.[ch] "$tmp/tree/drv"
(cd "$tmp/tree" && ls drv/*) >"$tmp/list"
run
[ $rc -eq 2 ] && [ ! -s "$tmp/stdout" ]
report $? "unread places make the status 2" "$tmp/said"

(cd "$tmp/tree" && wanted drv/*) | awk -F'\t' -v OFS='\t' '
	{ print $1, $2, $3 + 1, $3 + 1 + length($4), $5, $4, $6 ? "own-static" : "" }' |
	sort >"$tmp/want"
grep -v '^!' "$tmp/out.tsv" | cut -f1-6,8 | sort >"$tmp/got"
diff "$tmp/want" "$tmp/got" >"$tmp/diff"
report $? "the examples' $(wc -l <"$tmp/want") calls, with columns, function and note" "$tmp/diff"

names acquire | sort >"$tmp/acquires"
awk -F'\t' '$1 != "!" && $7 == "acquire" { print $6 }' "$tmp/out.tsv" | sort -u >"$tmp/got"
[ -z "$(comm -13 "$tmp/acquires" "$tmp/got")" ] &&
	[ "$(awk -F'\t' '$1 != "!" { print $7 }' "$tmp/out.tsv" | sort -u | tr '\n' ' ')" = 'acquire release ' ]
report $? "the role is the table's"

grep '^!' "$tmp/out.tsv" >"$tmp/got"
printf '!\tdrv/heads.c\tline %d: Coccinelle cannot parse the code that calls %s()\n' \
	20 get_user_pages_fast 23 put_page >"$tmp/want"
diff "$tmp/want" "$tmp/got" >"$tmp/diff"
report $? "calls in code that Coccinelle cannot parse are said to be missing" "$tmp/diff"

cp "$tmp/out.tsv" "$tmp/first.tsv"
touch -d '2001-01-01' "$tmp/out.tsv"
shuf "$tmp/list" >"$tmp/list2" && cat "$tmp/list2" "$tmp/list2" >"$tmp/list"
run -k
[ $rc -eq 0 ] && cmp -s "$tmp/first.tsv" "$tmp/out.tsv" &&
	[ "$(stat -c %Y "$tmp/out.tsv")" -lt 1000000000 ]
report $? "another order of the list gives the same bytes, and equal bytes are not rewritten"
run -k -j 2
[ $rc -eq 0 ] && cmp -s "$tmp/first.tsv" "$tmp/out.tsv"
report $? "so does -j 2" "$tmp/said"

# Files that are no files, or whose names are traps.
(cd "$tmp/tree" && ls drv/own.c) >"$tmp/list"
cat >>"$tmp/list" <<'L'
drv/none.c
/etc/passwd
../list
drv/../../list
drv
L
printf 'drv/a\tb.c\n' >>"$tmp/list"
run
printf '!\t%s\t%s\n' ../list 'the path leaves the tree' /etc/passwd 'the path is not relative to the tree' \
	drv 'the file cannot be read' drv/../../list 'the path leaves the tree' drv/a?b.c \
	'the path holds a control character' drv/none.c 'there is no such file' | sort >"$tmp/want"
grep '^!' "$tmp/out.tsv" | sort >"$tmp/got"
diff "$tmp/want" "$tmp/got" >"$tmp/diff" && [ $rc -eq 2 ] && [ "$(grep -c '^drv/own.c' "$tmp/out.tsv")" -eq 4 ]
report $? "bad paths are named, the rest goes on" "$tmp/diff"

cp "$tmp/tree/drv/own.c" "$tmp/tree/drv/-D it's \$(touch x) & \"q\".c"
(cd "$tmp/tree" && ls drv/-D*) >"$tmp/list"
run
[ $rc -eq 0 ] && [ "$(grep -c . "$tmp/out.tsv")" -eq 4 ] && [ ! -e "$tmp/tree/x" ]
report $? "blanks, quotes and dollars in a name are only a name" "$tmp/said"
rm "$tmp/tree"/drv/-D*

head -c 20000 /dev/urandom >"$tmp/tree/drv/noise.c"
{ printf 'void f(void)\n{\n\tput_page(p);\n}\n\0\377('; } >"$tmp/tree/drv/nul.c"
: >"$tmp/tree/drv/empty.c"
printf 'drv/noise.c\ndrv/nul.c\ndrv/empty.c\n' >"$tmp/list"
run -k
[ $rc -eq 0 ] && grep -q '^drv/nul.c	3	2	10	f	put_page	release	$' "$tmp/out.tsv"
report $? "noise, a NUL and an empty file do no harm" "$tmp/said"

# spatch that fails.
(cd "$tmp/tree" && ls drv/calls.c drv/inline.h drv/macros.c drv/own.c) >"$tmp/list"
run
cp "$tmp/out.tsv" "$tmp/first.tsv"
PATH=$tmp/bin:$PATH
stub 'case $in in *macros.c*) kill -SEGV $$ ;; esac'
run
{ grep -v '^drv/macros.c' "$tmp/first.tsv"; printf '!\tdrv/macros.c\tspatch was killed by signal 11\n'; } |
	sort >"$tmp/want"
sort "$tmp/out.tsv" | diff "$tmp/want" - >"$tmp/diff"
report $? "a file that kills spatch is named, the others are not lost" "$tmp/diff"
[ $rc -eq 2 ]
report $? "and the status is 2"

stub 'case $in in *macros.c*) echo partial; exit 3 ;; esac'
run
grep -q '^!	drv/macros.c	spatch failed with status 3$' "$tmp/out.tsv" &&
	[ "$(grep -c . "$tmp/out.tsv")" -eq "$(grep -c . "$tmp/want")" ]
report $? "so is one that makes it fail" "$tmp/out.tsv"

stub 'case $in in *macros.c*) printf "GUP\t1\t2\n" ;; esac'
run
grep -q '^!	drv/macros.c	spatch printed a line that makes no sense$' "$tmp/out.tsv" &&
	[ "$(grep -c . "$tmp/out.tsv")" -eq "$(grep -c . "$tmp/want")" ]
report $? "so is one that makes it print rubbish" "$tmp/out.tsv"

stub 'case $in in *macros.c*) sleep 600 ;; esac'
start=$(date +%s)
run --timeout 1
grep -q '^!	drv/macros.c	spatch took more than 1 s$' "$tmp/out.tsv" &&
	[ "$(grep -c . "$tmp/out.tsv")" -eq "$(grep -c . "$tmp/want")" ] &&
	[ $(($(date +%s) - start)) -lt 60 ]
report $? "a hanging spatch is killed and the file to blame is found" "$tmp/out.tsv"

stub 'case $in in *macros.c*) echo "EXN: Coccinelle_modules.Common.Timeout in $(printf "%s\n" "$in" | grep "macros\.c")" >&2 ;; esac'
run
grep -q '^!	drv/macros.c	spatch took more than 60 s$' "$tmp/out.tsv" &&
	! grep -q '^drv/macros.c' "$tmp/out.tsv"
report $? "a file that spatch itself gives up is named" "$tmp/out.tsv"

stub 'exit 0'
run -k
[ "$(grep -c '^!' "$tmp/out.tsv")" -eq "$(grep -c . "$tmp/first.tsv")" ]
report $? "a spatch that says nothing is caught by the text"
rm "$tmp/bin/spatch"

printf '[spatch]\n\toptions = --no-such-option\n' >"$tmp/tree/.cocciconfig"
run
[ $rc -eq 0 ] && cmp -s "$tmp/first.tsv" "$tmp/out.tsv"
report $? "a .cocciconfig in the tree is not obeyed" "$tmp/said"

# What cannot work at all: one line, status 2, the old result stays.
one_line() { # TITLE WORDS
	[ $rc -eq 2 ] && [ "$(wc -l <"$tmp/err")" -eq 1 ] && grep -q "$2" "$tmp/err" &&
		cmp -s "$tmp/first.tsv" "$tmp/out.tsv"
	report $? "$1" "$tmp/said"
}
SPATCH=no-such-spatch
export SPATCH
run
one_line "no spatch: one line" 'cannot find no-such-spatch.*install the package coccinelle'
unset SPATCH
mv "$tmp/list" "$tmp/list.away"
run
one_line "no list: one line" "$tmp/list"
mv "$tmp/list.away" "$tmp/list"
mv "$tmp/tree" "$tmp/away"
run
one_line "no tree: one line" 'tree'
mv "$tmp/away" "$tmp/tree"
run --timeout 0
one_line "a bad number: one line" "timeout wants a number from 1 to 100000, not '0'"
"$gup" inventory --tree "$tmp/tree" >"$tmp/said" 2>&1
[ $? -eq 2 ] && grep -q '^usage: gupcheck inventory' "$tmp/said"
report $? "missing options: the usage"
exit $fail
