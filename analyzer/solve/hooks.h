/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a rule may look at, and how it reports.  A rule fills struct rule; the solver
 * calls it on every path; reports of the same rule, acquire and place are one.
 * Layer 2 (ir, api).
 */
#ifndef SOLVE_HOOKS_H
#define SOLVE_HOOKS_H

#include "solve/state.h"

enum grade { GRADE_FORCE, GRADE_WARN, GRADE_ADVISE };

/**
 * struct event - one thing that happens on one path
 * @s: the path, before the node takes effect; const for a rule
 * @n, @row: the node and its row in the API table (NULL for a return).  What a called function
 *           does is told in its caller too: then @n stands in that function, and @n->via is the
 *           call
 * @h: the references concerned; NULL for an acquire that takes none, and in on_foreign
 * @flags: acquire: the gup flags, 0 if the call has none
 * @pages: the pages argument, 0 if the call has none
 * @count: release: how many, 0 if the call does not say
 * @dirty: release: it marks the pages dirty too
 * @locked: dirty: the lock of the page is held
 * @looped: release: in a loop, which may have no rounds, of a called function
 * @chance: sleep: whether the called function comes to it hangs on what is not known
 * @result: exit: what the function returns, 0 for nothing
 * @part: release: which pages, NULL if they cannot be named
 * @asked: release: an API_QUERY was answered with yes before, see query_asked()
 * @again: release: the earlier one that some of the same pages went with for certain, or NULL
 */
struct solver;
struct event {
	struct solver *sv;
	struct state *s;
	const struct ir_node *n;
	const struct api_row *row;
	struct held *h;
	val_t flags, pages, count, result;
	enum tri dirty;
	bool locked, chance, looped;
	enum tri asked;
	const struct drop *part, *again;
};

struct site_view;

/* What a rule must know of a site to judge it. */
enum rule_needs {
	RULE_PATHS, /* every path to its end */
	RULE_CALL, /* the acquire call alone */
	RULE_LIFE, /* how long the references live */
};
struct solved_site;

/**
 * struct rule - one rule; see analyzer/rules/README.md on how to add one
 * @id: stable, what reports and suppressions name
 * @title: one line
 * @needs: for the count of sites that it could judge
 * @on_acquire: the call, before its outcome is known
 * @on_access: the data of the pages is looked at or changed, or a device gets them
 * @on_dirty: pages of @h are marked dirty, by a call that does not release them
 * @on_release: a release that reaches references of @h
 * @on_foreign: a release (or dirty) of pages that this path did not take
 * @on_sleep: a release or dirty call that sleeps (if it dirties), where nothing may sleep; @h may be NULL
 * @on_exit: the function returns; once for each acquire of the path
 * @settle: the confidence of a report at node @at when all paths of the function were walked
 * @on_site: a site when everything about it is known, over all functions of the tree
 * @local: what it says hangs on no condition, so that it is as sure on a path that was joined
 * @once: what it says of a call is the same whoever took the pages: told once for each call
 * @covered_by: where that rule reports the same acquire at the same place, this one is silent
 */
struct rule {
	const char *id, *title;
	enum grade grade;
	enum rule_needs needs;
	bool local, once;
	const struct rule *covered_by;
	void (*on_acquire)(const struct event *ev);
	void (*on_access)(const struct event *ev);
	void (*on_dirty)(const struct event *ev);
	void (*on_release)(const struct event *ev);
	void (*on_foreign)(const struct event *ev);
	void (*on_sleep)(const struct event *ev);
	void (*on_exit)(const struct event *ev);
	double (*settle)(const struct solved_site *site, const struct ir_node *at,
			 double confidence);
	void (*on_site)(struct site_view *site);
};

/* rule_report() - @ev shows that @rule is broken; the trace runs from the acquire to @ev's node.
 * @confidence: 0..1; lowered by the solver where the path was found with less knowledge */
void rule_report(const struct event *ev, const struct rule *rule, double confidence,
		 const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* rule_flag() - value of a FOLL_* flag in the tree under analysis, 0 if not known */
uint64_t rule_flag(const struct event *ev, const char *name);
/* rule_context() - how the function is registered that runs where nothing may sleep, NULL if it
 * does not: "request_irq()", "bio.bi_end_io" */
const char *rule_context(const struct event *ev);
/* rule_fails() - the path ends with an error, going by what the function returns */
bool rule_fails(const struct event *ev);
/* rule_answered() - the path knows whether the iterator pins: it asked */
bool rule_answered(const struct event *ev);
/* rule_write() - the pages of @h were taken for writing */
enum tri rule_write(const struct event *ev);
/* rule_dropped() - the release that dropped the page of @ev for certain, NULL if none did */
const struct drop *rule_dropped(const struct event *ev);
/* rule_dirtied() - the @i-th call that marked the page of @ev, or elements of its array, dirty on
 * this path, while they were not locked or locking them itself; NULL behind the last */
const struct ir_node *rule_dirtied(const struct event *ev, unsigned int i);

#endif
