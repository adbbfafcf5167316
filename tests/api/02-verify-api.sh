#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The table agrees with the headers of both Debian kernels; the check names what does not.
set -u
src=${GUPCHECK_SRC:?}
cache=${GUP_CACHE:-$HOME/.cache/gupcheck}
verify=$src/scripts/verify-api
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
n=0 fail=0

report() { # STATUS TEXT
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n - $2"
	else
		echo "not ok $n - $2"
		sed 's/^/# /' "$tmp/out" "$tmp/err" | head -20
		fail=1
	fi
}

run() { # ARGUMENTS...; sets rc
	"$verify" "$@" >"$tmp/out" 2>"$tmp/err"
	rc=$?
}

# A fresh copy of the headers that the check reads first.
scratch() {
	rm -rf "$tmp/tree"
	mkdir -p "$tmp/tree/include/linux"
	for h in mm.h uio.h bio.h pagemap.h memfd.h; do
		cp "$cache/trees/linux-source-6.12/include/linux/$h" "$tmp/tree/include/linux/"
	done
}

# Exactly one disagreement, and it holds the words.
names() { # WORDS
	run "$tmp/tree"
	[ $rc -eq 1 ] && [ "$(wc -l <"$tmp/out")" -eq 1 ] && grep -q "$1" "$tmp/out"
}

echo 1..15
for v in 6.12 6.1; do
	run "$cache/trees/linux-source-$v" "$cache/obj/$v-x86_64"
	[ $rc -eq 0 ] && [ ! -s "$tmp/out" ]
	report $? "linux $v: $(cat "$tmp/err")"
done

scratch
run "$tmp/tree"
[ $rc -eq 0 ]
report $? "a copy of five headers passes"

scratch
cat >>"$tmp/tree/include/linux/mm.h" <<'H'
long get_user_pages_foo(unsigned long start,
			unsigned long nr_pages, /* get_user_pages_bar( */
			struct page **pages);
H
names 'include/linux/mm.h:[0-9]*: get_user_pages_foo() is declared, the table lacks it'
report $? "an added get_user_pages_foo() is named"

scratch
echo 'static inline void unpin_user_thing_now(struct page *page) { put_page(page); }' \
	>>"$tmp/tree/include/linux/mm.h"
echo 'static inline void unpin_user_pages_now(struct page *page) { put_page(page); }' \
	>>"$tmp/tree/include/linux/mm.h"
names 'unpin_user_pages_now() is declared, the table lacks it'
report $? "so is an inline function of the family, and only that"

scratch
echo '#define put_user_page_fast(page) put_page(page)' >>"$tmp/tree/include/linux/mm.h"
names 'put_user_page_fast() is a macro, the table lacks it'
report $? "so is a macro of the family"

scratch
sed -i 's/^int pin_user_pages_fast(unsigned long start, int nr_pages,/int pin_user_pages_fast(unsigned long start, int how_many,/' \
	"$tmp/tree/include/linux/mm.h"
names 'pin_user_pages_fast(start, how_many, gup_flags, pages) has no parameter nr_pages (column count)'
report $? "a renamed parameter is named with its function"

scratch
sed -i 's/^void unpin_user_page(struct page \*page);/void unpin_user_page(struct page *);/' \
	"$tmp/tree/include/linux/mm.h"
names 'unpin_user_page((no name)) has no parameter page (column pages)'
report $? "so is one that lost its name"

scratch
{
	echo '/* long get_user_pages_c(struct page **p); */'
	echo '// long get_user_pages_cc(struct page **p);'
	echo 'static const char *gup_s = "long get_user_pages_s(struct page **p);";'
	echo 'typedef long (*get_user_pages_t)(struct page **p);'
	echo '#define GUP_X(n) long get_user_pages_ ## n(struct page **p);'
} >>"$tmp/tree/include/linux/mm.h"
run "$tmp/tree"
[ $rc -eq 0 ]
report $? "comments, strings, typedefs and macro bodies declare nothing"

scratch
echo '#define pin_user_pages_remote(...) alloc_hooks(pin_user_pages_remote_noprof(__VA_ARGS__))' \
	>>"$tmp/tree/include/linux/mm.h"
sed -i 's/^long pin_user_pages_remote(/long pin_user_pages_remote_noprof(/' \
	"$tmp/tree/include/linux/mm.h"
names 'pin_user_pages_remote_noprof() is declared, the table lacks it'
report $? "a renaming macro does not hide the function behind it"

scratch
cat >>"$tmp/tree/include/linux/mm.h" <<'H'
#define get_dump_page(...) alloc_hooks(dump_noprof(__VA_ARGS__))
#define put_user_page(...) alloc_hooks(release_noprof(__VA_ARGS__))
void release_noprof(struct page *what);
H
names 'put_user_page(what) has no parameter page (column pages)'
report $? "parameters are checked through a renaming macro"

scratch
sed -i 's/^void unpin_user_pages(struct page \*\*pages, unsigned long npages);/void unpin_user_pages(struct page **pages, size_t npages);/' \
	"$tmp/tree/include/linux/mm.h"
run "$tmp/tree"
[ $rc -eq 0 ]
report $? "another unsigned type of a count is as good"

scratch
sed -i 's/^void unpin_user_pages(struct page \*\*pages, unsigned long npages);/void unpin_user_pages(struct page **pages, int npages);/' \
	"$tmp/tree/include/linux/mm.h"
sed 's/negative=warns/negative=nothing/' "$src/analyzer/api/gup_api.tbl" >"$tmp/table"
run --table "$tmp/table" "$tmp/tree"
[ $rc -eq 1 ] && [ "$(wc -l <"$tmp/out")" -eq 1 ] &&
	grep -q 'unpin_folios() counts in another sign than negative=nothing says' "$tmp/out"
report $? "the sign of a count is compared with what the row says of negative numbers"

run "$tmp"
[ $rc -eq 2 ] && grep -q 'is no kernel tree: it has no include/linux/mm.h' "$tmp/err"
report $? "a folder that is no kernel tree is said to be none"

sed '/^unpin_folios /d' "$src/analyzer/api/gup_api.tbl" >"$tmp/short.tbl"
run --table "$tmp/short.tbl" "$cache/trees/linux-source-6.12"
[ $rc -eq 1 ] && grep -q 'unpin_folios() is declared, the table lacks it' "$tmp/out"
report $? "a row that is taken out is missed in the real tree"
exit $fail
