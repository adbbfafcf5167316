#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# convert on a miniature tree: what is rewritten, what is left, the patches, the tree itself.
. "$(dirname "$0")/lib.sh"

TMPDIR=$tmp
export TMPDIR
tree=$tmp/tree
once=drivers/misc/once/once.c
open=drivers/misc/kept/open.c
close=drivers/misc/kept/close.c
convert_tree "$tree"
scan "$tree"
cp -a "$tree" "$tmp/before"
unchanged() {
	diff -r "$tmp/before" "$tree" >"$tmp/changes"
}
has() { # FILE TEXT...
	file=$1
	shift
	for text; do
		grep -q -F -e "$text" "$file" || return 1
	done
}

convert --why
[ $status -eq 0 ] && [ ! -s "$tmp/err" ] && [ "$(grep -c ': cleared$' "$tmp/out")" -eq 2 ] && [ "$(wc -l <"$tmp/out")" -eq 2 ]
report $? "--why names both sites as cleared" "$tmp/out"

convert
[ $status -eq 0 ] && has "$tmp/out" "--- a/$once" "+++ b/$once" "+++ b/$open" "+++ b/$close" \
	"-	ret = get_user_pages_fast(addr, 1, FOLL_WRITE, &page);" \
	"+	ret = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);" \
	"+	unpin_user_pages_dirty_lock(&page, 1, true);" "+	unpin_user_pages(k->pages, k->nr);"
report $? "the differences of both, on standard output" "$tmp/out"
has "$tmp/out" "FOLL_LONGTERM, k->pages"
report $? "what is kept beyond the call gets FOLL_LONGTERM" "$tmp/out"
has "$tmp/out" "+	int ret; /* of pin_user_pages_fast() */"
report $? "a comment in the function speaks of what is called now" "$tmp/out"
! grep -q '^[-+].*other' "$tmp/out" && ! grep -q '^[-+].*unpin_user_page(page)' "$tmp/out"
report $? "another's put_page() and a site that pins stay as they are" "$tmp/out"
[ "$(grep -c 'converted to pin_user_pages_fast()' "$tmp/err")" -eq 2 ] && [ "$(wc -l <"$tmp/err")" -eq 3 ] &&
	grep -q -x '2 of 2 changes hold; [0-9.]* s, of these [0-9.]* s rewriting' "$tmp/err"
report $? "the outcome of each site and the time, on standard error" "$tmp/err"
unchanged && no_litter "$tree"
report $? "the tree is as it was, and nothing is left behind" "$tmp/changes"

cp "$tmp/out" "$tmp/all.diff"
convert drivers/misc/once
[ $status -eq 0 ] && has "$tmp/out" "b/$once" && ! has "$tmp/out" "b/$open"
report $? "only what is below a folder" "$tmp/err"
(cd "$tree/drivers/misc" && "$gup" convert --state "$tmp/state" --db "$tmp/gup.db" kept/open.c >"$tmp/out" 2>"$tmp/err") &&
	has "$tmp/out" "b/$open" "b/$close" && ! has "$tmp/out" "b/$once"
report $? "a file named from where the user is, with the releases in another" "$tmp/err"
convert --subsystem 'once driver (one)'
[ $status -eq 0 ] && has "$tmp/out" "b/$once" && ! has "$tmp/out" "b/$open"
report $? "only a subsystem" "$tmp/err"
convert --keep-loops drivers/misc/kept
[ $status -eq 0 ] && has "$tmp/out" "+		unpin_user_page(k->pages[i]);" "+			unpin_user_page(k->pages[i]);" && ! has "$tmp/out" "unpin_user_pages("
report $? "--keep-loops: one call for one call" "$tmp/out"
convert drivers/nowhere
[ $status -eq 0 ] && [ ! -s "$tmp/out" ] && [ ! -s "$tmp/err" ]
report $? "nothing to do is nothing said" "$tmp/err"
convert --min-confidence 0.99
[ $status -eq 1 ] && [ ! -s "$tmp/out" ] && has "$tmp/err" "2 more sites are not cleared"
report $? "a confidence that none has" "$tmp/err"
convert --why --min-confidence 0.99
[ $status -eq 1 ] && [ "$(grep -c 'confidence of its status is 0.[78]5, below 0.99' "$tmp/out")" -eq 2 ]
report $? "and --why says so" "$tmp/out"

# The patches.
HOME=$tmp GIT_CONFIG_NOSYSTEM=1
export HOME GIT_CONFIG_NOSYSTEM
git config --global user.name 'Some Body'
git config --global user.email body@example.org
convert --write "$tmp/series"
[ $status -eq 0 ] && [ ! -s "$tmp/out" ] && has "$tmp/err" "2 patches in $tmp/series" &&
	(cd "$tmp/series" && ls) >"$tmp/names" &&
	[ "$(tr '\n' ' ' <"$tmp/names")" = "0000-cover-letter.patch 0001-misc-kept-convert-get_user_pages_fast-to-pin_user_pa.patch 0002-misc-once-convert-get_user_pages_fast-to-pin_user_pa.patch " ]
