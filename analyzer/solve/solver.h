/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the solver share; private to it. */
#ifndef SOLVE_SOLVER_H
#define SOLVE_SOLVER_H

#include "solve/cfg.h"
#include "solve/program.h"
#include "solve/solve.h"
#include "solve/summary.h"

/**
 * struct solver - the walk over one function
 * @exits: the paths that reach a return, for the summary
 * @block: the block that is walked
 * @max_states: paths at one block before they are joined
 * @work: cells of the paths that calls made: what bounds the cost of a function
 * @mem: what only the walk needs
 * @passed: by value: it is in the list of what is passed to code that is not followed
 * @context: the function is registered as a callback that may not sleep
 */
struct solver {
	const struct ir_func *f;
	struct program *prog;
	struct cfg *cfg;
	struct values *vs;
	struct solved *out;
	state_vec exits;
	unsigned int max_states, block;
	size_t work, max_work;
	struct arena *mem;
	const struct context *context;
	VEC(bool) passed;
	bool notifier;
};

enum hook { ON_ACQUIRE, ON_ACCESS, ON_DIRTY, ON_RELEASE, ON_FOREIGN, ON_SLEEP, ON_EXIT };

/* transfer.c: what one node does.
 * transfer_node() - apply a node that is no terminator; the paths that go on are pushed to @next
 * (several for an acquire); @s is consumed */
void transfer_node(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		   state_vec *next);
void transfer_return(struct solver *sv, struct state *s, const struct ir_node *n);
val_t transfer_value(struct state *s, const struct ir_opnd *o, const struct ir_node *n);
/* transfer_arg() - the argument that a row's field names, 0 if the call has none */
val_t transfer_arg(struct state *s, const struct ir_node *n, const char *spec);
/* transfer_count() - how many pages the call says, 0 if it does not */
val_t transfer_count(struct state *s, const struct ir_node *n, const struct api_row *row);
void transfer_result(struct state *s, const struct ir_node *n, val_t v);
void transfer_fresh(struct state *s, const struct ir_node *n);
/* transfer_store() - as an assignment to memory does */
void transfer_store(struct solver *sv, struct state *s, const struct ir_node *n, val_t addr,
		    val_t v);
/* transfer_doubt() - something that is not modelled happens to all that is held */
void transfer_doubt(struct state *s);

/* escape.c: who else can reach what.
 * is_owned() - the object dies with the function unless it becomes known to others */
bool escape_is_local(const struct state *s, val_t object);
bool escape_is_alloc(const struct state *s, val_t object);
bool escape_is_owned(const struct state *s, val_t object);
/* escape_unknown() - code that is not followed gets @v: it may keep it, release what it leads to */
void escape_unknown(struct solver *sv, struct state *s, const struct ir_node *n, val_t v);
/* escape_stored() - @v lies in memory that others can reach */
void escape_stored(struct solver *sv, struct state *s, const struct ir_node *n, val_t v,
		   val_t addr);
/* escape_answered() - call @n returned @v */
void escape_answered(struct state *s, const struct ir_node *n, val_t v);
/* escape_refused() - after a branch: which calls that got pages have failed now */
void escape_refused(struct state *s);
/* escape_hand_over() - escape_unknown(), and what @v points to may be changed */
void escape_hand_over(struct solver *sv, struct state *s, const struct ir_node *n, val_t v);
/* escape_hand_over_all() - the same for @n values at once */
void escape_hand_over_all(struct solver *sv, struct state *s, const struct passed *p, size_t n);
/* escape_changed() - what @v points to may be changed, nothing behind it */
void escape_changed(struct state *s, const struct ir_node *n, val_t v);
/* escape_moved() - the newest round of loop @head copied a page to some other place: a carrier, an
 * object, another array */
bool escape_moved(const struct state *s, const struct held *h, unsigned int head);
/* escape_freed() - the object behind @v is given back to the allocator */
void escape_freed(struct state *s, val_t v);

/* acquire.c */
void acquire_node(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		  state_vec *next);
bool acquire_root_owned(const struct state *s, const struct ir_node *n, const struct api_row *row,
			val_t root);

/* acquire_fill() - the call writes the pages over what a local array held */
void acquire_fill(struct state *s, const struct ir_node *n, const struct held *h);

/* release.c: drops, dirtying, access, and the carriers between */
void release_node(struct solver *sv, struct state *s, const struct ir_node *n);
void release_dirty_node(struct solver *sv, struct state *s, const struct ir_node *n);
void release_access_node(struct solver *sv, struct state *s, const struct ir_node *n,
			 state_vec *next);
/* release_effect() - what @e says happens to the pages that @e->v leads to */
void release_effect(struct solver *sv, struct state *s, const struct effect *e);
/* release_carrier() - the address that stands for the pages in a scatterlist, bio, ... */
val_t release_carrier(struct state *s, val_t carrier);

/* query.c: query_asked() - the path goes on because a question about the reference was answered
 * with yes (iov_iter_extract_will_pin()), here or where a field was set that it looked at; maybe,
 * if it looked at some other flag that lies in memory; whether there are @pages is no such flag */
enum tri query_asked(const struct solver *sv, const struct state *s, val_t pages);

/* summary.c
 * summary_exit() - a path reaches a return with result @v (0 for none)
 * summary_call() - do what the called function does, if it is known; @s is consumed then */
void summary_exit(struct solver *sv, const struct state *s, val_t v);
bool summary_call(struct solver *sv, struct state *s, unsigned int block, const struct ir_node *n,
		  state_vec *next);

/* solve.c
 * solver_stored() - the pages of @site lie at @addr, which others can reach; 0: in the result */
void solver_stored(const struct state *s, struct solved_site *site, val_t addr);
void solver_ask(struct solver *sv, struct event *ev, enum hook hook);
/* solver_foreign() - @e happens to pages that the function did not take; @again: the drop that some
 * of the same pages went with before, or NULL */
void solver_foreign(struct solver *sv, const struct effect *e, const struct drop *again);
/* solver_filled() - a page that no site of this walk took is stored at @place */
void solver_filled(struct solver *sv, struct place place);
/* solver_passed() - @v goes to code that is not followed */
void solver_passed(struct solver *sv, const struct ir_node *n, val_t v);
struct solved_site *solver_site(struct solver *sv, const struct ir_node *acquire,
				const struct api_row *row);
void solver_report(struct solver *sv, const struct event *ev, const struct rule *rule,
		   double confidence, const char *message);

/* Loops: loop.c
 * loop_widen() - the path goes round again: what the loop changes is unknown from here on, but for a
 * lower bound of 0 or 1 that counters keep */
void loop_widen(const struct cfg *c, struct state *s, unsigned int loop);
/* loop_leave() - the path leaves loops by a condition that could not be decided */
void loop_leave(const struct solver *sv, struct state *s, unsigned int from, unsigned int to);
/* loop_skip_release() - branch @st goes to @taken, and steps over a release behind @other */
void loop_skip_release(const struct solver *sv, struct state *s, const struct step *st,
		       unsigned int from, unsigned int taken, unsigned int other);
/* loop_skip_null() - the same, because a place is empty, where one of its kind holds a page */
void loop_skip_null(const struct solver *sv, struct state *s, const struct step *st,
		    unsigned int taken, unsigned int other);

#endif
