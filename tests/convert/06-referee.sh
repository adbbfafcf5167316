#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Where 6.12 pins or extracts what 6.1 got, 6.1 converted makes the calls that 6.12 makes, or
# tests/convert/referee-6.1.tsv says why not.
. "$(dirname "$0")/../plan/lib.sh"

"$src/tests/convert/referee.py" "$cache/trees/linux-source-6.1" "$cache/trees/linux-source-6.12" >"$tmp/out" 2>&1
report $? "6.1 and 6.12: $(tail -1 "$tmp/out")" "$tmp/out"
awk -F '\t' 'NR > 1 && $8 == "differs" && ($9 == "" || $9 ~ /\?/)' "$src/tests/convert/referee-6.1.tsv" >"$tmp/diff"
[ ! -s "$tmp/diff" ]
report $? "every difference has a reason" "$tmp/diff"
finish
