/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * May a unit use a precompiled header?  Its headers were read there in another order, and before
 * anything else of the unit.  That is the same if every name that a file looks at means, at that
 * moment, what it means in the unit's own order.  This is decided from the text, by the order in
 * which files come in:
 *
 * 1. what the unit, its flags and its other headers define is not looked at by a file of the
 *    precompiled header that comes later in the unit
 * 2. between two files of the precompiled header, who looks at a name and who defines it come in
 *    the same order
 * 3. what other headers look at and the precompiled header defines is defined before in the unit,
 *    too
 *
 * Through macros it is looked at a name if the macro's body has it.  What only stands inside of
 * functions of the precompiled header is no reason against it, but these functions must not be
 * lowered: such names are handed on as suspects.  Layer 4 (headers.h).
 */
#ifndef PLAN_PCH_CHECK_H
#define PLAN_PCH_CHECK_H

#include "base/str.h"
#include "plan/headers.h"

/* An event, and the next one of the same symbol: number + 1. */
struct pch_place {
	const struct header *f;
	const struct header_event *e;
	unsigned int next;
};
typedef VEC(struct pch_place) pch_places;

/**
 * struct pch_order - a precompiled header as its check sees it
 * @files: what goes into it, in order
 * @has: by file number
 * @pairs: see pch_check.c
 */
struct pch_order {
	header_list files;
	bool *has;
	size_t nfiles;
	VEC(struct pch_pair) pairs;
	/* by symbol: number + 1 in the lists below */
	unsigned int *first_definer, *first_user;
	pch_places definers, users;
	unsigned char *inner; /* by symbol: stands in functions, 1: alone, 2: with a parenthesis */
};

/**
 * struct pch_checker - for all units of one set of flags
 * @h: the files
 * @prelude: what -include reads, absolute
 * @users: by symbol, where its row in @macros starts: macros whose body has it
 * @names: by symbol: as a macro it may stand for itself, or for one other name
 * @defined: by symbol: some file has a #define of it
 */
struct pch_checker {
	struct headers *h;
	strings_vec prelude;
	unsigned int *users, *macros;
	bool *names, *defined;
	size_t nsymbols;
	unsigned int *reached, round;
};

/* pch_checker_init() - all files must have been walked through once */
void pch_checker_init(struct pch_checker *c, struct headers *h, const strings_vec *prelude);
void pch_checker_release(struct pch_checker *c);
/* pch_order_init() - @lists: files of #include lines, that of the first parent first */
void pch_order_init(struct pch_checker *c, struct pch_order *o, const strings_vec *lists);
void pch_order_release(struct pch_order *o);
/**
 * pch_check_keep() - macros that clang forgets unless it is told
 * @c: the checker
 * @o: a precompiled header that starts from another one
 * @parent: that
 * @b: gets their names, one a line
 *
 * clang 19 forgets a macro of the first one if the second one declares something of that name: it
 * writes the name anew, but not the macro.  A name that is a macro can be declared if the macro
 * wants arguments and gets none, or stands for a name.
 */
void pch_check_keep(const struct pch_checker *c, const struct pch_order *o,
		    const struct pch_order *parent, struct buf *b);
/**
 * pch_check() - look at one unit
 * @c: the checker
 * @o: the precompiled header
 * @unit: absolute path
 * @more: folders that the unit searches, behind the common ones
 * @defines: macros of its flags that the precompiled header was made without
 * @suspects: gets numbers of symbols
 *
 * Return: NULL if it may be used, else the name that is in the way.
 */
const char *pch_check(struct pch_checker *c, const struct pch_order *o, const char *unit,
		      const strings_vec *more, const strings_vec *defines, header_events *suspects);
/* pch_check_reach() - @symbol and the macros that it stands in, also through others; gets them */
void pch_check_reach(struct pch_checker *c, unsigned int symbol, header_events *out);

#endif
