#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The classes of paths of a site, as gupcheck show and the JSON report tell them.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
mini_tree "$tree"
rm "$tree/drivers/mini.c"
cat >"$tree/drivers/two.c" <<'EOF'
struct page;
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			 struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);
int register_it(void);

struct obj {
	struct page *pages[16];
	long nr;
};

int drops(unsigned long addr, int nr)
{
	struct page *pages[8];
	long n = pin_user_pages_fast(addr, nr, 1, pages);

	if (n < 0)
		return n;
	if (n != nr) {
		unpin_user_pages(pages, n);
		return -14;
	}
	if (register_it())
		return -5;
	unpin_user_pages(pages, nr);
	return 0;
}

int keeps(struct obj *o, unsigned long addr)
{
	o->nr = pin_user_pages_fast(addr, 16, 1, o->pages);
	return o->nr < 0 ? o->nr : 0;
}

void obj_release(struct obj *o)
{
	unpin_user_pages(o->pages, o->nr);
}

int takes(struct page **pages, unsigned long addr, int nr)
{
	return pin_user_pages_fast(addr, nr, 1, pages);
}

int uses(unsigned long addr)
{
	struct page *p;

	if (takes(&p, addr, 1) != 1)
		return -14;
	unpin_user_pages(&p, 1);
	return 0;
}
EOF
printf '[{"directory": "%s", "file": "drivers/two.c", "command": "gcc -c drivers/two.c"}]' "$tree" >"$tmp/cc.json"
"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
[ $? -le 1 ] && grep -q '3 sites' "$tmp/out"
report $? "the scan" "$tmp/err"

"$gup" report --db "$tmp/gup.db" --format json >"$tmp/json"
kinds() { # FUNCTION: the classes of its site, each with its number of steps and its last line
	python3 -c '
import json, sys
for s in json.load(open(sys.argv[1]))["sites"]:
    if s["function"] == sys.argv[2]:
        for p in s["paths"]:
            print(p["kind"], "|", len(p["steps"]), p["steps"][-1]["line"])' "$tmp/json" "$1" >"$tmp/kinds"
}
same() { # the classes are those of standard input
	cat >"$tmp/want"
	diff "$tmp/want" "$tmp/kinds" >"$tmp/diff"
}
kinds drops
same <<'EOF'
all taken -> released by unpin_user_pages() | 5 25
all taken -> lost: held when the storage dies | 5 24
part taken -> released by unpin_user_pages() | 4 20
nothing taken -> nothing held | 4 21
error -> nothing held | 3 18
EOF
report $? "each outcome, to each release, or to where it is lost" "$tmp/diff"
kinds keeps
grep -q '^all taken -> kept in struct obj.pages | ' "$tmp/kinds" &&
	grep -q '^kept in struct obj.pages -> released by unpin_user_pages() in obj_release() | 2 37$' "$tmp/kinds" &&
	grep -q '^error -> nothing held | ' "$tmp/kinds"
report $? "through storage, to the release in another function" "$tmp/kinds"
kinds takes
grep -q '^all taken -> released by unpin_user_pages() in uses() | 3 51$' "$tmp/kinds" &&
	grep -q '^all taken -> handed to the caller | ' "$tmp/kinds"
report $? "to the release in a caller" "$tmp/kinds"

id=$(sqlite3 -batch "$tmp/gup.db" "SELECT fingerprint FROM site_list WHERE function = 'drops'")
"$gup" show --db "$tmp/gup.db" "$id" >"$tmp/out"
grep -A4 '^  - all taken -> released' "$tmp/out" | grep -q '^>      15 | ' &&
	grep -q "^     2. drivers/two.c:17:6: 'n < 0' is false$" "$tmp/out"
report $? "show prints them with the source" "$tmp/out"
finish
