/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What solve.c (paths) and transfer.c (nodes) share; private to the solver. */
#ifndef SOLVE_SOLVER_H
#define SOLVE_SOLVER_H

#include "solve/cfg.h"
#include "solve/solve.h"

struct solver {
	const struct ir_func *f;
	struct cfg *cfg;
	struct values *vs;
	struct solved *out;
	const struct rule *const *rules;
	size_t nrules;
	const struct ir_const *consts;
	size_t nconsts;
	bool notifier;
};

typedef VEC(struct state *) state_vec;

/* transfer_node() - apply a node that is no terminator; the paths that go on are pushed to @next
 * (several for an acquire); @s is consumed */
void transfer_node(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		   state_vec *next);
void transfer_return(struct solver *sv, struct state *s, const struct ir_node *n);
val_t transfer_value(struct state *s, const struct ir_opnd *o, const struct ir_node *n);
/* transfer_doubt() - something that is not modelled happens to all that is held */
void transfer_doubt(struct state *s);
struct solved_site *solver_site(struct solver *sv, const struct ir_node *acquire,
				const struct api_row *row);
void solver_report(struct solver *sv, const struct event *ev, const struct rule *rule,
		   double confidence, const char *message);

#endif
