/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A value of one function's run in terms of another's: of a walk in its summary, of a
 * summary in the caller's walk.  Private to the solver.
 */
#ifndef SOLVE_TRANSLATE_H
#define SOLVE_TRANSLATE_H

#include "solve/program.h"

struct seed {
	val_t was, is;
};

/**
 * struct translate - one direction, with what was translated already
 * @s: the caller's state at the call; NULL for the way into a summary, where entry values stay
 * @args, @nargs: values of the arguments
 * @host, @call, @f: the caller, its call node, the called function
 * @seeds: values that stand for others, local as they may be
 */
struct translate {
	struct values *from, *to;
	struct state *s;
	const val_t *args;
	unsigned int nargs;
	struct program *prog;
	const struct ir_func *host, *f;
	const struct ir_node *call;
	VEC(val_t) memo;
	VEC(struct seed) seeds;
};

/* translate_seed() - before anything is translated: @was becomes @is */
void translate_seed(struct translate *x, val_t was, val_t is);

/* translate_is_local() - the value hangs on a variable that dies with its function */
bool translate_is_local(const struct values *vs, val_t v);
/* translate_is_lost() - the same, and no seed tells what stands for it */
bool translate_is_lost(const struct translate *x, val_t v);
val_t translate_value(struct translate *x, val_t v);
/* translate_safe() - the same, an unknown value for a local one */
val_t translate_safe(struct translate *x, val_t v);
void translate_release(struct translate *x);

#endif
