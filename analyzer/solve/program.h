/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All functions that are solved together: which function a call means, what each does for
 * its caller.  Functions are walked when somebody asks; each once.  Layer 2 (ir, api).
 */
#ifndef SOLVE_PROGRAM_H
#define SOLVE_PROGRAM_H

#include "solve/solve.h"

struct answers;
struct program;
struct context;

/**
 * program_new() - an empty program
 * @rules, @nrules: the rules to ask; must stay valid
 */
struct program *program_new(const struct rule *const *rules, size_t nrules);
void program_free(struct program *p);
/* program_threads() - walk @n functions at a time, 1 at first; what is found is the same */
void program_threads(struct program *p, unsigned int n);
/* program_add() - @u, which must stay valid, belongs to it; before anything is asked */
void program_add(struct program *p, struct ir_unit *u);
/* program_solve() - walk every function that takes or drops references, and, caller by caller,
 * those that get them or hand them over */
void program_solve(struct program *p);
/* program_answers() - the fields of the whole tree that keep the answer of an API_QUERY */
const struct answers *program_answers(struct program *p);
/* program_solved() - the walk over @f, which belongs to the program */
const struct solved *program_solved(struct program *p, const struct ir_func *f);
/* program_each() - every function walked so far, in the order of units and functions */
void program_each(struct program *p, void (*fn)(const struct solved *w, void *arg), void *arg);
void program_units(struct program *p, void (*fn)(const struct ir_unit *u, void *arg), void *arg);
/* program_flag() - value of a FOLL_* flag, 0 if not known */
uint64_t program_flag(const struct program *p, const char *name);

/* program_walked() - the walk over @f if there was one, else NULL */
const struct solved *program_walked(struct program *p, const struct ir_func *f);

/* For the solver. */

/* program_find() - the function that @name means in @u; NULL if it is not known */
const struct ir_func *program_find(struct program *p, const struct ir_unit *u, const char *name);

/* program_concerns() - @f deals with page references or their carriers itself, or gets references
 * from a function that it calls; true if @f does not belong to the program */
bool program_concerns(struct program *p, const struct ir_func *f);

/* program_resolve() - the function that @name, interned, means in @from; NULL if it is not known */
const struct ir_func *program_resolve(struct program *p, const struct ir_func *from,
				      const char *name);
/* program_summary() - what a call of @f does; NULL if nothing can be said */
const struct summary *program_summary(struct program *p, const struct ir_func *f);
/* program_context() - how @f is registered as a callback that may not sleep, NULL if it is not */
const struct context *program_context(const struct program *p, const struct ir_func *f);
/* program_instance() - the node that stands for @inner of function @f where @call, a node of
 * function @host, calls it; positions are those of @host's unit */
const struct ir_node *program_instance(struct program *p, const struct ir_func *host,
				       const struct ir_node *call, const struct ir_func *f,
				       const struct ir_node *inner);
const struct rule *const *program_rules(const struct program *p, size_t *n);

#endif
