#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every converted site of two kernels goes back into get/put form, on copies, and is converted: the same
# calls must come out, and nothing else may be touched.  GUP_TWO_KERNELS may name a database that has both.
. "$(dirname "$0")/../plan/lib.sh"

[ -n "${GUP_TWO_KERNELS-}" ] || [ ! -s "${TMPDIR-}/two-kernels.db" ] || GUP_TWO_KERNELS=$TMPDIR/two-kernels.db
db=${GUP_TWO_KERNELS:-$tmp/gup.db}
for version in 6.1 6.12; do
	tree=$cache/trees/linux-source-$version
	if [ -z "${GUP_TWO_KERNELS-}" ]; then
		# other units join only to follow pages further: they add no sites
		"$gup" scan --no-join --state "$tmp/state" --db "$db" -O "$cache/obj/$version-x86_64" "$tree" >"$tmp/out" 2>&1 || [ $? -eq 1 ]
		report $? "$version is scanned" "$tmp/out"
		rm -rf "$tmp/state"
	fi
	"$src/tests/convert/roundtrip.py" --db "$db" "$tree" "$version" >"$tmp/out" 2>&1
	report $? "$version: $(tail -1 "$tmp/out")" "$tmp/out"
	sed '$d; s/^/# /' "$tmp/out"
	"$src/tests/convert/roundtrip.py" --keep-loops --db "$db" "$tree" "$version" >"$tmp/out" 2>&1 &&
		[ "$(sed -n 's/.* to the same calls (\([0-9]*\)\..*/\1/p' "$tmp/out")" -ge 95 ]
	report $? "$version, one call for one call: $(tail -1 "$tmp/out")" "$tmp/out"
done
finish
