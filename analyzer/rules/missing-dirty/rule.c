// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

static const char *who(enum written w)
{
	switch (w) {
	case WRITTEN_YES:
		return "their data was changed";
	case WRITTEN_BOTH:
		return "a device may have written to them";
	default:
		return "they were taken for writing";
	}
}

/* A pin for writing says that somebody will write; a get may be for the page tables only. */
static double unseen(enum api_kind kind)
{
	return kind == K_PIN ? 0.7 : 0.5;
}

static double confidence(const struct held *h)
{
	switch (h->written) {
	case WRITTEN_YES:
		return 0.85;
	case WRITTEN_BOTH:
		return 0.75;
	case WRITTEN_MAYBE:
		return 0.5;
	default:
		/* nobody is seen to look at the data; code that is not followed may */
		return h->escaped ? unseen(h->kind) : 0;
	}
}

static void at_return(const struct event *ev)
{
	struct held *h = ev->h;
	struct event at = *ev;
	double c = confidence(h);

	if (!h->released || !h->release || h->dirty || h->kind == K_EXTRACT)
		return;
	if (c <= 0 || rule_write(ev) != TRI_YES || rule_fails(ev))
		return;
	at.n = h->release;
	rule_report(&at, &rule_missing_dirty, c,
		    "pages from %s() are dropped without being marked dirty: %s", h->node->callee,
		    who(h->written));
}

/* What lies in storage waits for somebody: a device, most of the time. */
static double site_confidence(const struct site_view *v)
{
	switch (v->written) {
	case WRITTEN_YES:
		return 0.8;
	case WRITTEN_BOTH:
		return 0.75;
	case WRITTEN_MAYBE:
		return v->access & 1u << A_DMA ? unseen(v->row->kind) : 0.5;
	default:
		/* a device that only reads, a CPU that is seen to */
		return v->access & 1u << A_DMA	    ? 0.3 :
		       v->access & 1u << A_CPU_READ ? 0.5 :
						      unseen(v->row->kind);
	}
}

/* Another path knows that they want dirtying. */
static double settle(const struct solved_site *site, const struct ir_node *at, double c)
{
	/* more than the direction decides whether this release finds them dirty */
	for (size_t i = 0; i < site->dirtied_at.n; i++)
		if (site->dirtied_at.v[i] == at)
			return c * 0.6;
	return site->dirtied && c < 0.7 ? c * 1.5 : c;
}

/* The pages lie in storage, and nobody who finds them there marks them dirty. */
static void on_site(struct site_view *v)
{
	const struct site_release_view *at = NULL;

	/* nobody at all: then it is missing on the paths that take the pages for writing, if not all do */
	if (v->dirtied || v->notifier || v->row->kind == K_EXTRACT || v->may == ~0ull ||
	    site_flag(v, "FOLL_WRITE") == TRI_NO || !v->has_flags || v->boolean)
		return;
	for (size_t i = 0; i < v->releases.n; i++) {
		const struct site_release_view *r = &v->releases.v[i];

		/* one whose argument decides, wherever that comes from */
		if (r->row->dirty && r->dirty != TRI_NO)
			return;
		/* pages of other origin may lie in the same storage */
		if (r->place.field && r->f != v->f &&
		    (!at || (r->row->kind == v->row->kind && at->row->kind != v->row->kind)))
			at = r;
	}
	if (!at)
		return;
	site_report_at(v, &rule_missing_dirty, at, site_confidence(v),
		       "pages from %s() are dropped, and nobody marks them dirty: %s",
		       v->node->callee, who(v->written));
}

const struct rule rule_missing_dirty = {
	.id = "missing-dirty",
	.title = "pages that were written to are dropped without being marked dirty",
	.grade = GRADE_WARN,
	.on_exit = at_return,
	.settle = settle,
	.on_site = on_site,
};
