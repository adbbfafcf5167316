/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that implement program.h share.  Layer 2. */
#ifndef SOLVE_PROGRAM_IMPL_H
#define SOLVE_PROGRAM_IMPL_H

#include <pthread.h>

#include <uthash.h>

#include "solve/program.h"
#include "solve/query.h"

/**
 * struct entry - one function
 * @number: its place in the order of the program
 * @callees: @ncallees functions of the program that it calls, each once; known when the graph is
 * @circle: number of the circle of calls that it is part of, most of them of one function; what a
 *          circle calls has lower numbers
 * @next: another function of its circle, in the order of the program; NULL behind the last
 * @recursive: a call leads back to it
 * @seen: the search for circles came to it; @busy: its circle is searched, or walked
 * @concerned: it, or what it calls, deals with page references; @deals: it deals with them itself
 * @copies: nodes of other functions that stand where it calls them, in @mem
 * @summary: its own once walked; of the last round while it is walked
 */
struct entry {
	const struct ir_func *f;
	struct solved *solved;
	struct summary *summary;
	struct entry **callees;
	unsigned int number, ncallees;
	struct entry *next;
	unsigned int circle;
	bool recursive, seen, busy, done, concerned, deals;
	struct copy *copies;
	struct arena mem;
	UT_hash_handle hh;
};

typedef VEC(struct entry *) entry_vec;

struct program {
	struct arena mem;
	const struct rule *const *rules;
	size_t nrules;
	VEC(struct ir_unit *) units;
	VEC(struct ir_const) consts;
	struct entry *entries;
	struct named *externs;
	struct global *globals;
	struct unit_names *names;
	VEC(struct place) places; /* where sites leave their pages */
	struct contexts *contexts;
	struct answers answers;
	size_t answered; /* units whose answers are known */
	entry_vec circles; /* the first function of each, by number; empty until asked for */
	unsigned int jobs;
	VEC(struct summary *) retired; /* of rounds before the last */
	pthread_mutex_t
		shared; /* over @retired and the units' tables of files, which walks add to */
};

struct entry *program_entry(struct program *p, const struct ir_func *f);

/* graph.c: program_graph() - find out who calls whom, in which circles, and who is concerned */
void program_graph(struct program *p);

/* batch.c: program_walk() - walk the functions of @todo and all that they call, callees first */
void program_walk(struct program *p, const entry_vec *todo);

#endif
