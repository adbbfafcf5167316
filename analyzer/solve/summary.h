/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a function does for its caller: the ways in which it can end, each with what holds
 * then, what it took and dropped, what it wrote to memory that the caller can reach.  In
 * terms of what its parameters hold at entry.  Layer 2 (ir, api).
 */
#ifndef SOLVE_SUMMARY_H
#define SOLVE_SUMMARY_H

#include "solve/solve.h"

typedef VEC(struct state *) state_vec;

/**
 * struct summary - owns all that it needs
 * @f: the function
 * @vs: the values of @cases
 * @cases: paths at the return; the result lies in the cell of summary_ret()
 * @passed: values that go to code that is not followed, on some path
 * @opaque: too much to say: a call is one of code that is not followed
 * @notifier: it registers with an mmu notifier
 */
struct summary {
	struct arena mem;
	const struct ir_func *f;
	struct values *vs;
	state_vec cases;
	VEC(struct passed) passed;
	bool opaque, notifier;
};

struct solver;
/* summary_make() - from the walk's exits, which are released */
struct summary *summary_make(struct solver *sv);
/* summary_never() - of a call of @f that does not come back */
struct summary *summary_never(const struct ir_func *f);
/* summary_compact() - free what making it left behind */
void summary_compact(struct summary *m);
void summary_free(struct summary *m);
/* summary_widen() - for a function in a circle of calls, so that further rounds find nothing new */
void summary_widen(struct summary *m);
/* summary_gives() - the call may leave references to its caller; @m may be NULL */
bool summary_gives(const struct summary *m);
/* summary_hash() - equal summaries have equal ones */
uint64_t summary_hash(const struct summary *m);

#endif
