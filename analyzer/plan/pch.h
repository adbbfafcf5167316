/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which headers are parsed once for many units.  Units with equal flags form a group; what all of
 * them read becomes a precompiled header, what many of them read besides becomes one that starts
 * from that, and so on while it pays.  Layer 4 (plan.h).
 *
 * In the state folder:
 *
 * pch/units.tsv     unit<TAB>index<TAB>id<TAB>suspects or - for each unit that has one;
 *                   pch<TAB>id<TAB>parent or -<TAB>group; key<TAB>digest of what it was made from
 * pch/seen.list     the files that the choice was made from
 * pch/uses.tsv      for each suspect (see pch_check.h) the macros that it stands in
 * pch/ID.h          #include lines
 * pch/ID.keep       macros that clang has to be told to keep, see pch_check_keep()
 * pch/ID.args       as args/INDEX.args
 * pch/ID.pch        what clang makes of them, empty if it could not; beside it ID.pch.notes
 *
 * The facts of a unit do not depend on any of it, so a unit is not read again when it gets another
 * one, or none.
 */
#ifndef PLAN_PCH_H
#define PLAN_PCH_H

#include "plan/plan.h"

/* Behind the name of a facts file: why clang could not use the precompiled header after all. */
#define PCH_WHY ".nopch"

/**
 * struct pch - a precompiled header
 * @id: names its files
 * @parent: the one that it starts from, or NULL
 * @group: digest of the flags
 * @units: how many units use it, or one that starts from it
 */
struct pch {
	const char *id, *group;
	struct pch *parent;
	unsigned int units;
};

/**
 * struct pch_plan - the precompiled headers of a plan
 * @mem: owns all strings
 * @all: parents first
 * @units: for each file of the plan, NULL if it has none
 * @suspects: for each file of the plan that has one: see pch_check.h, names with commas or "-"
 */
struct pch_plan {
	struct arena mem;
	VEC(struct pch *) all;
	struct pch **units;
	const char **suspects;
};

/**
 * pch_make() - choose them and write STATE/pch
 * @state: the state folder
 * @p: the plan
 * @out: gets the result, also if none pays
 *
 * Return: 0, or -1 with the message printed.
 */
int pch_make(const char *state, const struct plan *p, struct pch_plan *out);
/* pch_none() - units are read without.  Return: 0, or -1 with the message printed */
int pch_none(const char *state);
void pch_release(struct pch_plan *p);
/**
 * pch_of_unit() - what a state folder says about one unit
 * @list: path of pch/units.tsv
 * @index: the unit's
 * @a: owns what is returned
 * @suspects: gets the names that no function of the precompiled header may have in its text, if
 *            it is lowered: this unit gives them another meaning
 *
 * Return: the path of its precompiled header, beside @list; NULL if it has none.
 */
const char *pch_of_unit(const char *list, const char *index, struct arena *a,
			strings_vec *suspects);

#endif
