/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where nothing may sleep: sections under a spin lock, with interrupts, bottom halves or
 * preemption off, in an RCU read side; functions that interrupts and timers call.
 * Layer 2 (ir, api).
 */
#ifndef SOLVE_ATOMIC_H
#define SOLVE_ATOMIC_H

#include "solve/solver.h"

struct contexts;

/**
 * struct context - a function that is registered as a callback which may not sleep
 * @func: its name; @unit: where it is registered
 * @kind: C_HARDIRQ or C_SOFTIRQ
 * @by: "request_irq()", "bio.bi_end_io"
 */
struct context {
	const char *func;
	const struct ir_unit *unit;
	enum api_kind kind;
	const char *by;
};

/* contexts_add() - learn what @u registers; @a keeps it */
void contexts_add(struct contexts **c, struct arena *a, const struct ir_unit *u);
void contexts_free(struct contexts *c);
const struct context *contexts_find(const struct contexts *c, const struct ir_func *f);

/* atomic_lock_node() - spin_lock(), rcu_read_unlock() and their kin */
void atomic_lock_node(struct state *s, const struct ir_node *n, const struct api_row *row,
		      state_vec *next);
/* atomic_change() - @by more (or, below zero, fewer) locks are held; by @n, of @lock, 0 if not known */
void atomic_change(struct state *s, int by, const struct ir_node *n, val_t lock);
/* atomic_unknown() - code that is not followed gets @v: it may give back that lock, or the one in that object */
void atomic_unknown(struct state *s, val_t v);
/* atomic_sleep() - the release or dirty call of @e may sleep */
void atomic_sleep(struct solver *sv, struct state *s, const struct effect *e);

#endif
