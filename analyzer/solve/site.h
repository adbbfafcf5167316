/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A site when everything about it is known, over all functions that were walked: its own,
 * those that call it, those that reach the pages through storage.  Layer 2 (ir, api).
 */
#ifndef SOLVE_SITE_H
#define SOLVE_SITE_H

#include "solve/program.h"

/* Where a release stands, seen from the acquire. */
enum way {
	WAY_HERE, /* in the same function */
	WAY_CALL, /* in a function that it calls, or that calls it */
	WAY_OPS, /* in a function that a call through a pointer may mean */
	WAY_STORAGE, /* in a function that finds the pages in storage */
};

/**
 * struct site_release_view - one release that reaches the pages
 * @node, @row: the call
 * @f: the function that it stands in
 * @walk: the walk that saw it; @node's position is one of its unit
 * @place: where the pages lay, if it reaches them through storage; a release that an error path
 *         comes by as well is none of WAY_STORAGE, but has a place
 * @again, @asked, @locked: WAY_STORAGE: see struct foreign; @told: who said @asked
 * @shared: WAY_STORAGE: sites of another kind leave their pages in that place too, or pages that no
 *          site took are put there
 */
struct site_release_view {
	enum way way;
	const struct ir_node *node;
	const struct api_row *row;
	const struct ir_func *f;
	const struct solved *walk;
	enum tri dirty;
	struct place place;
	const struct ir_node *again;
	enum tri asked;
	enum told { TOLD_NOT, TOLD_SELF, TOLD_CALLER } told;
	bool locked, shared;
};

/* How long the reference lives. */
enum life {
	LIFE_UNKNOWN,
	LIFE_CALL, /* dropped before the call returns, on every path */
	LIFE_IO, /* dropped when an I/O that was started is done */
	LIFE_OBJECT, /* kept in an object, dropped when another entry point says so */
};

/* What is done to the data that asks for a pin: cases 1, 2 and 5 of
 * Documentation/core-api/pin_user_pages.rst. */
enum touch {
	TOUCH_NONE,
	TOUCH_READ, /* the CPU reads it */
	TOUCH_MAY_WRITE, /* mapped for the CPU, nobody saw it write */
	TOUCH_WRITE, /* the CPU changes it */
	TOUCH_CARRIER, /* it goes into an I/O structure */
	TOUCH_DEVICE, /* a device gets it */
};

/* What a rule says of a site. */
struct site_told {
	const struct rule *rule;
	const struct ir_node *at; /* of the function @f */
	const struct ir_func *f;
	double confidence;
	const char *message;
};

/**
 * struct site_view - one site
 * @prog: all functions
 * @f: the function; @node, @row: the call
 * @none, @some: the pages argument is NULL on some path; is not
 * @has_flags, @boolean, @must, @may: see struct solved_site
 * @fate: mask of enum fate of all paths; pages that a caller gets count as they fare there
 * @access: mask over enum api_kind A_*
 * @written: the most that is known to happen to the data
 * @dirtied: somebody marks the pages dirty, or may
 * @notifier: a function on the way registers with an mmu notifier, or one is registered for the
 *            object that keeps the pages
 * @stays: @f is an operation or a callback itself, and returns without dropping them
 * @by_number: see struct solved_site
 * @to_caller: the pages go to the caller of @f; @callers: such callers were walked
 * @incomplete: a walk over it hit a bound
 * @escape, @put: see struct solved_site
 * @places: storage that the pages are left in
 * @accesses: calls that access the data, through storage too
 * @life: how long the reference lives
 */
struct site_view {
	struct program *prog;
	const struct ir_func *f;
	const struct ir_node *node;
	const struct api_row *row;
	bool none, some, has_flags, boolean, notifier, stays, to_caller, by_number, incomplete;
	unsigned int callers;
	uint64_t must, may;
	unsigned int fate, access;
	enum written written;
	enum life life;
	bool dirtied;
	const struct ir_node *escape, *put;
	VEC(struct place) places;
	VEC(struct site_release_view) releases;
	VEC(struct site_release_view) accesses;
	VEC(struct site_told) reports;
	struct arena mem; /* of the messages */
};

/* site_report() - @site breaks @rule; told at the acquire */
void site_report(struct site_view *site, const struct rule *rule, double confidence,
		 const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* site_report_at() - told at a release or access that reaches the site's pages */
void site_report_at(struct site_view *site, const struct rule *rule,
		    const struct site_release_view *at, double confidence, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
/* site_flag() - the flag is passed: TRI_YES on every path, TRI_NO on none */
enum tri site_flag(const struct site_view *site, const char *name);

/* site_touch() - the most that is done to the data, as far as it decides the case */
enum touch site_touch(const struct site_view *site);

/* For the link: make the views of all sites of a program. */
typedef VEC(struct site_view *) site_views;
void site_views_make(struct program *p, site_views *out);
void site_views_release(site_views *v);

#endif
