#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# No unknown node for what sparse has no type for, and no function that counts as broken.
. "$(dirname "$0")/../plan/lib.sh"
new=$(dirname "$gup")/gup-sparse
cd "$src" || exit 1

"$new" --gup-ir tests/sparse/lowered.c >"$tmp/ir" 2>"$tmp/err"
[ "$(grep -c '^func ' "$tmp/ir")" -eq 4 ]
report $? "four functions" "$tmp/err"
! grep -e ' unknown ' -e '^func .* errors' "$tmp/ir" >"$tmp/found"
report $? "no unknown node, none with errors" "$tmp/found"
[ "$(grep -c '{holder}second' "$tmp/ir")" -ge 2 ] && ! grep -q '{holder}both' "$tmp/ir"
report $? "members of an anonymous structure by their names" "$tmp/ir"
grep -q ' gt h\*\.{holder}plain\*\.{object}n 2 ' "$tmp/ir"
report $? "what stands behind a refused operand" "$tmp/ir"
finish
