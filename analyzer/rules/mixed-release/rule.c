// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

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

	if ((!h->now && !h->before) || h->released || !disagree(h->kind, ev->row->kind))
		return;
	rule_report(ev, &rule_mixed_release, h->escaped ? 0.7 : 0.95,
		    "pages taken with %s() are dropped with %s(): %s", h->node->callee,
		    ev->n->callee, right_release(h->kind));
}

const struct rule rule_mixed_release = {
	.id = "mixed-release",
	.title = "the release does not fit the way the pages were taken",
	.grade = GRADE_FORCE,
	.on_release = on_release,
};
