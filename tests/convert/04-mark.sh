#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Pages that are written and dropped as if clean are marked dirty, in a patch of its own; what was
# tried is in the database.
. "$(dirname "$0")/lib.sh"

TMPDIR=$tmp
export TMPDIR
tree=$tmp/tree
once=drivers/misc/once/once.c
has() { # FILE TEXT...
	file=$1
	shift
	for text; do
		grep -q -F -e "$text" "$file" || return 1
	done
}
# kept() KIND: outcome, and reason or subject, of the last attempts
kept() {
	sqlite3 -batch -noheader -separator ' ' "$tmp/gup.db" \
		"SELECT path, outcome, reason || subject FROM conversion_list WHERE kind = '$1' ORDER BY path"
}
fresh() {
	rm -rf "$tree" "$tmp/gup.db" "$tmp/state"
	convert_tree "$tree"
	sed -i '/set_page_dirty_lock/d' "$tree/$once"
}

fresh
scan "$tree"
HOME=$tmp GIT_CONFIG_NOSYSTEM=1
export HOME GIT_CONFIG_NOSYSTEM
convert --write "$tmp/series"
(cd "$tmp/series" && ls) >"$tmp/names"
[ $status -eq 0 ] && [ "$(wc -l <"$tmp/names")" -eq 4 ] && has "$tmp/err" "$once:13:8: get_user_pages_fast(): its pages are marked dirty at $once:19"
report $? "a patch more than there are conversions" "$tmp/err"
fix=$(echo "$tmp"/series/0003-*)
has "$fix" "Subject: [PATCH 3/3] misc: once: mark pages dirty whose data was changed" "To: Oncer <oncer@example.org>" \
	"-	unpin_user_page(page);" "+	unpin_user_pages_dirty_lock(&page, 1, true);" "fix of its own" "scanned again: the pages are marked dirty" &&
	! has "$fix" pin_user_pages_fast
report $? "behind the one that it stands on: only the dirtying, and why" "$fix"
two=$(echo "$tmp"/series/0002-*)
has "$two" "+	unpin_user_page(page);" "the next" "patch does" && ! has "$two" unpin_user_pages_dirty_lock
report $? "which leaves the dirtying as it was, and says so" "$two"
has "$tmp/series/0000-cover-letter.patch" "    3   fix  once_start() in $once marks the pages dirty" "[PATCH 0/3]"
report $? "the cover letter has it" "$tmp/series/0000-cover-letter.patch"
cp -a "$tree" "$tmp/applied"
(cd "$tmp/applied" && for p in "$tmp"/series/000[123]*; do patch -s -p1 <"$p" || exit 1; done) >"$tmp/log" 2>&1
report $? "patch -p1 takes them in that order" "$tmp/log"
kept conversion >"$tmp/log"
kept dirtying >>"$tmp/log"
[ "$(wc -l <"$tmp/log")" -eq 3 ] && has "$tmp/log" "kept/open.c proved misc: kept: convert" "$once proved misc: once: convert" \
	"$once proved misc: once: mark pages dirty whose data was changed"
report $? "all three are in the database" "$tmp/log"
"$gup" report --db "$tmp/gup.db" >"$tmp/out" && has "$tmp/out" "convert    2 of 2 sites have a proved patch, 0 failed, 0 are not cleared; dirtying: 1 of 1 mended"
report $? "and in the report" "$tmp/out"
convert
cp -a "$tree" "$tmp/both" && (cd "$tmp/both" && patch -s -p1 <"$tmp/out") >"$tmp/log" 2>&1 && diff -r "$tmp/both" "$tmp/applied" >"$tmp/log" && [ "$(grep -c "^+++ b/$once" "$tmp/out")" -eq 2 ]
report $? "the differences on standard output apply, too" "$tmp/log"
convert --apply
[ $status -eq 0 ] && diff -r "$tree" "$tmp/applied" >"$tmp/log" && no_litter "$tree"
report $? "--apply makes the same tree" "$tmp/log"
kept conversion | grep -c proved >"$tmp/log"
[ "$(cat "$tmp/log")" -eq 2 ] && [ "$(sqlite3 "$tmp/gup.db" 'SELECT count(*) FROM conversions')" -ge 6 ]
report $? "each attempt is kept, the last one holds" "$tmp/log"

# What is not always written is not marked.
fresh
sed -i 's/int once_start(unsigned long addr, struct device \*dev)/int once_start(unsigned long addr, struct device *dev, bool in)/; s/, FOLL_WRITE, &page/, in ? FOLL_WRITE : 0, \&page/' "$tree/$once"
scan "$tree"
convert drivers/misc/once
kept dirtying >"$tmp/log"
[ $status -eq 0 ] && { [ ! -s "$tmp/log" ] || has "$tmp/log" "$once failed" "not always written"; } && ! has "$tmp/out" unpin_user_pages_dirty_lock
report $? "pages that are not always written: no fix, and the conversion stands" "$tmp/log"

# Where nothing may sleep, there is no fix.
fresh
sed -i 's/	put_page(page);/	spin_lock(\&once_lock);\n	put_page(page);\n	spin_unlock(\&once_lock);/; s/^int once_start(unsigned long addr, struct device \*dev)$/static spinlock_t once_lock;\n\n&/' "$tree/$once"
scan "$tree"
convert drivers/misc/once
kept dirtying >"$tmp/log"
has "$tmp/log" "$once failed scanned again" "[atomic-dirty]" && has "$tmp/err" "converted to pin_user_pages_fast()" "its pages are not marked dirty" &&
	! has "$tmp/out" unpin_user_pages_dirty_lock
report $? "where nothing may sleep: no fix, with the reason" "$tmp/log"

# What pins already is fixed only where that is asked for.
fresh
sed -i 's/get_user_pages_fast/pin_user_pages_fast/; s/	put_page(page);/	unpin_user_page(page);/' "$tree/$once"
scan "$tree"
convert drivers/misc/once
[ $status -eq 0 ] && [ ! -s "$tmp/out" ]
report $? "what pins already is left alone" "$tmp/err"
convert --mark-dirty drivers/misc/once
[ $status -eq 0 ] && has "$tmp/out" "+	unpin_user_pages_dirty_lock(&page, 1, true);" && has "$tmp/err" "its pages are marked dirty at"
report $? "--mark-dirty mends it" "$tmp/err"
convert --mark-dirty
[ $status -eq 0 ] && has "$tmp/out" "+	unpin_user_pages_dirty_lock(&page, 1, true);" "b/drivers/misc/kept/open.c"
report $? "beside conversions of others" "$tmp/err"
finish
