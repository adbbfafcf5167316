// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

/* What the acquire's kind demands. */
static const char *right_release(enum api_kind kind)
{
	switch (kind) {
	case K_PIN:
		return "pinned pages want unpin_user_page*()";
	case K_GET:
		return "pages that were got want put_page()";
	default:
		return "extracted pages want unpin_user_page*(), and only if the iterator pins";
	}
}

static bool disagree(enum api_kind held, enum api_kind release)
{
	if (held == K_EXTRACT)
		return release == K_GET;
	return (held == K_PIN && release == K_GET) || (held == K_GET && release == K_PIN);
}

static void on_release(const struct event *ev)
{
	const struct held *h = ev->h;

	if ((!h->now && !h->before) || h->released || h->kind == K_EXTRACT ||
	    !disagree(h->kind, ev->row->kind))
		return;
	rule_report(ev, &rule_mixed_release, h->escaped ? 0.7 : 0.95,
		    "pages taken with %s() are dropped with %s(): %s", h->node->callee,
		    ev->n->callee, right_release(h->kind));
}

static bool same_place(const struct site_release_view *a, const struct site_release_view *b)
{
	return a->place.record == b->place.record && a->place.field == b->place.field;
}

/* A function that can drop both ways what lies in one place decides by what it knows of the pages. */
static bool decides(const struct site_view *site, const struct site_release_view *r)
{
	for (size_t i = 0; i < site->releases.n; i++) {
		const struct site_release_view *o = &site->releases.v[i];

		if (o->f == r->f && !disagree(site->row->kind, o->row->kind) &&
		    (site->row->kind == K_EXTRACT ||
		     (o->place.field && (r->asked != TRI_NO || same_place(o, r)))))
			return true;
	}
	return false;
}

/* How sure it is that these pages come to this release: a helper that is given the pages, and
 * extracted pages that lay in storage, may be told by something else what kind they are. */
static double confidence(const struct site_view *site, const struct site_release_view *r)
{
	if (site->row->kind == K_EXTRACT)
		return r->way == WAY_HERE ? 0.7 : 0.5;
	return r->node->via || r->shared ? 0.5 : 0.8;
}

/* Releases that no path of one function leads to: the pages lie in storage, where only pages of
 * this kind are put; and extracted pages, which the iterator may not have pinned. */
static void on_site(struct site_view *site)
{
	for (size_t i = 0; i < site->releases.n; i++) {
		const struct site_release_view *r = &site->releases.v[i];

		if (!disagree(site->row->kind, r->row->kind) || decides(site, r) ||
		    (site->row->kind != K_EXTRACT && r->way != WAY_STORAGE))
			continue;
		site_report_at(site, &rule_mixed_release, r, confidence(site, r),
			       "pages taken with %s() are dropped with %s(): %s",
			       site->node->callee, r->node->callee, right_release(site->row->kind));
	}
}

const struct rule rule_mixed_release = {
	.id = "mixed-release",
	.title = "the release does not fit the way the pages were taken",
	.grade = GRADE_FORCE,
	.on_release = on_release,
	.on_site = on_site,
};