report $? "--write makes a patch for each driver and a cover letter" "$tmp/names"
one=$tmp/series/0001-misc-kept-convert-get_user_pages_fast-to-pin_user_pa.patch
two=$tmp/series/0002-misc-once-convert-get_user_pages_fast-to-pin_user_pa.patch
has "$one" "Subject: [PATCH 1/2] misc: kept: convert get_user_pages_fast() to pin_user_pages_fast()" \
	"From: Some Body <body@example.org>" "Signed-off-by: Some Body <body@example.org>" \
	"To: Keeper <keeper@example.org>" "Cc: kept@example.org," "    linux-kernel@example.org" \
	"case 2 of" "kept_close() drops the pages with unpin_user_pages()." "FOLL_LONGTERM" "not" "tested on hardware"
report $? "who it goes to, which case it is, what drops the pages" "$one"
has "$two" "To: Oncer <oncer@example.org>" "case 1" "(dma_map_page_attrs())" \
	"once_start() drops the pages with unpin_user_pages_dirty_lock()." "checkpatch.pl" "clang"
report $? "the other one, whose section has brackets in its name" "$two"
[ "$(awk '/^---$/ { exit } length > 75 && !/^(Subject|To|Cc|From|Content|    )/' "$one" "$two" | wc -l)" -eq 0 ]
report $? "the text keeps to 75 columns" "$one"
has "$tmp/series/0000-cover-letter.patch" "[PATCH 0/2]" "    1     2  kept_open() in $open" "    2     1  once_start() in $once" \
	"get_user_pages_fast() -> pin_user_pages_fast() + FOLL_LONGTERM, 2 releases"
report $? "the cover letter has the table" "$tmp/series/0000-cover-letter.patch"
has "$tmp/series/0000-cover-letter.patch" "To: linux-kernel@example.org" && ! has "$tmp/series/0000-cover-letter.patch" "kept@example.org"
report $? "and goes to those who get all patches" "$tmp/series/0000-cover-letter.patch"

cp -a "$tree" "$tmp/applied"
(cd "$tmp/applied" && for p in "$one" "$two"; do patch -s -p1 <"$p" || exit 1; done) >"$tmp/log" 2>&1
report $? "patch -p1 takes them" "$tmp/log"
cp -a "$tree" "$tmp/git"
(cd "$tmp/git" && git init -q . && git add -A && git commit -q -m 'a tree' && git am -q "$one" "$two" &&
	git log -1 --format=%s%n%an | grep -q -x 'misc: once: convert get_user_pages_fast() to pin_user_pages_fast()' &&
	diff -r -x .git . "$tmp/applied") >"$tmp/log" 2>&1
report $? "git am takes them, with the same result" "$tmp/log"

convert --write "$tmp/series"
[ $status -eq 2 ] && one_line "$tmp/err" "'$tmp/series' holds '" "give another folder"
report $? "a folder that holds patches is refused" "$tmp/err"
rm -f "$tmp/.gitconfig"
convert --write "$tmp/unsigned" drivers/misc/once
[ $status -eq 0 ] && has "$tmp/err" "From and Signed-off-by are left to you" && ! grep -q -e '^From: ' -e Signed-off "$tmp"/unsigned/*.patch &&
	[ "$(find "$tmp/unsigned" -name '*.patch' | wc -l)" -eq 1 ] && has "$tmp"/unsigned/0001-*.patch 'Subject: [PATCH] misc: once'
report $? "without an identity that is left to the sender; a single patch needs no cover" "$tmp/err"

# The tree itself.
chmod 640 "$tree/$open"
convert --apply
[ $status -eq 0 ] && [ ! -s "$tmp/out" ] && diff -r "$tree" "$tmp/applied" >"$tmp/log" && no_litter "$tree" &&
	[ "$(stat -c %a "$tree/$open")" = 640 ]
report $? "--apply makes the same tree, with the files' modes" "$tmp/log"
convert
[ $status -eq 2 ] && one_line "$tmp/err" 'is not what the scan read; scan again'
report $? "a second conversion of the same scan is refused" "$tmp/err"
scan "$tree"
convert --why
[ $status -eq 0 ] && [ ! -s "$tmp/out" ]
report $? "after a scan nothing is left to convert" "$tmp/out"

# The prefix of the history, where there is one.
rm -rf "$tree"
cp -r "$tmp/before" "$tree"
(cd "$tree" && git init -q . && git -c user.name=a -c user.email=a@b.c commit -q --allow-empty -m 'nothing: at all' &&
	git add drivers/misc/once && git -c user.name=a -c user.email=a@b.c commit -q -m 'once/dev: add a driver' &&
	git add -A && git -c user.name=a -c user.email=a@b.c commit -q -m 'everything else')
scan "$tree"
convert --write "$tmp/history" drivers/misc/once
[ $status -eq 0 ] && has "$tmp"/history/0001-*.patch "Subject: [PATCH] once/dev: convert get_user_pages_fast() to pin_user_pages_fast()"
report $? "the subject begins as the history of the file has it" "$tmp/err"
finish
