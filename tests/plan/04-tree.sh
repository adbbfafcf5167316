#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What the plan reads off a tree: version, commit, candidates, and that changes are noticed.
. "$(dirname "$0")/lib.sh"

tree=$tmp/tree
mini_tree "$tree"

plan() {
	"$gup" plan --state "$tmp/state" "$tree" >"$tmp/out" 2>"$tmp/err"
}
kind() { # PATH
	awk -F'\t' -v p="$1" '$2 == p { print $1 }' "$tmp/out"
}
record() { # KEY
	awk -F'\t' -v k="#$1" '$1 == k { print $2 }' "$tmp/state/plan.tsv"
}

plan
[ "$(record version)" = 6.99.1-mini ] && [ "$(record arch)" = x86_64 ] && [ -z "$(record commit)" ]
report $? "version and architecture; no commit where there is no git" "$tmp/state/plan.tsv"
[ "$(kind drivers/mini.c)" = unit ] && [ "$(wc -l <"$tmp/out")" -eq 1 ]
report $? "the one file that names such a function" "$tmp/out"

mkdir -p "$tree/.git/refs/heads" "$tree/tools/x" "$tree/Documentation" "$tree/scripts/x" "$tree/.hidden" "$tree/arch/arm/mm"
echo 'ref: refs/heads/main' >"$tree/.git/HEAD"
echo 0123456789abcdef0123456789abcdef01234567 >"$tree/.git/refs/heads/main"
for d in tools/x Documentation scripts/x .hidden .git arch/arm/mm drivers; do
	cp "$tree/drivers/mini.c" "$tree/$d/other.c"
done
ln -s mini.c "$tree/drivers/linked.c"
ln -s ../drivers "$tree/mm/loop"
printf 'void unpin_user_page(struct page *);\n' >"$tree/include/linux/pin.h"
printf '/* my_pin_user_pages, pin_user_pages2 */\n' >"$tree/drivers/no.c"
printf '/* like pin_user_pages() */\n' >"$tree/drivers/comment.c"
printf 'const char *name = "pin_user_pages";\n' >"$tree/drivers/string.c"
plan
[ "$(record commit)" = 0123456789abcdef0123456789abcdef01234567 ]
report $? "the commit is read" "$tmp/state/plan.tsv"
[ "$(kind drivers/other.c)" = unit ] && [ "$(kind drivers/linked.c)" = unit ] && [ "$(kind include/linux/pin.h)" = header ]
report $? "new files, linked files and headers are found" "$tmp/out"
[ -z "$(kind drivers/comment.c)" ] && [ -z "$(kind drivers/string.c)" ] && [ -z "$(kind drivers/no.c)" ]
report $? "parts of words, comments and strings do not count" "$tmp/out"
[ "$(kind arch/arm/mm/other.c)" = skip ] && grep -q 'other architecture: arm' "$tmp/out"
report $? "another architecture is listed as such" "$tmp/out"
[ "$(wc -l <"$tmp/out")" -eq 5 ]
report $? "tools, Documentation, scripts, hidden folders and linked folders are left out" "$tmp/out"

printf 'ref: refs/heads/packed\n' >"$tree/.git/HEAD"
printf '# pack-refs\nfedcba9876543210fedcba9876543210fedcba98 refs/heads/packed\n' >"$tree/.git/packed-refs"
rm "$tree/drivers/other.c"
printf 'pin_user_pages();\n' >"$tree/drivers/comment.c"
printf 'get_user_pages_fast\n' >"$tree/drivers/no.c"
plan
[ "$(record commit)" = fedcba9876543210fedcba9876543210fedcba98 ]
report $? "a packed reference is followed" "$tmp/state/plan.tsv"
[ -z "$(kind drivers/other.c)" ] && [ "$(kind drivers/comment.c)" = unit ] && [ "$(kind drivers/no.c)" = unit ]
report $? "removed and changed files are noticed" "$tmp/out"

touch "$tmp/mark"
sleep 0.05
plan
[ -z "$(find "$tmp/state/args" "$tmp/state/plan.tsv" -newer "$tmp/mark")" ]
report $? "without a change nothing is written"
finish
