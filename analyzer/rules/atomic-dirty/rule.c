// SPDX-License-Identifier: GPL-2.0-or-later
#include "rules/rules.h"

static void on_sleep(const struct event *ev)
{
	const struct ir_node *at = ev->s->atomic_at;
	/* an argument or a condition that is not known is there because it is true at times */
	double confidence = ev->dirty == TRI_YES ? 0.85 : 0.7;

	/* a callback that shares its code with others knows which way it goes */
	if (ev->chance && ev->s->atomic <= 0)
		confidence = 0.5;
	if (ev->s->atomic > 0)
		rule_report(ev, &rule_atomic_dirty, confidence,
			    "%s() takes the page lock and may sleep, after %s() in line %u",
			    ev->n->callee, at->callee, at->loc.line);
	else
		rule_report(ev, &rule_atomic_dirty, confidence,
			    "%s() takes the page lock and may sleep; this runs as the callback "
			    "of %s, which must not",
			    ev->n->callee, rule_context(ev));
}

const struct rule rule_atomic_dirty = {
	.id = "atomic-dirty",
	.title = "pages are marked dirty by a call that may sleep where nothing may sleep",
	.grade = GRADE_WARN,
	.once = true,
	.on_sleep = on_sleep,
};
