/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Path-sensitive typestate of one function: every path that the conditions allow is
 * walked, with all that is known on it; an acquire splits the path by its outcome.
 *
 * Bounds.  A loop is walked once as it is and once for all further rounds, with the
 * variables that it changes unknown but for their sign.  SOLVE_STATES different paths
 * arrive at a block one by one; from then on those that hold the same references are
 * joined and know only what all of them know, which lowers the confidence of a report.
 * After that many joined ones, or after SOLVE_STEPS blocks, what comes is given up and the
 * function counts as not walked in full.
 *
 * SOLVE_WORK cells of memory are copied for the calls of a function, then it is given up too.
 *
 * A function that takes pages has twice as many paths, one that does so in several places three
 * times, and both four times the work.  One that deals with pages, or gets them from a function that
 * it calls, has a quarter of the paths; any other one, whose paths are hardly worth telling apart, a
 * sixteenth, and half the work.
 *
 * A call of a function that the program knows does what its summary says: a path for each of
 * at most SOLVE_CASES ways in which it can end; where there are more, less and less is told of them, and
 * in the end the call is one of code that is not followed.  Functions that call each other in a circle are
 * walked until nothing new is found; where that does not settle, calls among them are calls of code
 * that is not followed.
 * Layer 2 (ir, api).
 */
#ifndef SOLVE_SOLVE_H
#define SOLVE_SOLVE_H

#include "solve/finding.h"
#include "solve/hooks.h"

struct program;
struct summary;

#define SOLVE_STATES 128u
#define SOLVE_JOINS 64u
#define SOLVE_STEPS 20000u
#define SOLVE_WORK 100000u
#define SOLVE_CASES 16u

/* What happens to what an acquire took, over all paths. */
enum fate {
	FATE_RELEASED = 1, /* some path drops it here */
	FATE_KEPT = 2, /* some path hands it to code or storage that is not followed */
	FATE_LEFT = 4, /* some path returns with it, in storage that outlives the function */
	FATE_LOST = 8, /* some path returns with it in storage that dies */
	FATE_DOUBT = 16, /* some path may or may not drop it */
	FATE_FAILED = 32, /* some path takes nothing */
	FATE_REFUSED = 64, /* some path returns with it, the call that got it having failed */
};

/**
 * struct handed - a call through a pointer in a field of a record gets the pages
 * @node: the call; @arg: which argument leads to them
 * @in: the field behind the argument in which they lie; NULL if the argument is the pages
 */
struct handed {
	const struct ir_node *node;
	unsigned int arg;
	struct place in;
};

/**
 * struct solved_site - what was seen of one acquire node
 * @none: the pages argument is NULL on some path; @some: it is not on some path
 * @must, @may: gup flags set on every path, on some path
 * @boolean: the flags parameter is the boolean `write` of old trees
 * @fate: mask of enum fate over the ends of all paths on which pages were taken
 * @access: mask over enum api_kind A_*: what is done to the data
 * @releases: release nodes that reach it; @accesses: access nodes that do
 * @dirtied: some path marks it dirty, or may
 * @dirtied_at: releases that some path, which may have taken them for writing, comes to with pages
 *              marked dirty, or marks them dirty with
 * @escape: a node that hands it on, NULL if none
 * @written: the most that some path does to the data
 * @put: the newest call that puts the pages into a carrier, NULL if none
 * @places: storage in which the pages are left
 * @notifier: the function registers with an mmu notifier
 * @to_caller: the pages go to the function's own caller: through a parameter or the result
 * @by_number: some path that does not fail keeps them by their frame numbers only
 * @handed: calls through pointers that get the pages
 */
struct solved_site {
	const struct ir_node *node;
	const struct api_row *row;
	bool none, some, has_flags, boolean, to_caller, by_number, notifier;
	uint64_t must, may;
	unsigned int fate, access;
	VEC(const struct ir_node *) releases;
	VEC(const struct ir_node *) accesses;
	const struct ir_node *escape, *put;
	enum written written;
	bool dirtied;
	VEC(const struct ir_node *) dirtied_at;
	VEC(struct place) places;
	VEC(struct handed) handed;
};

/* Pages that the function did not take, but which it releases, dirties or looks at. */
struct foreign {
	enum effect_kind kind;
	const struct ir_node *node;
	const struct api_row *row;
	enum tri dirty;
	struct place place; /* where they came from; field NULL: from a parameter */
	const struct ir_node *again; /* a release that the same pages went with before */
	enum tri asked; /* a release that on every path follows an answer to an API_QUERY */
	enum written written; /* an access: what it does to the data */
	bool locked; /* marked dirty while the lock of the page was held */
};

/* What a function hands to code that is not followed. */
struct passed {
	const struct ir_node *node;
	val_t v;
};

/* A report, before it becomes a finding with paths and fingerprint. */
struct report {
	const struct rule *rule;
	const struct ir_node *acquire, *at;
	const char *message;
	double confidence;
	unsigned int nsteps; /* of @trace; of two ways to the same place the shorter is told */
	const struct step *trace; /* newest first */
};

/**
 * struct solved - result for one function; strings and steps live in @mem
 * @incomplete: a bound was hit: some paths were not walked
 * @passed, @foreign: over all paths
 * @summary: for callers
 */
struct solved {
	struct arena mem;
	const struct ir_func *f;
	bool incomplete;
	unsigned int steps;
	VEC(struct solved_site) sites;
	VEC(struct report) reports;
	VEC(struct passed) passed;
	VEC(struct foreign) foreign;
	VEC(struct place) filled;
	struct summary *summary;
};

/**
 * solve_func() - walk one function
 * @prog: the program that it belongs to
 * @f: the function; must have passed ir_verify()
 * @out: empty; release with solved_release()
 */
void solve_func(struct program *prog, const struct ir_func *f, struct solved *out);
void solved_release(struct solved *out);
/* solved_place() - the innermost field in @addr that is no part of a mere carrier, or the global;
 * field is NULL if there is none */
struct place solved_place(const struct values *vs, val_t addr);

#endif
