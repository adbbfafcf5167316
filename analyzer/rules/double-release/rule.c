// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

/* Pages of the call that failed would lie where the release looks for some. */
static bool hits_place(const struct event *ev)
{
	const struct held *h = ev->h;
	struct state *s = ev->s;
	int64_t n;
	val_t end = h->asked && h->first ? val_op(s->vs, IR_OP_ADD, h->first, h->asked) : 0;

	if (!ev->part || !h->first)
		return false;
	/* the page was put into a carrier, and comes out of it again */
	if (ev->part->root != h->root)
		return ev->part->page && h->asked && val_is_int(s->vs, h->asked, &n) && n == 1;
	/* a carrier may hold nothing */
	if (ev->part->whole)
		return false;
	if (ev->part->to == end || ev->part->from == h->first)
		return ev->part->to == end ||
		       state_decide(s, IR_OP_LT, ev->part->from, ev->part->to) > 0;
	return end && state_decide(s, IR_OP_LT, ev->part->from, ev->part->to) > 0 &&
	       state_decide(s, IR_OP_LT, ev->part->from, end) > 0 &&
	       (state_decide(s, IR_OP_GE, ev->part->from, h->first) > 0 ||
		state_decide(s, IR_OP_GT, ev->part->to, h->first) > 0);
}

/* Another call put pages into the same place, or nobody knows whether it did. */
static bool is_shared(const struct event *ev)
{
	for (unsigned int i = 0; i < ev->s->nheld; i++) {
		const struct held *o = &ev->s->held[i];

		if (o != ev->h && o->root == ev->h->root &&
		    (o->now || o->before || o->outcome != OUT_ERROR))
			return true;
	}
	return false;
}

static void after_failure(const struct event *ev)
{
	const struct held *h = ev->h;
	val_t count = ev->count ? val_origin(ev->s->vs, ev->count) : 0;

	if (h->kept || h->stored || h->escaped || h->extra || is_shared(ev) || !hits_place(ev))
		return;
	/* that is negative-count's business */
	if (count == h->result || rule_unsigned_bound(ev, h->result))
		return;
	/* how many there are is known where they were taken */
	if (ev->looped)
		return;
	/* somebody looked whether there is a page */
	if (ev->part->page && state_decide(ev->s, IR_OP_NE, ev->pages, val_int(ev->s->vs, 0)) > 0)
		return;
	rule_report(ev, &rule_double_release, h->outcome == OUT_ERROR ? 0.85 : 0.5,
		    "%s() drops pages though %s() took none: the reference is somebody else's",
		    ev->n->callee, h->node->callee);
}

/* Others have references to the page, too, and a function may drop one of those. */
static bool is_counted(const struct event *ev)
{
	return !ev->row->user && ev->n->of != ev->again->node->of;
}

static void on_release(const struct event *ev)
{
	const struct held *h = ev->h;

	if (!h->now && !h->before)
		after_failure(ev);
	else if (ev->again)
		rule_report(ev, &rule_double_release, is_counted(ev) ? 0.5 : 0.9,
			    "%s() drops pages from %s() that %s() dropped before, at line %u",
			    ev->n->callee, h->node->callee, ev->again->node->callee,
			    ev->again->node->loc.line);
}

static void on_site(struct site_view *site)
{
	for (size_t i = 0; i < site->releases.n; i++) {
		const struct site_release_view *r = &site->releases.v[i];

		if (r->again)
			site_report_at(site, &rule_double_release, r, 0.85,
				       "%s() drops pages that %s() dropped before, at line %u",
				       r->node->callee, r->again->callee, r->again->loc.line);
	}
}

const struct rule rule_double_release = {
	.id = "double-release",
	.title = "pages are dropped twice, or though the call that takes them failed",
	.grade = GRADE_FORCE,
	/* who releases what was asked for on the way out of a failure, too, counts wrong */
	.covered_by = &rule_wrong_count,
	.on_release = on_release,
	.on_site = on_site,
};
