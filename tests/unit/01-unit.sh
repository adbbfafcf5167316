#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every group of unit tests, as built normally and with the sanitizers: one TAP line per test.
set -u
src=${GUPCHECK_SRC:?}
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
n=0 fail=0
groups=$(sed -n 's/^TEST(\([a-z0-9_]*\)).*/\1/p' "$src/tests/unit/tests.def")

result() { # STATUS TEXT
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		fail=1
	fi
}

cd "$src" || exit 1
for variant in build build/asan; do
	for g in $groups; do
		CMOCKA_MESSAGE_OUTPUT=STDOUT "$variant/unit" "$g" >"$log" 2>&1
		status=$?
		# cmocka's own lines say which tests ran; a crash ends them early
		grep -E '^\[ +(OK|FAILED|SKIPPED) +\] [a-z_0-9]+$' "$log" | sort -u >"$log.lines"
		while read -r line; do
			case $line in
			*OK*) result 0 "$variant $g: ${line##*] }" ;;
			*) result 1 "$variant $g: ${line##*] }" ;;
			esac
		done <"$log.lines"
		[ -s "$log.lines" ] && [ $status -eq 0 ]
		result $? "$variant $g: the group ends well"
		[ $status -eq 0 ] || sed 's/^/# /' "$log" | tail -40
		rm -f "$log.lines"
	done
done
echo "1..$n"
exit $fail
