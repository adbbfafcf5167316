// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/solve.h"

/* Extracted pages that nobody drops, and nobody asked whether the iterator pins them. */
static void extracted(const struct event *ev)
{
	if (rule_answered(ev))
		return;
	rule_report(
		ev, &rule_leak_on_error, 0.75,
		"returns with the pages from %s() handed to nobody: if the iterator pins, nobody unpins them",
		ev->h->node->callee);
}

/* Whom the pages were handed to has failed, so that they are the function's again. */
static bool refused(const struct event *ev)
{
	const struct held *h = ev->h;

	return h->refused && h->now && !h->released && !h->stored && !h->doubt && rule_fails(ev);
}

/* The call in this function that the pages were handed on through. */
static const char *receiver(const struct held *h)
{
	const struct ir_node *n = h->escape->via ? h->escape->via : h->escape;

	return n->callee ? n->callee : "(*op)";
}

static void at_return(const struct event *ev)
{
	const struct held *h = ev->h;
	/* on a path that fails nobody took over a page by its number */
	double less = h->numbered && !rule_fails(ev) ? 0.3 : 0;

	if (!(state_is_held(h) || state_may_hold(h) || refused(ev)) || !h->owned)
		return;
	/* the newest round took only part: that is partial-leak's business */
	if (h->now && h->outcome == OUT_PART)
		return;
	if (h->kind == K_EXTRACT)
		extracted(ev);
	else if (!h->now)
		rule_report(ev, &rule_leak_on_error, 0.8 - less,
			    "returns with pages that %s() took in an earlier round still held",
			    h->node->callee);
	else if (h->escaped)
		rule_report(
			ev, &rule_leak_on_error, 0.75,
			"returns with the pages from %s() still held: %s() got them, but it failed",
			h->node->callee, receiver(h));
	else
		rule_report(ev, &rule_leak_on_error, 0.85 - less,
			    "returns with the pages from %s() still held and handed to nobody",
			    h->node->callee);
}

/* Code that never drops what it extracts knows that its iterators do not pin. */
static double settle(const struct solved_site *site, const struct ir_node *at, double confidence)
{
	(void)at;
	if (site->row->kind == K_EXTRACT && !(site->fate & FATE_RELEASED))
		return confidence * 0.4;
	/* code that never drops nor keeps what it hands on may leave that to others, come what may */
	if (site->fate & FATE_REFUSED && !(site->fate & FATE_RELEASED) && !site->places.n)
		return confidence * 0.6;
	return confidence;
}

const struct rule rule_leak_on_error = {
	.id = "leak-on-error",
	.title = "a path returns with references held and handed to nobody",
	.grade = GRADE_WARN,
	.on_exit = at_return,
	.settle = settle,
};
