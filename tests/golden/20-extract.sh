#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gupcheck extract: facts in every case, whatever the unit does to the parser.
set -u
GUPCHECK=${GUPCHECK:-$(dirname "$0")/../../build/gupcheck}
case $GUPCHECK in /*) ;; *) GUPCHECK=$PWD/$GUPCHECK ;; esac
here=$(cd "$(dirname "$0")" && pwd) || exit 2
dir=$(mktemp -d) || exit 2
trap 'rm -rf "$dir"' EXIT INT TERM

n=0
failed=0
ok() { # name, then a command
	n=$((n + 1))
	name=$1
	shift
	if "$@" >"$dir/log" 2>&1; then
		echo "ok $n - $name"
	else
		failed=$((failed + 1))
		echo "not ok $n - $name"
		sed 's/^/# /' "$dir/log"
	fi
}

mkdir "$dir/tree" "$dir/out"
printf '%s\n' "$dir/tree" clang -O2 -Wp,-MMD,"$dir/out/x.o.d" -DN=3 -I inc -c -o out.o some.c >"$dir/args"
extract() { # unit, more options
	unit=$1
	shift
	"$GUPCHECK" extract --tree "$dir/tree" --args "$dir/args" --unit "$unit" -o "$dir/out/x.gir" \
		--depfile "$dir/out/x.d" "$@"
}
header() { sed -n '1,/^$/p' "$dir/out/x.gir"; }
has() { header | grep -qx -- "$1" || { header; return 1; }; }
body() { sed '1,/^$/d' "$dir/out/x.gir"; }

# a plain unit: the body is what `gupcheck ir` prints
mkdir "$dir/tree/inc" "$dir/tree/my dir"
echo 'int more(int n);' >"$dir/tree/inc/part.h"
printf '#include <part.h>\nint f(int n)\n{\n\treturn more(N);\n}\n' >"$dir/tree/my dir/some.c"
plain() {
	extract "my dir/some.c" || return 1
	has 'unit my dir/some.c' && has 'trust clean' && has 'errors 0' || return 1
	body >"$dir/body"
	"$GUPCHECK" ir --tree "$dir/tree" "$dir/tree/my dir/some.c" -- -DN=3 "-I$dir/tree/inc" >"$dir/ir" || return 1
	diff "$dir/body" "$dir/ir" && grep -q 'call more -> %1 n=3' "$dir/ir"
}
ok 'a plain unit' plain
ok 'the depfile names unit and header' \
	sh -c "grep -q 'x.gir:' '$dir/out/x.d' && grep -q 'my\\\\ dir/some.c' '$dir/out/x.d' && grep -q inc/part.h '$dir/out/x.d'"
ok 'dependency files of the build are not written' test ! -e "$dir/out/x.o.d"
ok 'nothing else is written' sh -c "[ \"\$(ls '$dir/out')\" = 'x.d
x.gir' ]"
again() {
	touch -d '2001-01-01' "$dir/out/x.gir"
	extract "my dir/some.c" && [ -n "$(find "$dir/out/x.gir" ! -newermt 2002-01-01)" ]
}
ok 'equal facts keep their time stamp' again

printf 'int g(int n) { return n +; }\nint h(void) { return 1; }\n' >"$dir/tree/broken.c"
broken() {
	extract broken.c || return 1
	has 'trust recovered' && has 'errors 1' &&
		has 'reason broken.c:1:26: expected expression' || return 1
	body | grep -q 'func g errors' && body | grep -q 'func h at'
}
ok 'a syntax error: recovered, the function is marked' broken

missing() { extract nowhere.c && has 'trust not-parsed' && has 'reason no such file'; }
ok 'a unit that does not exist' missing

crash() {
	printf 'int f(void) { return 0; }\n#pragma clang __debug crash\n' >"$dir/tree/crash.c"
	extract crash.c && has 'trust not-parsed' && header | grep -q '^reason clang crashed with signal'
}
ok 'a crash of the parser' crash

mkfifo "$dir/tree/pipe.h"
printf '#include "pipe.h"\n' >"$dir/tree/hang.c"
hang() { extract hang.c --timeout 1 && has 'trust not-parsed' && has 'reason killed after 1 s'; }
ok 'a parser that hangs is killed' hang

deep() {
	{
		printf 'int f(int a) { return '
		awk 'BEGIN { for (i = 0; i < 200000; i++) printf "(a+" }'
		printf '0;}\n'
	} >"$dir/tree/deep.c"
	extract deep.c --timeout 60 && ! has 'trust clean' >/dev/null
}
ok 'nesting without end' deep

binary() {
	head -c 3000 /dev/urandom >"$dir/tree/noise.c"
	extract noise.c && ! has 'trust clean' >/dev/null
}
ok 'a file that is no C' binary

refuses() { # expected message, arguments
	want=$1
	shift
	"$GUPCHECK" extract "$@" >"$dir/stdout" 2>"$dir/stderr"
	[ $? -eq 2 ] && [ ! -s "$dir/stdout" ] && [ "$(wc -l <"$dir/stderr")" -eq 1 ] &&
		grep -q -- "$want" "$dir/stderr" || { cat "$dir/stderr"; return 1; }
}
ok 'facts that cannot be written: status 2 and one line' refuses 'no-dir/x.gir' \
	--tree "$dir/tree" --args "$dir/args" --unit broken.c -o "$dir/no-dir/x.gir"
ok 'arguments that cannot be read' refuses 'no-args' \
	--tree "$dir/tree" --args "$dir/no-args" --unit broken.c -o "$dir/out/x.gir"
ok 'a time limit that is no number' refuses 'seconds' \
	--tree "$dir/tree" --args "$dir/args" --unit broken.c -o "$dir/out/x.gir" --timeout soon

meta() { # shell metacharacters in names and arguments stay text
	unit='a;touch x$(touch y)`touch z`.c'
	printf 'int f(void) { return N; }\n' >"$dir/tree/$unit"
	printf '%s\n' "$dir/tree" "-DN=1;touch w" '-DM=$(touch v)' >"$dir/args"
	extract "$unit" || return 1
	[ -z "$(find "$dir/tree" "$dir/out" . -maxdepth 1 -name '[v-z]')" ] && ! has 'trust not-parsed' >/dev/null
}
ok 'metacharacters are never run' meta

"$GUPCHECK" ir "$here/if.c" >/dev/null 2>"$dir/err"
ok 'ir: status 0 and nothing on standard error' test $? -eq 0 -a ! -s "$dir/err"
"$GUPCHECK" ir "$here/errors.c" >/dev/null 2>"$dir/err"
ok 'ir: status 2 and one line when clang recovered' test $? -eq 2 -a "$(wc -l <"$dir/err")" -eq 1

echo "1..$n"
[ "$failed" -eq 0 ]
