#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Files that name no function of the table join the plan: those that call a wrapper, and those that
# define what pages are handed to; in rounds, and only while somebody wants them.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
dir=$tree/drivers/media/mini
mini_tree "$tree"
mkdir -p "$dir" "$tree/lib" "$tree/drivers/other"

# takes pages for its caller
cat >"$dir/wrap.c" <<'EOF'
struct page;
int get_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);

int mini_take(unsigned long addr, int nr, struct page **pages)
{
	return get_user_pages_fast(addr, nr, 1, pages);
}
EOF
# calls the wrapper, hands the pages on
cat >"$dir/user.c" <<'EOF'
struct page;
int mini_take(unsigned long addr, int nr, struct page **pages);
void mini_drop(struct page *page);
void mini_log(const char *text);

int mini_use(unsigned long addr)
{
	struct page *page;
	int n = mini_take(addr, 1, &page);

	if (n != 1)
		return -14;
	mini_drop(page);
	mini_log("mini_take(addr, 1, &page)");
	return 0;
}
EOF
# drops them, two files further
cat >"$dir/drop.c" <<'EOF'
struct page;
void mini_put(struct page *page);
void
mini_drop(struct page *page)
{
	mini_put(page);
}
EOF
cat >"$dir/put.c" <<'EOF'
struct page;
void put_page(struct page *page);
void mini_put(struct page *page)
{
	put_page(page);
}
EOF
# none of these is wanted: other functions of the names, names in comments and prototypes, libraries
printf 'static void mini_drop(int n)\n{\n}\nvoid other(void)\n{\n\tmini_drop(1);\n}\n' >"$tree/drivers/other/static.c"
printf '/* mini_take() */\nint mini_take(unsigned long, int, void *);\n/*\n * mini_take(a, b)\n */\n' >"$tree/drivers/other/says.c"
printf 'void mini_drop(void *p)\n{\n}\n' >"$tree/lib/drop.c"
mkdir -p "$tree/tools/x" "$tree/arch/arm/mm"
cp "$dir/user.c" "$tree/tools/x/user.c"
cp "$dir/user.c" "$tree/arch/arm/mm/user.c"

entries() { # FILE...: a compile database
	sep='['
	for f; do
		printf '%s{"directory": "%s", "file": "%s", "command": "gcc -c %s"}' "$sep" "$tree" "$f" "$f"
		sep=','
	done
	printf ']'
}
m=drivers/media/mini
entries drivers/mini.c $m/wrap.c $m/user.c $m/drop.c $m/put.c drivers/other/static.c drivers/other/says.c lib/drop.c \
	arch/arm/mm/user.c >"$tmp/cc.json"

scan() { # ARGUMENT...
	"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$@" "$tree" \
		>"$tmp/out" 2>"$tmp/err"
	status=$?
}
sql() { # QUERY
	sqlite3 -batch -noheader -separator '	' "$tmp/gup.db" "$1"
}
joined() {
	awk -F'\t' '$1 == "joined" { print $2 "\t" $3 }' "$tmp/state/plan.tsv"
}

scan
[ $status -le 1 ] && [ ! -s "$tmp/err" ] && grep -q ': 2 sites' "$tmp/out" && grep -q '5 read cleanly' "$tmp/out" &&
	grep -q '^3 of these units joined' "$tmp/out"
report $? "a scan reads 2 candidates and 3 units that joined, which adds no site" "$tmp/out"
printf '%s/drop.c\tdefines mini_drop()\n%s/put.c\tdefines mini_put()\n%s/user.c\tcalls mini_take()\n' $m $m $m >"$tmp/want"
joined >"$tmp/got"
cmp -s "$tmp/want" "$tmp/got"
report $? "they are the caller, what it hands the pages to, and what that one calls" "$tmp/got"
cut -f1,2 "$tmp/state/joined.tsv" >"$tmp/got"
printf '%s/drop.c\t2\n%s/put.c\t3\n%s/user.c\t1\n' $m $m $m >"$tmp/want"
cmp -s "$tmp/want" "$tmp/got"
report $? "each in a round of its own" "$tmp/state/joined.tsv"
[ "$(sql 'SELECT count(*) FROM runs')" -eq 1 ]
report $? "rounds store no runs of their own"
[ "$(sql "SELECT status FROM site_list WHERE path = '$m/wrap.c'")" = exempt ]
report $? "the wrapper's site is judged by them"
"$gup" export --db "$tmp/gup.db" --tree "$tree" | grep -q '"calls mini_take()"'
report $? "the run says why a unit joined"
"$gup" plan --state "$tmp/state" --compile-commands "$tmp/cc.json" "$tree" >"$tmp/out" 2>"$tmp/err"
[ $? -eq 0 ] && [ "$(grep -c '^joined	' "$tmp/out")" -eq 3 ] && grep -q '^2 units .*, 3 units joined$' "$tmp/err"
report $? "the plan lists them" "$tmp/out"

touch "$tmp/mark"
sleep 0.05
start=$(date +%s%N)
scan
took=$((($(date +%s%N) - start) / 1000000))
[ $status -le 1 ] && [ "$(sql 'SELECT count(*) FROM runs')" -eq 1 ] &&
	[ -z "$(find "$tmp/state" -newer "$tmp/mark" -type f ! -name stored ! -name '.ninja_*')" ]
