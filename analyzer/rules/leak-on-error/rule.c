// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static void at_return(const struct event *ev)
{
	const struct held *h = ev->h;
	/* on a path that fails nobody took over a page by its number */
	double less = h->numbered && !rule_fails(ev) ? 0.3 : 0;

	if (!state_is_held(h) || !h->owned)
		return;
	/* the newest round took only part: that is partial-leak's business */
	if (h->now && h->outcome == OUT_PART)
		return;
	if (!h->now)
		rule_report(ev, &rule_leak_on_error, 0.8 - less,
			    "returns with pages that %s() took in an earlier round still held",
			    h->node->callee);
	else
		rule_report(ev, &rule_leak_on_error, 0.85 - less,
			    "returns with the pages from %s() still held and handed to nobody",
			    h->node->callee);
}

const struct rule rule_leak_on_error = {
	.id = "leak-on-error",
	.title = "a path returns with references held and handed to nobody",
	.grade = GRADE_WARN,
	.on_exit = at_return,
};
