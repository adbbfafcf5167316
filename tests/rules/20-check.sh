#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# gupcheck check from the outside: exit status, what goes to which stream, bad input.
set -u
src=${GUPCHECK_SRC:?}
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
cd "$tmp" || exit 1
n=0 fail=0

check() { # TEXT, STATUS
	n=$((n + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $n - $1"
	else
		echo "not ok $n - $1"
		sed 's/^/# /' out err | head -20
		fail=1
	fi
}

run() { # EXPECTED STATUS, ARGUMENTS...
	want=$1
	shift
	"$GUPCHECK" check "$@" >out 2>err
	have=$?
	[ "$have" -eq "$want" ] || echo "# exit status $have, not $want: $*"
	[ "$have" -eq "$want" ]
}

one_error() { # TEXT
	[ ! -s out ] && [ "$(wc -l <err)" -eq 1 ] && grep -q "$1" err
}

cat >leak.c <<'END'
#include "mini/gup.h"
int f(unsigned long uaddr, int nr)
{
	struct page *pages[4];
	int ret = pin_user_pages_fast(uaddr, nr, FOLL_WRITE, pages);

	if (ret != nr)
		return -EFAULT;
	unpin_user_pages(pages, nr);
	return 0;
}
END

echo 1..17
run 1 leak.c -- "-I$src/tests" && [ ! -s err ] &&
	grep -qx 'leak.c:8:3: warning: gives up .* \[partial-leak\]' out &&
	grep -qx 'leak.c:5:12: note: pin_user_pages_fast() takes fewer pages than asked for' out &&
	grep -qx "leak.c:7:6: note: 'ret != nr' is true" out &&
	[ "$(tail -n 1 out)" = 'leak.c:8:3: note: returns here' ]
check "a finding, its path, status 1" $?
run 0 --rules null-pages,mixed-release leak.c -- "-I$src/tests" && [ ! -s out ] && [ ! -s err ]
check "other rules find nothing" $?
run 1 leak.c --rules partial-leak,partial-leak -- "-I$src/tests"
check "a rule named twice, options behind the file" $?
run 0 --min-confidence 1 leak.c -- "-I$src/tests" && [ ! -s out ]
check "no finding is certain" $?
run 1 --sites --rules partial-leak leak.c -- "-I$src/tests" &&
	grep -qx 'leak.c:5:12: site: pin_user_pages_fast kind=PIN none=no fate=released,lost,failed releases=1 flags=0x1' out
check "sites" $?
run 2 --rules no-such leak.c && one_error "no rule 'no-such'"
check "an unknown rule" $?
run 2 --rules '' leak.c && one_error "no rule ''"
check "an empty list of rules" $?
run 2 --min-confidence 2 leak.c && one_error "'2' is no confidence"
check "a confidence beyond 1" $?
run 2 --min-confidence nan leak.c && one_error "'nan' is no confidence"
check "a confidence that is no number" $?
run 2 && [ ! -s out ] && grep -q '^usage: gupcheck check' err
check "no file" $?
run 0 --help && [ ! -s err ] && grep -q '^usage: gupcheck check' out
check "help" $?
run 2 none.c && one_error "none.c: no such file"
check "a missing C file" $?
run 2 none.ir && one_error "none.ir"
check "a missing IR file" $?
head -c 3000 /dev/urandom >noise.ir
run 2 noise.ir && one_error "noise.ir:"
check "an IR file of random bytes" $?
mkdir folder.ir
run 2 folder.ir && one_error "folder.ir"
check "a folder in place of a file" $?
{
	sed 's/int ret =/int ret = missing(/' leak.c
	sed -e 's/int f(/int g(/' -e '/include/d' leak.c
} >broken.c
run 2 broken.c -- "-I$src/tests" && grep -q 'broken.c.*f() has errors and is not checked' err &&
	grep -q '^broken.c:18:3: warning: .*\[partial-leak\]$' out
check "a function with errors is named, the others are checked" $?
run 2 leak.c && grep -q "mini/gup.h' file not found" err
check "a missing header" $?
exit $fail
