#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Precompiled headers change no facts: not of units that define what a header looks at, include in
# another order, or run cleanup functions of headers; not when a header changes, nor when the
# precompiled header is damaged.  And they are used.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
mini_tree "$tree"
rm "$tree/drivers/mini.c"
inc=$tree/include/linux
mkdir -p "$inc"

# text enough that it pays to parse it once
awk 'BEGIN {
	print "#ifndef BIG_H\n#define BIG_H"
	for (i = 0; i < 4000; i++)
		printf "static inline int big_%d(int value)\n{\n\tif (value > %d)\n\t\treturn value - %d;\n\treturn value + %d;\n}\n", i, i, i, i
	print "#endif"
}' >"$inc/big.h"
cat >"$inc/pages.h" <<'EOH'
#ifndef PAGES_H
#define PAGES_H
#include <linux/big.h>
#include <linux/asks.h>
struct page { int count; };
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			 struct page **pages);
void unpin_user_page(struct page *page);
void unpin_user_pages(struct page **pages, unsigned long npages);
#define FOLL_WRITE 0x01
#ifndef LOG
#define LOG(x) 0
#endif
#ifdef VERBOSE
#define TELL(x) tell(x)
#else
#define TELL(x) do { } while (0)
#endif
void tell(int x);
int logged(int x);
/* a driver's macro may stand in here, and the function is short enough to be lowered */
static inline int level(int x)
{
	return LOG(x);
}
static inline void drop_one(struct page **page)
{
	unpin_user_page(*page);
}
static inline void __free_page_of(struct page **p)
{
	if (*p)
		unpin_user_page(*p);
}
#define max_of(a, b) ((a) > (b) ? (a) : (b))
#define make_name2(n, c) n##c
#define make_name(n, c) make_name2(n, c)
#endif
EOH
# a counter in the name of a variable, and a field with the name of a macro
cat >"$inc/more.h" <<'EOH'
#ifndef MORE_H
#define MORE_H
#include <linux/pages.h>
#define paste2(a, b) a##b
#define paste(a, b) paste2(a, b)
#define counted(x) __counted(x, paste(__UNIQUE_ID_v_, __COUNTER__))
#define __counted(x, name) ({ int name = (x); name + 1; })
struct limits { int max_of; };
static inline int more(int x) { return counted(x); }
#endif
EOH
cat >"$inc/late.h" <<'EOH'
#ifndef LATE_H
#define LATE_H
#define LATE 1
#endif
EOH
cat >"$inc/asks.h" <<'EOH'
#ifndef ASKS_H
#define ASKS_H
#ifdef LATE
static inline int asks(void) { return 1; }
#else
static inline int asks(void) { return 2; }
#endif
#endif
EOH

body() { # NAME EXTRA-STATEMENT
	cat <<EOB
int $1(unsigned long addr)
{
	struct page *page;
	struct page *kept __attribute__((cleanup(__free_page_of))) = 0;
	long n = pin_user_pages_fast(addr, 1, FOLL_WRITE, &page);

	if (n != 1)
		return -14;
	$2
	drop_one(&page);
	return level(1);
}
EOB
}
unit() { # NAME TOP INCLUDES STATEMENT
	{
		printf '%s\n' "$2"
		for h in $3; do printf '#include <linux/%s.h>\n' "$h"; done
		body "$1" "$4"
	} >"$tree/drivers/$1.c"
	units="$units $1"
}
units=
for i in 1 2 3 4 5 6 7 8; do unit "plain$i" "" "more" "TELL(max_of(1, 2)); if (counted($i) > 3) tell(asks());"; done
unit logs '#define LOG(x) logged(x)' "more" ""
unit verbose '#define VERBOSE' "more" "TELL(1);"
unit flagged '' "more" "TELL(1);"
unit before '' "late more" "tell(asks());"
unit behind '' "more late" "tell(asks());"
unit own 'static int drop_it(void) { return 0; }' "pages" "drop_it();"
unit clash 'struct page; static inline void drop_one(struct page **p);' "pages" ""
unit wrong '' "more" "undeclared_name++;"