report $? "a scan with nothing changed does no round ($took ms)" "$tmp/err"

# A new caller that names nothing of the table.
sed 's/mini_use/mini_use2/' "$dir/user.c" >"$dir/user2.c"
entries drivers/mini.c $m/wrap.c $m/user.c $m/user2.c $m/drop.c $m/put.c >"$tmp/cc.json"
scan
[ $status -le 1 ] && joined | grep -q -x "$m/user2.c	calls mini_take()" && [ "$(joined | wc -l)" -eq 4 ]
report $? "a new caller joins" "$tmp/state/plan.tsv"
cp "$tmp/state/plan.tsv" "$tmp/plan.tsv"
rm -rf "$tmp/state" "$tmp/gup.db"
scan
[ $status -le 1 ] && cmp -s "$tmp/plan.tsv" "$tmp/state/plan.tsv"
report $? "a scan from nothing makes the same plan" "$tmp/state/plan.tsv"

rm "$dir/user2.c" "$dir/user.c"
entries drivers/mini.c $m/wrap.c $m/drop.c $m/put.c >"$tmp/cc.json"
scan
[ $status -le 1 ] && [ -z "$(joined)" ] && [ "$(sql 'SELECT count(*) FROM unit_list WHERE run = (SELECT max(run) FROM latest_runs)')" -eq 2 ]
report $? "what nobody wants any more leaves" "$tmp/state/joined.tsv"

# More callers than can be read.
for i in $(seq 41); do
	printf 'int mini_take(unsigned long, int, void *);\nint many%s(void *p)\n{\n\treturn mini_take(0, 1, p);\n}\n' "$i" >"$dir/many$i.c"
done
scan
[ $status -le 1 ] && [ -z "$(joined)" ] && "$gup" export --db "$tmp/gup.db" --tree "$tree" | grep -q 'mini_take() .*41'
report $? "a function with too many callers is left out, and the run says so" "$tmp/err"

# kill -9 between the rounds
rm -rf "$dir"/many*.c "$tmp/state"
cp "$tree/tools/x/user.c" "$dir/user.c"
entries drivers/mini.c $m/wrap.c $m/user.c $m/drop.c $m/put.c >"$tmp/cc.json"
for round in 1 2; do
	"$gup" scan --state "$tmp/state" --db "$tmp/gup.db" --compile-commands "$tmp/cc.json" "$tree" >/dev/null 2>&1 &
	pid=$!
	for _ in $(seq 300); do
		grep -q -s "	$round	" "$tmp/state/joined.tsv" && break
		sleep 0.02
	done
	kill -9 $pid 2>/dev/null
	wait $pid 2>/dev/null
done
flock -w 20 "$tmp/state/lock" true
scan
[ $status -le 1 ] && [ "$(joined | wc -l)" -eq 3 ] && [ "$(sql "SELECT status FROM site_list JOIN latest_runs USING (run) WHERE path = '$m/wrap.c'")" = exempt ]
report $? "a scan that was killed between rounds is completed by the next" "$tmp/err"

# Pages that stay in a field, and a file beside that drops them with what is not for pages of users alone.
cat >"$dir/keep.h" <<'EOF'
struct page;
struct mini {
	struct page *kept;
};
void put_page(struct page *page);
int pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			struct page **pages);
EOF
cat >"$dir/keep.c" <<'EOF'
#include "keep.h"
int mini_keep(struct mini *m, unsigned long addr)
{
	struct page *page;

	if (pin_user_pages_fast(addr, 1, 1, &page) != 1)
		return -14;
	m->kept = page;
	return 0;
}
EOF
cat >"$dir/gone.c" <<'EOF'
#include "keep.h"
void mini_gone(struct mini *m)
{
	if (m->kept)
		put_page(m->kept);
}
EOF
printf '#include "keep.h"\nvoid mini_forget(struct mini *m)\n{\n\tm->kept = 0;\n}\n' >"$dir/forget.c"
cp "$dir/gone.c" "$dir/keep.h" "$tree/drivers/other"
entries $m/keep.c $m/gone.c $m/forget.c drivers/other/gone.c >"$tmp/cc.json"
scan
printf '%s/gone.c\tdrops pages and names .kept\n' $m >"$tmp/want"
joined >"$tmp/got"
cmp -s "$tmp/want" "$tmp/got"
report $? "a file that drops what lies in a field joins, if it lies beside" "$tmp/state/joined.tsv"
"$gup" report --db "$tmp/gup.db" --tree "$tree" --findings >"$tmp/out" 2>&1
grep -q "$m/gone.c:5:.*mixed-release" "$tmp/out"
report $? "and the release of the wrong kind there is found" "$tmp/out"
sed 's/m->kept = 0/put_page(m->kept)/' "$dir/forget.c" >"$tmp/forget.c"
mv "$tmp/forget.c" "$dir/forget.c"
scan
joined | grep -q "$m/forget.c"
report $? "so does one that begins to" "$tmp/state/joined.tsv"
finish
