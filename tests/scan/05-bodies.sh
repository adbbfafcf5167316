#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Headers are read without the bodies of functions that a unit does not come to.  The facts stay the
# same: where a name is pasted together, which the text does not show, the unit is read again.
. "$(dirname "$0")/../plan/lib.sh"

tree=$tmp/tree
mini_tree "$tree"
rm "$tree/drivers/mini.c"
cat >"$tree/include/linux/pages.h" <<'E'
#ifndef PAGES_H
#define PAGES_H
struct page;
long pin_user_pages_fast(unsigned long start, int nr_pages, unsigned int gup_flags,
			 struct page **pages);
void unpin_user_pages(struct page **pages, unsigned long npages);
void tell(struct page **pages);
struct obj {
	struct page **pages;
	long n;
};
static inline struct page **pages_of(struct obj *o)
{
	return o->pages;
}
static inline struct page **pages_behind(struct obj *o)
{
	return pages_of(o);
}
static inline struct page **pages_by_config(struct obj *o) {
#ifdef CONFIG_MINI
	return pages_behind(o);
#else
	return pages_of(o);
#endif
}
static inline struct page **pages_alone(struct obj *o)
{
	return o->pages;
}
#define pages_by(how, o) pages_##how(o)
#define pages_macro(o) pages_behind(o)
#define DECLARE_EVENT(name) \
	void name##_seen(void); \
	static inline void trace_##name(struct obj *o) \
	{ \
		tell(o->pages); \
		name##_seen(); \
	} \
	static inline long name##_count(struct obj *o) \
	{ \
		return o->n; \
	}
DECLARE_EVENT(drop)
static inline void drop(struct obj *o)
{
	unpin_user_pages(pages_of(o), o->n);
}
/* nobody's */
static inline void idle(struct obj *o)
{
	struct { int a; } local = { 0 };

	tell(o->pages + local.a);
}
#endif
E
unit() { # NAME EXPRESSION
	cat >"$tree/drivers/$1.c" <<E
#include <linux/pages.h>
int $1_take(struct obj *o, unsigned long addr)
{
	o->n = pin_user_pages_fast(addr, 4, 1, o->pages);
	if (o->n > 0)
		trace_drop(o);
	return drop_count(o) == 4 ? 0 : -22;
}
void $1_drop(struct obj *o)
{
	unpin_user_pages($2, o->n);
}
E
}
unit plain 'o->pages'
unit called 'pages_of(o)'
unit chain 'pages_by_config(o)'
unit macro 'pages_macro(o)'
unit pasted 'pages_by(alone, o)'
unit broken 'pages_no(o)'
for u in plain called chain macro pasted broken; do
	printf '%s{"directory": "%s", "file": "drivers/%s.c", "command": "clang -nostdinc -I%s/include -c drivers/%s.c"}' \
		"${sep-[}" "$tree" $u "$tree" $u
	sep=', '
done >"$tmp/cc.json"
echo ']' >>"$tmp/cc.json"

scan() { # NAME OPTION...
	s=$1
	shift
	"$gup" scan --compile-commands "$tmp/cc.json" --state "$tmp/$s" --db "$tmp/$s.db" "$@" "$tree" \
		>"$tmp/$s.out" 2>"$tmp/$s.err"
}
scan fast
scan slow --no-pch
: >"$tmp/diff"
for f in "$tmp"/slow/facts/*.gir; do
	cmp "$f" "$tmp/fast/facts/${f##*/}" >>"$tmp/diff" 2>&1
done
[ ! -s "$tmp/diff" ] && [ "$(ls "$tmp"/fast/facts/*.gir | wc -l)" -eq 6 ]
report $? "the facts are those of reading all, byte for byte" "$tmp/diff"

cat "$tmp"/fast/facts/pasted*.nopch >"$tmp/why" 2>&1
grep -q '^the body of pages_alone() is missed' "$tmp/why"
report $? "a name that is pasted together makes the unit be read again" "$tmp/why"
cat "$tmp"/fast/facts/broken*.nopch >"$tmp/why" 2>&1
grep -q '^there are errors' "$tmp/why"
report $? "and so do errors" "$tmp/why"
ls "$tmp"/fast/facts/*.nopch >"$tmp/why"
[ "$(grep -c . "$tmp/why")" -eq 2 ]
report $? "what is called, in macros and under conditions, too, is there at once" "$tmp/why"
! ls "$tmp"/slow/facts/*.nopch >"$tmp/why" 2>&1
report $? "--no-pch reads headers as they are" "$tmp/why"
finish
