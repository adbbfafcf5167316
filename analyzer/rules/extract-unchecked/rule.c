// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"
#include "solve/site.h"

#define MESSAGE "%s() drops pages from %s() without asking whether the iterator pins its pages"

static void on_release(const struct event *ev)
{
	const struct held *h = ev->h;

	if (h->kind != K_EXTRACT || ev->row->kind != K_PIN || (!h->now && !h->before))
		return;
	if (ev->asked != TRI_YES)
		rule_report(ev, &rule_extract_unchecked, ev->asked == TRI_NO ? 0.85 : 0.5, MESSAGE,
			    ev->n->callee, h->node->callee);
}

static void on_site(struct site_view *site)
{
	if (site->row->kind != K_EXTRACT)
		return;
	for (size_t i = 0; i < site->releases.n; i++) {
		const struct site_release_view *r = &site->releases.v[i];

		if (r->way == WAY_STORAGE && r->row->kind == K_PIN && r->asked != TRI_YES)
			site_report_at(site, &rule_extract_unchecked, r,
				       r->asked == TRI_NO ? 0.75 : 0.5, MESSAGE, r->node->callee,
				       site->node->callee);
	}
}

const struct rule rule_extract_unchecked = {
	.id = "extract-unchecked",
	.title = "extracted pages are unpinned without asking whether they were pinned",
	.grade = GRADE_WARN,
	.on_release = on_release,
	.on_site = on_site,
};