db() {
	{
		sep='['
		for u in $units; do
			own=
			[ "$u" = flagged ] && own='"-DVERBOSE", '
			printf '%s{"directory": "%s", "file": "drivers/%s.c", "arguments": ["clang", "-nostdinc", "-I%s/include", "-D__KERNEL__", %s"-DKBUILD_MODNAME=\\"%s\\"", "-c", "drivers/%s.c"]}' \
				"$sep" "$tree" "$u" "$tree" "$own" "$u" "$u"
			sep=,
		done
		printf ']'
	} >"$tmp/cc.json"
}
db
scan() { # STATE ARGUMENT...
	s=$1
	shift
	"$gup" scan --no-join --state "$tmp/$s" --db "$tmp/$s.db" --compile-commands "$tmp/cc.json" "$@" "$tree" \
		>"$tmp/out" 2>"$tmp/err"
	status=$?
}
same_facts() {
	: >"$tmp/diff"
	[ "$(find "$tmp/slow/facts" -name '*.gir' | wc -l)" -eq "$(echo "$units" | wc -w)" ] || return 1
	for f in "$tmp"/slow/facts/*.gir; do
		diff "$f" "$tmp/fast/facts/$(basename "$f")" >>"$tmp/diff" || echo "$f" >>"$tmp/diff"
	done
	[ ! -s "$tmp/diff" ]
}
made() {
	find "$tmp/fast/pch" -name '*.pch' -size +0 | wc -l
}
has() { # UNIT: its place in the list
	grep -q "^unit	$1\.c-" "$tmp/fast/pch/units.tsv"
}

scan slow --no-pch
[ $status -le 1 ] && [ ! -e "$tmp/slow/pch/units.tsv" ]
report $? "a scan without precompiled headers" "$tmp/err"
scan fast
[ $status -le 1 ] && [ "$(made)" -ge 1 ] && has plain1
report $? "a scan with them makes at least one" "$tmp/err"
same_facts
report $? "the facts are the same, byte for byte" "$tmp/diff"
! has verbose && ! has flagged
report $? "a macro that a header tests, from the unit or its flags, is in the way" "$tmp/fast/pch/units.tsv"
! has before && has behind
report $? "so is one that another header defines before, but not behind" "$tmp/fast/pch/units.tsv"
has logs && [ -e "$tmp"/fast/facts/logs.c-*.gir.nopch ] && ! [ -e "$tmp"/fast/facts/plain1.c-*.gir.nopch ]
report $? "where a header's function means something else it is found when that is lowered" "$tmp/fast/pch/units.tsv"

touch "$tmp/mark"
sleep 0.05
scan fast
[ -z "$(find "$tmp/fast/facts" "$tmp/fast/pch" -newer "$tmp/mark" -type f)" ]
report $? "with nothing changed nothing is made"

# a header that two units do not read
sed -i 's/name + 1/name + 2/' "$inc/more.h"
touch "$tmp/mark"
sleep 0.05
scan fast
n_new=$(find "$tmp/fast/facts" -name '*.gir' -newer "$tmp/mark" | wc -l)
[ "$n_new" -eq $(($(echo "$units" | wc -w) - 2)) ] && [ -z "$(find "$tmp/fast/facts" -name 'own.c-*.gir' -newer "$tmp/mark")" ]
report $? "a touched header: the units that read it, no other ($n_new)"
rm -rf "$tmp/slow"
scan slow --no-pch
same_facts
report $? "and the facts are those of the new header" "$tmp/diff"

# a unit that could use one defines what a header tests: what was known of it does not count
sed -i '1i #define VERBOSE' "$tree/drivers/plain3.c"
has plain3
held=$?
scan fast
[ $held -eq 0 ] && ! has plain3
report $? "a changed unit is looked at again" "$tmp/fast/pch/units.tsv"
rm -rf "$tmp/slow"
scan slow --no-pch
same_facts
report $? "and has the facts of its new text" "$tmp/diff"

for p in "$tmp"/fast/pch/*.pch; do
	head -c 5000 "$p" >"$tmp/part" && cat "$tmp/part" >"$p"
done
rm "$tmp"/fast/facts/*.gir
scan fast
[ $status -le 1 ] && same_facts
report $? "damaged ones are not used, and nothing fails" "$tmp/err"
finish
