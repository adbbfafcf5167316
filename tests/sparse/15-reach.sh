#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# By default only what has to do with pages that the unit takes is looked at.
. "$(dirname "$0")/../plan/lib.sh"
new=$(dirname "$gup")/gup-sparse
cd "$src" || exit 1

"$new" -Wno-decl -Itests tests/sparse/reach.c >"$tmp/out" 2>"$tmp/err"
line=$(grep -n '/\* storage \*/' tests/sparse/reach.c | cut -d: -f1)
[ "$(grep -c '\[mixed-release\]$' "$tmp/err")" -eq 1 ] && grep -q "^tests/sparse/reach.c:$line:[0-9]*: warning: .* \[mixed-release\]$" "$tmp/err"
report $? "a release that finds the pages in a member, behind a table of operations" "$tmp/err"

cat >"$tmp/cleanup.c" <<'EOF'
#include "mini/gup.h"
static inline void end_page(void *p)
{
	struct page *page = *(struct page **)p;

	if (page)
		put_page(page); /* line 7 */
}
int nid_of(unsigned long addr);
int nid_of(unsigned long addr)
{
	struct page *one;

	if (pin_user_pages_fast(addr, 1, 0, &one) != 1)
		return -14;
	struct page *page __attribute__((__cleanup__(end_page))) = one;
	return page_to_nid(page);
}
EOF
"$new" -Wno-decl -Wno-declaration-after-statement -Itests "$tmp/cleanup.c" >"$tmp/out" 2>"$tmp/err"
grep -q "cleanup.c:7:[0-9]*: warning: .* \[mixed-release\]$" "$tmp/err"
report $? "a release in an inline function that only the end of a variable calls" "$tmp/err"

# With a fault on purpose our part gives a line whenever it is started.
starts() { # FILE OPTION...
	file=$1
	shift
	GUP_SPARSE_FAULT=abort "$new" "$@" -Itests "$file" >"$tmp/out" 2>"$tmp/err"
	grep -q 'not analysed' "$tmp/err"
}
sed 's/pin_user_pages_fast(start/take(start/; s/FOLL_WRITE, //' tests/sparse/reach.c >"$tmp/none.c"
printf '/* pin_user_pages_fast() */\nint take(unsigned long start, unsigned int nr, struct page **pages);\n' >>"$tmp/none.c"
starts tests/sparse/reach.c && ! starts "$tmp/none.c"
report $? "a unit that takes none, whatever its comments and declarations say, is left alone" "$tmp/err"
starts "$tmp/none.c" -Wgup-all
report $? "but for -Wgup-all, as it drops some" "$tmp/err"
printf '#include "mini/gup.h"\nint f(void);\nint f(void)\n{\n\treturn 0;\n}\n' >"$tmp/neither.c"
! starts "$tmp/neither.c" -Wgup-all
report $? "one that does neither is always left alone" "$tmp/err"
finish
