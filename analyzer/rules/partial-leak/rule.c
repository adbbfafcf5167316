// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static void at_return(const struct event *ev)
{
	const struct held *h = ev->h;
	double less = h->numbered ? 0.3 : 0;

	if (!state_is_held(h) || !h->owned || !h->now || h->outcome != OUT_PART)
		return;
	rule_report(
		ev, &rule_partial_leak, 0.85 - less,
		"gives up when %s() took fewer pages than asked for, without dropping those it took",
		h->node->callee);
}

const struct rule rule_partial_leak = {
	.id = "partial-leak",
	.title = "gives up on a partial result without dropping the pages it got",
	.grade = GRADE_WARN,
	/* a path that forgets all of the pages forgets some of them too: one warning is enough */
	.covered_by = &rule_leak_on_error,
	.on_exit = at_return,
};
