#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The libclang frontend on one miniature per construct: NAME.c must give NAME.ir.
# With --update (and names, or all): write the expectations.  Read them before committing.
# The program runs the verifier on every unit.
set -u
GUPCHECK=${GUPCHECK:-$(dirname "$0")/../../build/gupcheck}
cd "$(dirname "$0")" || exit 2
case $GUPCHECK in
/*) ;;
*) GUPCHECK=$OLDPWD/$GUPCHECK ;;
esac

out=$(mktemp) || exit 2
trap 'rm -f "$out" "$out.diff"' EXIT INT TERM

if [ "${1-}" = --update ]; then
	shift
	[ $# -gt 0 ] || set -- $(ls ./*.c | sed 's/\.c$//; s/^\.\///')
	for name; do
		case $name in *-part) continue ;; esac
		"$GUPCHECK" ir "$name.c" >"$name.ir" 2>/dev/null
		echo "wrote $name.ir" >&2
	done
	exit 0
fi

n=0
failed=0
for c in *.c; do
	name=${c%.c}
	case $name in *-part) continue ;; esac # included by another case
	n=$((n + 1))
	"$GUPCHECK" ir "$c" >"$out" 2>/dev/null
	if diff -u "$name.ir" "$out" >"$out.diff" 2>&1; then
		echo "ok $n - $name"
	else
		failed=$((failed + 1))
		echo "not ok $n - $name"
		head -40 "$out.diff" | sed 's/^/# /'
	fi
done
echo "1..$n"
[ "$failed" -eq 0 ]
